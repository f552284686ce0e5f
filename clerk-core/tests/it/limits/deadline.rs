//! The deadlines of waiting calls.

use std::{
    future::pending,
    pin::Pin,
    task::{Context, Waker},
};

use clerk_core::{Client, Error, transport::RequestContext};
use clerk_testing::Script;

use super::*;
use crate::{
    api::Thing,
    steps::{Step, in_turn},
};

fn within(seconds: u32) -> Call {
    Call { takes: Duration::ZERO, timeout: Some(seconds * SECOND) }
}

#[test]
fn a_call_that_would_wait_past_its_deadline_fails_at_once() {
    let mut tasks = rate_limited(2, 10 * SECOND);
    tasks.start_all(2, Call::default());
    tasks.advance(4 * SECOND);
    let mut report = String::new();
    for timeout in [5, 6, 7, 7, 8, 16, 17] {
        let number = tasks.start(within(timeout));
        tasks.run();
        let failure = tasks.failures().iter().find(|failure| failure.number == number);
        report += &match failure {
            Some(failure) => format!("within {timeout:2} s: {:?}\n", failure.kind),
            None => format!("within {timeout:2} s: waits\n"),
        };
    }
    tasks.advance(6 * SECOND);
    tasks.advance(10 * SECOND);
    for begun in &tasks.server.begun()[2..] {
        report += &format!("sent at {:?}, with {:?} left\n", begun.at, begun.timeout.unwrap());
    }
    insta::assert_snapshot!(report, @r"
    within  5 s: Throttled { retry_after: 6s }
    within  6 s: Throttled { retry_after: 6s }
    within  7 s: waits
    within  7 s: waits
    within  8 s: Throttled { retry_after: 16s }
    within 16 s: Throttled { retry_after: 16s }
    within 17 s: waits
    sent at 10s, with 1s left
    sent at 10s, with 1s left
    sent at 20s, with 1s left
    ");
    assert_eq!(tasks.running(), 0);
}

#[test]
fn a_call_waits_for_a_permit_until_its_deadline() {
    let mut tasks = concurrency_limited(1);
    tasks.start_all(1, Call { takes: 10 * SECOND, ..Call::default() });
    tasks.start_all(1, within(4));
    tasks.start_all(1, within(12));
    tasks.advance(3 * SECOND);
    assert_eq!(tasks.waiting(), 2);
    tasks.advance(SECOND);
    let [failure] = tasks.failures() else { panic!("{:?}", tasks.failures()) };
    assert_eq!(
        (failure.number, failure.at, failure.kind),
        (1, 4 * SECOND, throttled(Duration::ZERO))
    );
    tasks.advance(6 * SECOND);
    assert_eq!(tasks.server.begun()[1].number, 2);
    assert_eq!(tasks.server.begun()[1].timeout, Some(2 * SECOND));
    assert_eq!(tasks.running(), 0);
}

#[test]
fn a_permit_at_the_deadline_is_too_late() {
    let mut tasks = concurrency_limited(1);
    tasks.start_all(1, Call { takes: 4 * SECOND, ..Call::default() });
    tasks.start_all(1, within(4));
    tasks.advance(4 * SECOND);
    assert_eq!(tasks.failures().len(), 1);
    assert_eq!(tasks.server.begun().len(), 1);
}

#[test]
fn a_call_that_does_not_wait_may_be_at_its_deadline() {
    for mut tasks in [rate_limited(1, SECOND), concurrency_limited(1)] {
        tasks.start_all(1, within(0));
        assert_eq!(tasks.server.begun()[0].timeout, Some(Duration::ZERO));
    }
}

#[test]
fn a_call_that_is_not_polled_blocks_the_others_until_their_deadlines() {
    let mut tasks = rate_limited(1, 10 * SECOND);
    tasks.start_all(2, Call::default());
    tasks.start_all(1, within(25));
    let stuck = tasks.set_aside(1);
    tasks.advance(20 * SECOND);
    assert_eq!((tasks.server.begun().len(), tasks.waiting()), (1, 1));
    tasks.start_all(1, within(30));
    tasks.advance(5 * SECOND);
    assert_eq!(tasks.failures().len(), 1);
    drop(stuck);
    tasks.run();
    assert_eq!(tasks.begun_now(), [3]);
}

#[test]
fn an_error_says_that_nothing_was_sent_and_when_to_retry() {
    let server = Server::new(&FakeTimer::new());
    let rate = Rate::new(100, 10 * SECOND);
    let by_rate = api::builder(server.script.clone())
        .middleware(move |inner| RateLimit::new(inner, rate).timer(FakeTimer::new()))
        .build()
        .unwrap();
    let get = |client: &Client| client.send(GetThing::new("thing_1")).timeout(2 * SECOND);
    for _ in 0..100 {
        smol::block_on(get(&by_rate).into_future()).unwrap();
    }
    let rate_error = smol::block_on(get(&by_rate).into_future()).unwrap_err();

    let timer = FakeTimer::skipping();
    let busy = Script::new(|_| Reply::status(200).after(pending()));
    let by_number = api::builder(busy.clone())
        .middleware(move |inner| ConcurrencyLimit::new(inner, 1).timer(timer))
        .build()
        .unwrap();
    let call = async |client: &Client| -> Result<Thing, Error> { get(client).await };
    let mut running = Box::pin(call(&by_number));
    assert!(smol::block_on(smol::future::poll_once(&mut running)).is_none());
    let number_error = smol::block_on(get(&by_number).into_future()).unwrap_err();

    insta::assert_snapshot!(format!("{rate_error}\n{number_error}"), @r"
    GetThing: held back and not sent: rate limited for 10.000 s, past its deadline
    GetThing: held back and not sent: no permit before its deadline
    ");
    for error in [rate_error, number_error] {
        let Error::Transport(error) = error else { panic!("{error}") };
        assert!(error.kind().is_unsent());
    }
    assert_eq!((server.begun().len(), busy.sent().len()), (100, 1));
}

#[test]
fn a_call_may_wait_longer_than_the_deadline_of_an_attempt() {
    let (script, timer) = (in_turn(&[Step::Thing, Step::Thing]), FakeTimer::new());
    let limits = timer.clone();
    let rate = Rate::new(1, 40 * SECOND);
    let client = api::builder(script.clone())
        .timer(timer.clone())
        .middleware(move |transport| RateLimit::new(transport, rate).timer(limits))
        .build()
        .unwrap();

    smol::block_on(client.send(GetThing::new("thing_1")).into_future()).unwrap();
    let mut second = client.send(GetThing::new("thing_1")).into_future();
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut second).poll(&mut context).is_pending());
    timer.advance(40 * SECOND);
    assert!(Pin::new(&mut second).poll(&mut context).is_ready());

    let timeout = |request| RequestContext::of(request).timeout.unwrap();
    assert_eq!(script.sent().iter().map(timeout).collect::<Vec<_>>(), [30 * SECOND, 20 * SECOND]);
}
