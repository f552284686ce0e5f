//! Calls that are dropped after each number of polls, in virtual time.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, Error,
    api::users::{GetUser, User},
    client::ResponseFuture,
    error::StopReason,
    http,
    limits::{ConcurrencyLimit, Rate, RateLimit},
    retry::{Jitter, RetryPolicy},
    testing::FakeTimer,
    transport::{HttpTransport, RequestContext, TransportError, async_trait},
};
use smol::future::yield_now;

use super::server;

/// The retry budget of the client.
const BUDGET: u8 = 20;

/// The number of calls at a time.
const PERMITS: u8 = 2;

/// The number of calls per second.
const RATE: u32 = 3;

/// Responds to the first attempt of a call with 503, to the second with 429, and to the third with a
/// user.
#[derive(Clone, Debug, Default)]
struct Slow(Arc<State>);

#[derive(Debug, Default)]
struct State {
    running: AtomicU64,
    retries: AtomicU64,
    succeeded: AtomicU64,
    is_well: AtomicBool,
    is_down: AtomicBool,
}

struct Running<'a>(&'a State);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Relaxed);
    }
}

#[async_trait]
impl HttpTransport for Slow {
    async fn send(
        &self,
        _: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let attempt = context.attempt;
        self.0.running.fetch_add(1, Relaxed);
        let _running = Running(&self.0);
        yield_now().await;
        yield_now().await;
        let response = http::Response::builder();
        let well = self.0.is_well.load(Relaxed);
        let (response, body) = match attempt {
            _ if self.0.is_down.load(Relaxed) => (response.status(503), String::new()),
            1 if !well => (response.status(503), String::new()),
            2 if !well => (response.status(429).header("retry-after", "1"), String::new()),
            _ => {
                self.0.succeeded.fetch_add(1, Relaxed);
                (response, server::user(1))
            }
        };
        Ok(response.body(body.into()).unwrap())
    }
}

/// Counts the retries that the client withdraws from its budget: those after a 503, which is the
/// response to the first attempt, and to all of them while the server is down.
#[derive(Debug)]
struct Counted<T>(T, Slow);

#[async_trait]
impl<T: HttpTransport> HttpTransport for Counted<T> {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let is_down = self.1.0.is_down.load(Relaxed);
        let is_withdrawn = context.attempt == 2 || is_down && context.attempt > 1;
        self.1.0.retries.fetch_add(u64::from(is_withdrawn), Relaxed);
        self.0.send(request, context).await
    }
}

struct World {
    slow: Slow,
    timer: FakeTimer,
    clerk: Clerk,
}

type Call = Pin<Box<ResponseFuture<User>>>;

impl World {
    fn new() -> Self {
        let (slow, timer) = (Slow::default(), FakeTimer::new());
        let (concurrency, per_second, counted) = (timer.clone(), timer.clone(), slow.clone());
        let rate = Rate::new(RATE, Duration::from_secs(1));
        let clerk = Clerk::builder("sk_test_x")
            .transport(slow.clone())
            .middleware(|inner| {
                ConcurrencyLimit::new(inner, usize::from(PERMITS)).timer(concurrency)
            })
            .middleware(move |inner| RateLimit::new(inner, rate).timer(per_second))
            .middleware(|inner| Counted(inner, counted))
            .timer(timer.clone())
            .retry(RetryPolicy::new().jitter(Jitter::None))
            .retry_budget(u32::from(BUDGET))
            .build()
            .unwrap();
        Self { slow, timer, clerk }
    }

    fn start(&self) -> Call {
        Box::pin(self.clerk.send(GetUser::new("user_1")).into_future())
    }

    fn advance(&self) {
        self.timer.advance(Duration::from_millis(50));
    }

    fn state(&self) -> &State {
        &self.slow.0
    }

    /// Polls a call `polls` times while others run, and drops it. Returns whether it had ended.
    fn drop_after(&self, polls: u32) -> bool {
        let mut others: Vec<Call> = (0..3).map(|_| self.start()).collect();
        let mut dropped = Some(self.start());
        let mut outcome = None;
        for poll in 0.. {
            assert!(poll < 10_000, "{} calls hang", others.len());
            if poll == polls {
                dropped = None;
            }
            if let Some(Poll::Ready(ended)) = dropped.as_mut().map(poll_once) {
                outcome = Some(ended);
                dropped = None;
            }
            others.retain_mut(|other| poll_once(other).map(Result::unwrap).is_pending());
            if others.is_empty() && dropped.is_none() {
                break;
            }
            self.advance();
        }
        outcome.map(Result::unwrap).is_some()
    }

    /// Returns how many retries are left, by making them.
    fn retries_left(&self) -> u64 {
        self.state().is_down.store(true, Relaxed);
        let before = self.state().retries.load(Relaxed);
        loop {
            let mut call = self.start();
            let error = loop {
                match poll_once(&mut call) {
                    Poll::Ready(outcome) => break outcome.unwrap_err(),
                    Poll::Pending => self.advance(),
                }
            };
            if error.attempts().unwrap().stop() == StopReason::Budget {
                return self.state().retries.load(Relaxed) - before;
            }
        }
    }
}

fn poll_once(call: &mut Call) -> Poll<Result<User, Error>> {
    call.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn a_dropped_call_leaves_permits_pauses_and_budget_intact() {
    let mut steps = 0;
    loop {
        let world = World::new();
        let ended = world.drop_after(steps);
        let state = world.state();
        assert_eq!(state.running.load(Relaxed), 0, "dropped after {steps} polls");

        // There is no pause, the rate allows calls again, and all permits are available.
        world.timer.advance(Duration::from_secs(10));
        state.is_well.store(true, Relaxed);
        let mut calls: Vec<Call> = (0..RATE).map(|_| world.start()).collect();
        assert!(calls.iter_mut().all(|call| poll_once(call).is_pending()));
        assert_eq!(state.running.load(Relaxed), u64::from(PERMITS), "dropped after {steps} polls");
        for _ in 0..10 {
            calls.retain_mut(|call| poll_once(call).map(Result::unwrap).is_pending());
        }
        assert_eq!(calls.len(), 0, "dropped after {steps} polls");

        // Each retry was withdrawn from the budget, and nothing else. A retry is five tokens, and the
        // operation gets more as long as it owes less than is left.
        let withdrawn = state.retries.load(Relaxed);
        let succeeded = state.succeeded.load(Relaxed);
        let debt = 5 * withdrawn - succeeded;
        let left = (5 * u64::from(BUDGET) - 2 * debt).div_ceil(10);
        assert_eq!(world.retries_left(), left, "dropped after {steps} polls");
        if ended {
            break;
        }
        steps += 1;
    }
    assert!(steps > 30, "it ended after {steps} polls");
}

#[test]
fn calls_dropped_in_a_pause_delay_no_other() {
    let world = World::new();
    let mut refused = world.start();
    while world.state().retries.load(Relaxed) == 0 {
        assert!(poll_once(&mut refused).is_pending());
        world.advance();
    }
    // The response to the second attempt is a 429.
    for _ in 0..3 {
        assert!(poll_once(&mut refused).is_pending());
    }
    let mut waiting: Vec<Call> = (0..2000).map(|_| world.start()).collect();
    assert!(waiting.iter_mut().all(|call| poll_once(call).is_pending()));
    assert_eq!(world.state().running.load(Relaxed), 0, "they wait for the pause to end");
    drop((refused, waiting));

    world.timer.advance(Duration::from_secs(1));
    let mut next = world.start();
    assert!(poll_once(&mut next).is_pending());
    assert_eq!(world.state().running.load(Relaxed), 1, "it is sent at once");
}
