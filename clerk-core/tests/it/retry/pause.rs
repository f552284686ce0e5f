//! The pause of calls after a 429.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use clerk_core::client::ResponseFuture;

use super::*;

struct Calls {
    script: Script,
    timer: FakeTimer,
    client: Client,
    running: Vec<(usize, Pin<Box<ResponseFuture<Thing>>>)>,
}

impl Calls {
    fn start(steps: &[Step], count: usize) -> Self {
        let (script, timer) = (in_turn(steps), FakeTimer::new());
        let client = client(&script, &timer);
        let running = (0..count).map(|n| (n, Box::pin(get(&client).into_future()))).collect();
        Self { script, timer, client, running }
    }

    /// Polls all calls, and reports which of them end, and how.
    fn poll(&mut self) -> String {
        let mut ended = Vec::new();
        self.running.retain_mut(|(n, call)| {
            let mut context = Context::from_waker(Waker::noop());
            let Poll::Ready(outcome) = call.as_mut().poll(&mut context) else {
                return true;
            };
            ended.push(match outcome {
                Ok(_) => format!("{n} ok"),
                Err(error) => format!("{n} {error}"),
            });
            false
        });
        format!(
            "at {:?}: {} sent, {} wait; ended: {}\n",
            self.timer.elapsed(),
            self.script.sent().len(),
            self.running.len(),
            ended.join(", ")
        )
    }

    fn after(&mut self, milliseconds: u64) -> String {
        self.timer.advance(Duration::from_millis(milliseconds));
        self.poll()
    }
}

#[test]
fn the_other_calls_wait_and_resume_in_order() {
    let mut steps = vec![Step::RateLimited("2")];
    steps.extend([Step::Thing; 5]);
    let mut calls = Calls::start(&steps, 5);
    let mut report = calls.poll();
    for milliseconds in [1999, 1, 10, 10, 10, 10] {
        report += &calls.after(milliseconds);
    }
    insta::assert_snapshot!(report);
}

#[test]
fn a_second_429_pauses_the_waiting_calls_again() {
    let mut steps = vec![Step::RateLimited("2"), Step::Thing, Step::RateLimited("3")];
    steps.extend([Step::Thing; 4]);
    let mut calls = Calls::start(&steps, 5);
    let mut report = calls.poll();
    for milliseconds in [2000, 10, 10, 10, 10, 2900, 60, 10, 10, 10] {
        report += &calls.after(milliseconds);
    }
    insta::assert_snapshot!(report);
}

#[test]
fn a_call_whose_deadline_is_within_the_pause_is_not_sent() {
    let (script, timer) = (in_turn(&[Step::RateLimited("86400")]), FakeTimer::new());
    let client = client(&script, &timer);
    let refused = block_on(get(&client).into_future()).unwrap_err();
    let held_back =
        block_on(get(&client).timeout(Duration::from_secs(5)).into_future()).unwrap_err();
    assert_eq!(script.sent().len(), 1);
    insta::assert_snapshot!(format!("{refused}\n{held_back}"));
}

#[test]
fn a_call_that_would_be_sent_too_late_after_the_pause_fails_at_once() {
    let mut steps = vec![Step::RateLimited("2")];
    steps.extend([Step::Thing; 51]);
    let mut calls = Calls::start(&steps, 50);
    calls.poll();
    let client = &calls.client;
    let mut too_late = Box::pin(get(client).timeout(Duration::from_millis(2500)).into_future());
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = too_late.as_mut().poll(&mut context) else {
        panic!("the call waits");
    };
    insta::assert_snapshot!(error, @"GetThing: held back and not sent: rate limited for 2.500 s, past its deadline");
    let mut in_time = Box::pin(get(client).timeout(Duration::from_millis(2501)).into_future());
    assert!(in_time.as_mut().poll(&mut context).is_pending());
    calls.after(2000);
    assert!(in_time.as_mut().poll(&mut context).is_pending());
    calls.after(500);
    let Poll::Ready(outcome) = in_time.as_mut().poll(&mut context) else {
        panic!("the call waits");
    };
    outcome.unwrap();
}

#[test]
fn the_deadline_of_a_call_includes_its_wait() {
    let mut calls = Calls::start(&[Step::RateLimited("2"), Step::Thing, Step::Thing], 2);
    calls.poll();
    calls.after(2000);
    calls.after(10);
    let left: Vec<_> = calls.script.sent().iter().map(RequestContext::of).collect();
    let left: Vec<_> = left.iter().map(|context| context.time_left.unwrap()).collect();
    assert_eq!(left, [60_000, 58_000, 57_990].map(Duration::from_millis));
}

#[test]
fn a_429_takes_nothing_from_the_retry_budget() {
    let steps = [Step::RateLimited("1"), Step::RateLimited("1"), Step::Thing, Step::Status(503)];
    let (script, timer) = (in_turn(&steps), FakeTimer::skipping());
    let builder = api::builder(script.clone()).timer(timer.clone()).retry(POLICY);
    let client = builder.retry_budget(0).build().unwrap();
    block_on(get(&client).into_future()).unwrap();
    let error = block_on(get(&client).into_future()).unwrap_err();
    assert_eq!(error.attempts().unwrap().stop(), StopReason::Budget);
}

#[test]
fn a_pause_lasts_a_minute_at_most() {
    let (script, timer) = (in_turn(&[Step::RateLimited("86400"), Step::Thing]), FakeTimer::new());
    let client = client(&script, &timer);
    block_on(get(&client).into_future()).unwrap_err();
    timer.advance(Duration::from_secs(59));
    block_on(get(&client).into_future()).unwrap_err();
    timer.advance(Duration::from_secs(1));
    block_on(get(&client).into_future()).unwrap();
}

#[test]
fn without_retries_a_429_pauses_nothing() {
    let script = in_turn(&[Step::RateLimited("60"), Step::Thing]);
    let builder = api::builder(script.clone()).timer(FakeTimer::new());
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    block_on(get(&client).into_future()).unwrap_err();
    block_on(get(&client).into_future()).unwrap();
}

#[test]
fn a_dropped_call_delays_no_other() {
    let mut calls = Calls::start(&[Step::RateLimited("2"), Step::Thing, Step::Thing], 4);
    let mut report = calls.poll();
    calls.running.drain(1..3);
    report += &calls.after(2000);
    report += &calls.after(30);
    insta::assert_snapshot!(report);
}
