//! Calls that a pause holds back, and calls that wait elsewhere when it begins.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use clerk_core::{
    Bytes, ClientBuilder,
    client::ResponseFuture,
    http::{Request, Response},
    limits::{ConcurrencyLimit, Rate, RateLimit},
    transport::{HttpTransport, Timer, TransportError, async_trait},
};
use proptest::prelude::*;

use super::*;
use crate::api::THING;

const MS: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// A response after some time.
#[derive(Clone, Copy, Debug)]
struct Reply {
    takes: Duration,
    status: u16,
    retry_after: u64,
}

const AT_ONCE: Reply = Reply { takes: Duration::ZERO, status: 200, retry_after: 0 };

impl Reply {
    fn refused(retry_after: u64) -> Self {
        Self { status: 429, retry_after, ..AT_ONCE }
    }
}

/// Records when each call was sent.
#[derive(Clone, Debug)]
struct Server {
    timer: FakeTimer,
    replies: Arc<Vec<Reply>>,
    sent: Arc<Mutex<Vec<(Duration, String)>>>,
}

#[async_trait]
impl HttpTransport for Server {
    async fn send(
        &self,
        request: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let reply = {
            let mut sent = self.sent.lock().unwrap();
            let id = request.uri().path().rsplit('/').next().unwrap();
            sent.push((self.timer.elapsed(), id.to_owned()));
            self.replies.get(sent.len() - 1).copied().unwrap_or(AT_ONCE)
        };
        self.timer.sleep(reply.takes).await;
        let mut response = Response::builder().status(reply.status);
        if reply.status == 429 {
            response = response.header("retry-after", reply.retry_after);
        }
        Ok(response.body(THING.into()).unwrap())
    }
}

/// Calls that are polled in virtual time.
struct Calls {
    server: Server,
    client: Client,
    running: Vec<Pin<Box<ResponseFuture<Thing>>>>,
    started: usize,
}

impl Calls {
    fn new(replies: &[Reply], set: impl FnOnce(ClientBuilder, &Server) -> ClientBuilder) -> Self {
        let timer = FakeTimer::new();
        let replies = Arc::new(Vec::from(replies));
        let server = Server { timer: timer.clone(), replies, sent: Arc::default() };
        let policy = POLICY.max_attempts(20);
        let builder = api::builder(server.clone()).timer(timer.clone()).retry(policy);
        let client = set(builder.timeout(600 * SECOND), &server).build().unwrap();
        Self { server, client, running: Vec::new(), started: 0 }
    }

    fn start(&mut self, count: usize) {
        for _ in 0..count {
            let id = format!("{:03}", self.started);
            self.started += 1;
            self.running.push(Box::pin(self.client.send(GetThing::new(id)).into_future()));
            self.poll();
        }
    }

    fn poll(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        self.running.retain_mut(|call| match call.as_mut().poll(&mut context) {
            Poll::Ready(outcome) => {
                outcome.unwrap();
                false
            }
            Poll::Pending => true,
        });
    }

    /// Moves the clock, one millisecond at a time.
    fn run(&mut self, time: Duration) {
        let end = self.server.timer.elapsed() + time;
        while self.server.timer.elapsed() < end {
            self.server.timer.advance(MS);
            self.poll();
        }
    }

    fn finish(&mut self) {
        while !self.running.is_empty() {
            self.run(SECOND);
            assert!(self.server.timer.elapsed() < 600 * SECOND, "a call hangs");
        }
    }

    fn sent(&self) -> Vec<(Duration, String)> {
        self.server.sent.lock().unwrap().clone()
    }

    fn sent_between(&self, from: Duration, to: Duration) -> usize {
        self.sent().iter().filter(|(at, _)| from <= *at && *at < to).count()
    }
}

/// Returns the IDs without those of earlier attempts of the same call.
fn served(sent: &[(Duration, String)]) -> Vec<&str> {
    let ids = sent.iter().map(|(_, id)| id.as_str());
    let is_last = |at: usize, id: &str| !sent.iter().skip(at + 1).any(|(_, later)| later == id);
    ids.enumerate().filter(|(at, id)| is_last(*at, id)).map(|(_, id)| id).collect()
}

type Set = fn(ClientBuilder, &Server) -> ClientBuilder;

fn limits() -> [(&'static str, Set); 4] {
    const RATE: Rate = Rate::new(1, Duration::from_millis(100));
    [
        ("concurrency", |builder, Server { timer, .. }| {
            let timer = timer.clone();
            builder.middleware(|inner| ConcurrencyLimit::new(inner, 1).timer(timer))
        }),
        ("rate", |builder, Server { timer, .. }| {
            let timer = timer.clone();
            builder.middleware(|inner| RateLimit::new(inner, RATE).timer(timer))
        }),
        ("both", |builder, Server { timer, .. }| {
            let (timer, other) = (timer.clone(), timer.clone());
            builder
                .middleware(|inner| RateLimit::new(inner, RATE).timer(other))
                .middleware(|inner| ConcurrencyLimit::new(inner, 2).timer(timer))
        }),
        ("a limit that is the transport", |builder, server| {
            let limit = ConcurrencyLimit::new(server.clone(), 1).timer(server.timer.clone());
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
    let refused = Reply { takes: 50 * MS, ..Reply::refused(2) };
    let mut calls = Calls::new(&[refused], limits()[0].1);
    calls.start(1);
    let call = calls.client.send(GetThing::new("never")).retry(RetryPolicy::never());
    calls.running.push(Box::pin(call.into_future()));
    calls.run(100 * MS);
    assert_eq!(served(&calls.sent()), ["000", "never"]);
}

#[test]
fn a_call_that_waits_in_a_limit_is_sent_once_during_a_pause() {
    for (name, limit) in limits() {
        let refused = Reply { takes: 50 * MS, ..Reply::refused(2) };
        let mut calls = Calls::new(&[refused; 4], limit);
        calls.start(4);
        calls.run(10 * SECOND);
        calls.finish();
        assert_eq!(calls.sent().len(), 8, "{name}");
        assert_eq!(calls.sent_between(SECOND, 2050 * MS), 0, "{name}");
    }
}

#[test]
fn a_retry_that_is_dropped_before_it_is_sent_is_not_withdrawn() {
    let failed = Reply { status: 503, ..AT_ONCE };
    let set = |builder: ClientBuilder, _: &Server| builder.retry_budget(1);
    // In its backoff, which ends at 500 ms, and in a pause that began during the backoff.
    for (replies, dropped_at) in
        [(vec![failed, failed], 400 * MS), (vec![failed, Reply::refused(2), failed], 700 * MS)]
    {
        let mut calls = Calls::new(&replies, set);
        calls.start(replies.len() - 1);
        calls.run(dropped_at);
        calls.running.clear();
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
            replies[number] = Reply::refused(seconds);
        }
        let mut calls = Calls::new(&replies, |builder, _| builder);
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
