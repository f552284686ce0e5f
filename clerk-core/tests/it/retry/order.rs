//! Calls that a pause holds back, and calls that wait elsewhere when it begins.

use std::sync::{Arc, Mutex};

use clerk_core::{
    ClientBuilder,
    limits::{ConcurrencyLimit, Rate, RateLimit},
    transport::Timer as _,
};
use proptest::prelude::*;

use super::*;
use crate::api::THING;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// A response after some time.
#[derive(Clone, Copy, Debug)]
struct Response {
    takes: Duration,
    status: u16,
    retry_after: u64,
}

const AT_ONCE: Response = Response { takes: Duration::ZERO, status: 200, retry_after: 0 };

impl Response {
    fn refused(retry_after: u64) -> Self {
        Self { status: 429, retry_after, ..AT_ONCE }
    }
}

/// The calls of a client, and when each was sent.
struct Timed {
    calls: Calls,
    sent: Arc<Mutex<Vec<(Duration, String)>>>,
}

impl Timed {
    fn new(responses: &[Response], set: Set) -> Self {
        let (timer, sent) = (FakeTimer::new(), Arc::<Mutex<Vec<_>>>::default());
        let (clock, log, responses) = (timer.clone(), sent.clone(), Vec::from(responses));
        let script = Script::new(move |request| {
            let mut log = log.lock().unwrap();
            let response = responses.get(log.len()).copied().unwrap_or(AT_ONCE);
            let id = request.uri().path().rsplit('/').next().unwrap();
            log.push((clock.elapsed(), id.to_owned()));
            let reply = Reply::status(response.status).body(THING);
            let reply = match response.status {
                429 => reply.header("retry-after", response.retry_after.to_string()),
                _ => reply,
            };
            reply.after(clock.sleep(response.takes))
        });
        let builder = api::builder(script.clone()).timer(timer.clone());
        let builder = builder.retry(POLICY.max_attempts(20)).timeout(600 * SECOND);
        let client = set(builder, &script, &timer).build().unwrap();
        Self { calls: Calls::new(script, timer, client), sent }
    }

    fn start(&mut self, count: usize) {
        for _ in 0..count {
            self.calls.start(1);
            self.calls.succeed();
        }
    }

    /// Moves the clock, one millisecond at a time.
    fn run(&mut self, time: Duration) {
        self.calls.run(time, MS);
    }

    fn finish(&mut self) {
        self.calls.finish(600 * SECOND, MS);
    }

    fn sent(&self) -> Vec<(Duration, String)> {
        self.sent.lock().unwrap().clone()
    }
}

/// Returns the IDs without those of earlier attempts of the same call.
fn served(sent: &[(Duration, String)]) -> Vec<&str> {
    let ids = sent.iter().map(|(_, id)| id.as_str());
    let is_last = |at: usize, id: &str| !sent.iter().skip(at + 1).any(|(_, later)| later == id);
    ids.enumerate().filter(|(at, id)| is_last(*at, id)).map(|(_, id)| id).collect()
}

type Set = fn(ClientBuilder, &Script, &FakeTimer) -> ClientBuilder;

fn limits() -> [(&'static str, Set); 4] {
    const RATE: Rate = Rate::new(1, Duration::from_millis(100));
    [
        ("concurrency", |builder, _, timer| {
            let timer = timer.clone();
            builder.middleware(|inner| ConcurrencyLimit::new(inner, 1).timer(timer))
        }),
        ("rate", |builder, _, timer| {
            let timer = timer.clone();
            builder.middleware(|inner| RateLimit::new(inner, RATE).timer(timer))
        }),
        ("both", |builder, _, timer| {
            let (timer, other) = (timer.clone(), timer.clone());
            builder
                .middleware(|inner| RateLimit::new(inner, RATE).timer(other))
                .middleware(|inner| ConcurrencyLimit::new(inner, 2).timer(timer))
        }),
        ("a limit that is the transport", |builder, script, timer| {
            let limit = ConcurrencyLimit::new(script.clone(), 1).timer(timer.clone());
            builder.transport(limit)
        }),
    ]
}

#[test]
fn calls_of_other_operations_pass_a_limit_during_a_pause() {
    let script = in_turn(&[Step::RateLimited("30"), Step::Thing]);
    let timer = FakeTimer::new();
    let builder = api::builder(script.clone()).timer(timer.clone()).retry(POLICY);
    let client = builder
        .middleware(move |inner| ConcurrencyLimit::new(inner, 1).timer(timer))
        .build()
        .unwrap();
    let mut held = Box::pin(get(&client).into_future());
    assert!(held.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    block_on(post(&client).into_future()).unwrap();
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn a_call_without_retries_is_sent_during_a_pause() {
    let refused = Response { takes: 50 * MS, ..Response::refused(2) };
    let mut calls = Timed::new(&[refused], limits()[0].1);
    calls.start(1);
    let call = calls.calls.client.send(GetThing::new("never")).retry(RetryPolicy::never());
    calls.calls.running.push((1, Box::pin(call.into_future())));
    calls.run(100 * MS);
    assert_eq!(served(&calls.sent()), ["000", "never"]);
}

#[test]
fn a_call_that_waits_in_a_limit_is_sent_once_during_a_pause() {
    for (name, limit) in limits() {
        let refused = Response { takes: 50 * MS, ..Response::refused(2) };
        let mut calls = Timed::new(&[refused; 4], limit);
        calls.start(4);
        calls.run(10 * SECOND);
        calls.finish();
        assert_eq!(calls.sent().len(), 8, "{name}");
        let in_pause = |at: Duration| SECOND <= at && at < 2050 * MS;
        assert!(!calls.sent().iter().any(|(at, _)| in_pause(*at)), "{name}");
    }
}

#[test]
fn a_retry_that_is_dropped_before_it_is_sent_is_not_withdrawn() {
    let failed = Response { status: 503, ..AT_ONCE };
    let set = |builder: ClientBuilder, _: &Script, _: &FakeTimer| builder.retry_budget(1);
    // In its backoff, which ends at 500 ms, and in a pause that began during the backoff.
    for (replies, dropped_at) in
        [(vec![failed, failed], 400 * MS), (vec![failed, Response::refused(2), failed], 700 * MS)]
    {
        let mut calls = Timed::new(&replies, set);
        calls.start(replies.len() - 1);
        calls.run(dropped_at);
        calls.calls.running.clear();
        assert_eq!(calls.sent().len(), replies.len() - 1);

        calls.run(5 * SECOND);
        calls.start(1);
        calls.finish();
        assert_eq!(calls.sent().len(), replies.len() + 1, "there is a retry for the next call");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Regardless of the refusals and the length of each pause, no call is sent during a pause, and
    /// all calls are served.
    #[test]
    fn no_call_is_sent_during_a_pause(
        refusals in prop::collection::vec((0..40_usize, 1..4_u64), 0..6),
        gap in 0..30_u32,
    ) {
        let mut replies = vec![AT_ONCE; 40];
        for (number, seconds) in refusals {
            replies[number] = Response::refused(seconds);
        }
        let mut calls = Timed::new(&replies, |builder, _, _| builder);
        for _ in 0..60 {
            calls.start(1);
            calls.run(gap * MS);
        }
        calls.finish();
        let sent = calls.sent();
        let mut pause_end = Duration::ZERO;
        for (number, (at, _)) in sent.iter().enumerate() {
            prop_assert!(*at >= pause_end, "{number} was sent during a pause: {sent:?}");
            let seconds = replies.get(number).map_or(0, |reply| reply.retry_after);
            pause_end = pause_end.max(*at + Duration::from_secs(seconds));
        }
        prop_assert_eq!(served(&sent).len(), 60);
    }
}
