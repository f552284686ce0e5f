//! The order of calls that a pause holds back, and calls that wait elsewhere when it begins.

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

    /// Moves the clock, one millisecond after the other.
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
fn calls_that_wait_in_a_limit_are_not_sent_during_a_pause() {
    for (name, limit) in limits() {
        let refused = Reply { takes: 50 * MS, ..Reply::refused(2) };
        let mut calls = Calls::new(&[refused], limit);
        calls.start(20);
        calls.run(10 * SECOND);
        calls.finish();
        assert_eq!(calls.sent_between(Duration::ZERO, 50 * MS), 1, "{name}");
        assert_eq!(calls.sent_between(50 * MS, 2050 * MS), 0, "{name}");
        let sent = calls.sent();
        assert_eq!(sent.len(), 21, "{name}");
        assert_eq!(sent[1].0, 2050 * MS, "{name}: no permit was idle");
        assert!(served(&sent).is_sorted(), "{name}: {sent:?}");
    }
}

#[test]
fn a_request_that_is_held_back_uses_no_permit_of_a_rate() {
    let slow = Reply { takes: 100 * MS, ..AT_ONCE };
    let refused = Reply { takes: 10 * SECOND - 2 * MS, ..Reply::refused(5) };
    let mut calls = Calls::new(&[slow, slow, refused], |builder, server| {
        let (rate, timer) = (Rate::new(3, 10 * SECOND), server.timer.clone());
        builder.middleware(move |inner| RateLimit::new(inner, rate).timer(timer))
    });
    calls.start(6);
    // The permits are available again at 10 s, the pause ends shortly before 15 s.
    calls.run(14 * SECOND);
    let call = calls.client.send(FinishThing::new("other"));
    calls.running.push(Box::pin(call.into_future()));
    calls.poll();
    calls.run(2 * SECOND);
    let sent: Vec<_> = calls.sent().into_iter().skip(3).collect();
    let resumed = 15 * SECOND - 2 * MS;
    let expected = [(14 * SECOND, "finish"), (resumed, "002"), (resumed + 10 * MS, "003")];
    assert_eq!(sent, expected.map(|(at, id)| (at, id.to_owned())));
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
fn a_retry_that_is_dropped_in_a_pause_is_not_withdrawn() {
    let failed = Reply { status: 503, ..AT_ONCE };
    let refused = Reply { takes: 500 * MS, ..Reply::refused(2) };
    let mut calls = Calls::new(&[failed, refused, failed, AT_ONCE], |builder, server| {
        limits()[0].1(builder.retry_budget(1), server)
    });
    calls.start(1);
    calls.run(400 * MS);
    // At 500 ms the first call waits for the permit of the second one, which is refused at 900 ms.
    let second = calls.client.send(GetThing::new("second")).timeout(SECOND);
    let mut second = Box::pin(second.into_future());
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..500 {
        assert!(second.as_mut().poll(&mut context).is_pending());
        calls.run(MS);
    }
    assert!(second.as_mut().poll(&mut context).is_ready());
    calls.run(SECOND);
    assert_eq!(calls.sent().len(), 2, "the first call waits for the end of the pause");
    calls.running.clear();

    calls.run(5 * SECOND);
    calls.start(1);
    calls.finish();
    assert_eq!(calls.sent().len(), 4, "there is a retry for the next call");
}

#[test]
fn a_pause_that_grows_keeps_the_order_of_the_calls() {
    // Seven calls are sent. Their 429s come one after the other, each with a longer pause.
    let reply = |n| Reply { takes: u32::try_from(n).unwrap() * 300 * MS, ..Reply::refused(n) };
    let replies: Vec<Reply> = (1..=7).map(reply).collect();
    let mut calls = Calls::new(&replies, |builder, _| builder);
    calls.start(7);
    calls.run(300 * MS);
    for _ in 0..200 {
        calls.start(1);
        calls.run(20 * MS);
    }
    calls.finish();
    let sent = calls.sent();
    let served = served(&sent);
    assert_eq!(served.len(), 207);
    assert!(served.is_sorted(), "{served:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Regardless of the refusals and the length of each pause, no call is sent during a pause, and no
    /// call that waits is overtaken by a younger one.
    #[test]
    fn calls_that_wait_are_served_in_order(
        refusals in prop::collection::vec((0..40_usize, 1..4_u64), 0..6),
        gap in 0..30_u32,
        limit in 0..5_usize,
    ) {
        let mut replies = vec![AT_ONCE; 40];
        for (number, seconds) in refusals {
            replies[number] = Reply::refused(seconds);
        }
        let mut calls = Calls::new(&replies, |builder, server| match limits().get(limit) {
            Some((_, limit)) => limit(builder, server),
            None => builder,
        });
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
        let served = served(&sent);
        prop_assert_eq!(served.len(), 60);
        prop_assert!(served.is_sorted(), "{:?}", sent);
    }
}
