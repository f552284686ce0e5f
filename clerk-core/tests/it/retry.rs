//! Retries. Time is virtual: no test waits.

use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};

use clerk_core::{
    ApiErrorKind, Call, Client, Error,
    client::{Credential, ResponseFuture},
    error::StopReason,
    retry::{Jitter, RetryPolicy},
    transport::{RequestContext, TransportErrorKind},
};
use clerk_testing::{FakeTimer, Reply, Script};
use smol::future::block_on;

use crate::{
    api::{self, CheckThing, DeleteThing, FinishThing, GetThing, Thing, UpdateThing},
    steps::{Step, always, in_turn},
};

mod herd;
mod order;
mod pause;
mod scopes;

const POLICY: RetryPolicy = RetryPolicy::new().jitter(Jitter::None);

fn client(script: &Script, timer: &FakeTimer) -> Client {
    api::builder(script.clone()).timer(timer.clone()).retry(POLICY).build().unwrap()
}

/// Reports the outcome of a call and the waits between its attempts.
fn report<R: 'static>(steps: &[Step], call: impl FnOnce(&Client) -> Call<R>) -> String {
    let (script, timer) = (in_turn(steps), FakeTimer::skipping());
    let outcome = block_on(call(&client(&script, &timer)).into_future());
    let outcome = match outcome {
        Ok(_) => "success".to_owned(),
        Err(error) => error.to_string(),
    };
    format!("{outcome}\n    {} sent, waits {:?}", script.sent().len(), timer.waits())
}

fn get(client: &Client) -> Call<Thing> {
    client.send(GetThing::new("thing_1"))
}

fn post(client: &Client) -> Call<Thing> {
    client.send(FinishThing::new("thing_1"))
}

/// Calls on one thread, in virtual time.
struct Calls {
    script: Script,
    timer: FakeTimer,
    client: Client,
    started: usize,
    running: Vec<(usize, Pin<Box<ResponseFuture<Thing>>>)>,
}

impl Calls {
    fn new(script: Script, timer: FakeTimer, client: Client) -> Self {
        Self { script, timer, client, started: 0, running: Vec::new() }
    }

    /// Creates calls, which do nothing before they are polled.
    fn start(&mut self, count: usize) {
        for number in self.started..self.started + count {
            let call = self.client.send(GetThing::new(format!("{number:03}")));
            self.running.push((number, Box::pin(call.into_future())));
        }
        self.started += count;
    }

    /// Polls all calls, and returns the outcomes of those that end.
    fn poll(&mut self) -> Vec<(usize, Result<Thing, Error>)> {
        let mut ended = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        self.running.retain_mut(|(number, call)| match call.as_mut().poll(&mut context) {
            Poll::Ready(outcome) => {
                ended.push((*number, outcome));
                false
            }
            Poll::Pending => true,
        });
        ended
    }

    /// Polls all calls, none of which fails.
    fn succeed(&mut self) {
        self.poll().into_iter().for_each(|(_, outcome)| drop(outcome.unwrap()));
    }

    /// Moves the clock by `time`, in steps. No call fails.
    fn run(&mut self, time: Duration, step: Duration) {
        let end = self.timer.elapsed() + time;
        while self.timer.elapsed() < end {
            self.timer.advance(step);
            self.succeed();
        }
    }

    /// Moves the clock until all calls have succeeded.
    fn finish(&mut self, within: Duration, step: Duration) {
        let end = self.timer.elapsed() + within;
        while !self.running.is_empty() {
            assert!(self.timer.elapsed() < end, "{} calls wait", self.running.len());
            self.succeed();
            self.timer.advance(step);
        }
    }
}

#[test]
fn attempts_depend_on_the_failure_and_the_method() {
    use Step::{Fail, RateLimited, Status};
    let failures = [
        Fail(TransportErrorKind::Connect),
        Fail(TransportErrorKind::Timeout),
        Fail(TransportErrorKind::Interrupted),
        Fail(TransportErrorKind::Protocol),
        Fail(TransportErrorKind::HeadTooLarge),
        Fail(TransportErrorKind::BodyTooLarge { limit: 1 }),
        Fail(TransportErrorKind::Request),
        Fail(TransportErrorKind::Other),
        Status(400),
        Status(404),
        Status(408),
        Status(409),
        Status(422),
        Status(423),
        RateLimited("1"),
        Status(500),
        Status(501),
        Status(502),
        Status(503),
        Status(504),
        Status(599),
        Status(307),
    ];
    let mut table = format!(
        "{:30} {:>4} {:>6} {:>6} {:>5} {:>11}\n",
        "attempts after", "GET", "DELETE", "PATCH", "POST", "idempotent"
    );
    for failure in failures {
        let steps = [failure, failure, failure, failure];
        let attempts = |call: &dyn Fn(&Client)| {
            let (script, timer) = (in_turn(&steps), FakeTimer::skipping());
            call(&client(&script, &timer));
            script.sent().len()
        };
        let name = match failure {
            Fail(kind) => format!("{kind:?}"),
            Status(status) => status.to_string(),
            other => format!("429 ({other:?})"),
        };
        table += &format!(
            "{name:30} {:>4} {:>6} {:>6} {:>5} {:>11}\n",
            attempts(&|client| drop(block_on(get(client).into_future()))),
            attempts(&|client| drop(block_on(
                client.send(DeleteThing::new("thing_1")).into_future()
            ))),
            attempts(&|client| drop(block_on(
                client.send(UpdateThing::new("thing_1")).into_future()
            ))),
            attempts(&|client| drop(block_on(post(client).into_future()))),
            attempts(&|client| drop(block_on(post(client).idempotent().into_future()))),
        );
    }
    insta::assert_snapshot!(table);
}

#[test]
fn an_endpoint_that_is_declared_idempotent_is_retried() {
    let report = report(&[Step::Status(503), Step::Thing], |client| {
        client.send(CheckThing::new("Ada")).retry(POLICY)
    });
    assert!(report.contains("2 sent"), "{report}");
}

#[test]
fn backoff_grows_and_errors_count_the_attempts() {
    let reports = [
        report(&[Step::Status(503), Step::Thing], get),
        report(
            &[Step::Status(503), Step::Fail(TransportErrorKind::Connect), Step::Status(500)],
            get,
        ),
        report(&[Step::Status(503); 5], |client| {
            get(client).retry(
                POLICY.max_attempts(5).initial_backoff(Duration::from_secs(1)).multiplier(2.0),
            )
        }),
        report(&[Step::Status(503)], |client| get(client).retry(RetryPolicy::never())),
        report(&[Step::Fail(TransportErrorKind::Timeout)], post),
        report(&[Step::Fail(TransportErrorKind::Timeout)], |client| {
            post(client).timeout(Duration::from_secs(2))
        }),
        report(&[Step::Invalid], get),
        report(&[Step::Status(503), Step::Invalid], get),
    ];
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn retry_after_is_honored_within_the_deadline() {
    let reports: Vec<String> = [
        "2",
        "0",
        "0.25",
        "Sun, 06 Nov 1994 08:49:47 GMT",
        "Sun, 06 Nov 1994 08:49:07 GMT",
        "-1",
        "soon",
        "",
        "59",
        "60",
        "86400",
        "99999999999999999999",
    ]
    .into_iter()
    .map(|wait| {
        format!("Retry-After: {wait}\n  {}", report(&[Step::RateLimited(wait), Step::Thing], get))
    })
    .collect();
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn an_error_keeps_its_attempts() {
    let steps =
        [Step::Status(503), Step::Fail(TransportErrorKind::Interrupted), Step::RateLimited("1")];
    let (script, timer) = (in_turn(&steps), FakeTimer::skipping());
    let error = block_on(get(&client(&script, &timer)).into_future()).unwrap_err();
    assert_eq!(error.api().unwrap().kind(), ApiErrorKind::TooManyRequests);
    let attempts = error.attempts().unwrap();
    assert_eq!((attempts.count(), attempts.stop()), (3, StopReason::MaxAttempts));
    assert_eq!(attempts.elapsed(), Duration::from_millis(1250));
    let [Error::Api(first), Error::Transport(second)] = attempts.earlier() else {
        panic!("{:?}", attempts.earlier());
    };
    assert_eq!((first.operation(), first.status().as_u16()), ("GetThing", 503));
    assert_eq!(first.trace_id(), Some("trace_1"));
    assert_eq!(second.operation(), Some("GetThing"));
    insta::assert_snapshot!(format!("{error}\n{error:#?}"));
}

#[test]
fn an_error_says_that_an_earlier_attempt_may_have_succeeded() {
    let after = |steps: &[Step], call: &dyn Fn(&Client) -> Call<Thing>| {
        let client = client(&in_turn(steps), &FakeTimer::skipping());
        let error = block_on(call(&client).into_future()).unwrap_err();
        let said = error.to_string().contains("; an earlier attempt may have succeeded");
        assert_eq!(error.earlier_attempt_may_have_succeeded(), said, "{error}");
        said
    };
    let delete = |client: &Client| client.send(DeleteThing::new("thing_1"));
    let post_again = |client: &Client| post(client).idempotent();
    let broken = Step::Fail(TransportErrorKind::Interrupted);
    let timeout = Step::Fail(TransportErrorKind::Timeout);
    for status in [400, 404, 409, 410, 412, 422] {
        for first in [broken, timeout, Step::Status(500), Step::Status(504)] {
            assert!(after(&[first, Step::Status(status)], &delete));
            assert!(after(&[first, Step::Status(status)], &post_again));
        }
        assert!(after(&[broken, Step::RateLimited("1"), Step::Status(status)], &delete));

        assert!(!after(&[Step::Status(status)], &delete), "it is the first attempt");
        assert!(!after(&[broken, Step::Status(status)], &get), "it changes nothing");
        let unsent = [Step::Fail(TransportErrorKind::Connect), Step::RateLimited("1")];
        assert!(!after(&[unsent[0], unsent[1], Step::Status(status)], &delete));
    }
    for status in [401, 403, 429, 500] {
        let steps = [broken, Step::Status(status), Step::Status(status)];
        assert!(!after(&steps, &delete), "{status}");
    }
    let steps = [broken, Step::Status(404)];
    let call = client(&in_turn(&steps), &FakeTimer::skipping()).send(DeleteThing::new("1"));
    insta::assert_snapshot!(block_on(call.into_future()).unwrap_err(), @"DeleteThing: 404 Not Found (trace trace_2), after 2 attempts in 0.500 s; an earlier attempt may have succeeded");
}

#[test]
fn each_attempt_sends_the_same_request() {
    let (script, timer) =
        (in_turn(&[Step::Status(503), Step::Status(502), Step::Thing]), FakeTimer::skipping());
    let call = post(&client(&script, &timer)).idempotent().header("x-reason", "test");
    let other = Credential::bearer("other_s3cr3t").unwrap();
    drop(block_on(call.credential(&other).into_future()));
    let sent = script.sent();
    let attempt = |request| RequestContext::of(request).attempt;
    assert_eq!(sent.iter().map(attempt).collect::<Vec<_>>(), [1, 2, 3]);
    for again in &sent {
        assert_eq!((again.method(), again.uri()), (sent[0].method(), sent[0].uri()));
        assert_eq!((again.headers(), again.body()), (sent[0].headers(), sent[0].body()));
    }
    assert_eq!(sent[0].headers()["authorization"], "Bearer other_s3cr3t");
    assert_eq!(sent[0].headers()["x-reason"], "test");
}

#[test]
fn an_attempt_gets_the_time_that_is_left() {
    let (script, timer) = (in_turn(&[Step::RateLimited("40"), Step::Thing]), FakeTimer::skipping());
    block_on(get(&client(&script, &timer)).into_future()).unwrap();
    let timeout = |request| RequestContext::of(request).timeout.unwrap();
    assert_eq!(
        script.sent().iter().map(timeout).collect::<Vec<_>>(),
        [Duration::from_secs(30), Duration::from_secs(20)]
    );
}

#[test]
fn an_outage_uses_up_the_operations_part_of_the_retry_budget() {
    let script = always(Step::Status(503));
    let client = client(&script, &FakeTimer::skipping());
    let stops: Vec<_> = (0..1000)
        .map(|_| block_on(get(&client).into_future()).unwrap_err().attempts().unwrap().stop())
        .collect();
    assert_eq!(script.sent().len(), 1050);
    assert_eq!(stops.iter().filter(|stop| **stop == StopReason::MaxAttempts).count(), 25);
    assert_eq!(stops.iter().filter(|stop| **stop == StopReason::Budget).count(), 975);
    let error = block_on(get(&client.clone()).into_future()).unwrap_err();
    insta::assert_snapshot!(error, @"GetThing: 503 Service Unavailable (trace trace_1051), after 1 attempt in 0.000 s; the client's retry budget is used up");
}

#[test]
fn the_retry_budget_can_be_set() {
    let script = always(Step::Status(503));
    let builder = api::builder(script.clone()).timer(FakeTimer::skipping());
    let client = builder.retry(POLICY).retry_budget(3).build().unwrap();
    for _ in 0..10 {
        drop(block_on(get(&client).into_future()));
    }
    assert_eq!(script.sent().len(), 12, "one retry is left for other operations");
}
