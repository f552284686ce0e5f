//! A thousand calls after a pause.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    task::{Context, Waker},
    time::Duration,
};

use clerk_core::{
    Bytes, ClientBuilder,
    client::ResponseFuture,
    http::{Request, Response},
    limits::ConcurrencyLimit,
    transport::{HttpTransport, Timer as _, TransportError, async_trait},
};

use super::*;
use crate::api::THING;

/// A server that admits 100 requests a second, in bursts of at most 10, and responds after 20 ms.
/// At first it admits none.
#[derive(Clone, Debug)]
struct Bucket {
    timer: FakeTimer,
    tokens: Arc<Mutex<(f64, Duration)>>,
    refused: Arc<AtomicUsize>,
}

impl Bucket {
    const BURST: f64 = 10.0;
    const PER_SECOND: f64 = 100.0;

    fn new(timer: &FakeTimer) -> Self {
        let tokens = Arc::new(Mutex::new((0.0, Duration::ZERO)));
        Self { timer: timer.clone(), tokens, refused: Arc::default() }
    }

    fn admits(&self) -> bool {
        let (tokens, last) = &mut *self.tokens.lock().unwrap();
        let now = self.timer.elapsed();
        *tokens = Self::BURST.min(*tokens + (now - *last).as_secs_f64() * Self::PER_SECOND);
        *last = now;
        let is_admitted = *tokens >= 1.0;
        *tokens -= f64::from(u8::from(is_admitted));
        self.refused.fetch_add(usize::from(!is_admitted), Relaxed);
        is_admitted
    }
}

#[async_trait]
impl HttpTransport for Bucket {
    async fn send(
        &self,
        _: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let is_admitted = self.admits();
        self.timer.sleep(Duration::from_millis(20)).await;
        let response = Response::builder().status(if is_admitted { 200 } else { 429 });
        let body = if is_admitted { THING } else { "" };
        Ok(response.header("retry-after", "2").body(body.into()).unwrap())
    }
}

type Running = Pin<Box<ResponseFuture<Thing>>>;

struct Herd {
    timer: FakeTimer,
    bucket: Bucket,
    client: Client,
}

impl Herd {
    fn new(set: impl FnOnce(ClientBuilder, &FakeTimer) -> ClientBuilder) -> Self {
        let timer = FakeTimer::new();
        let bucket = Bucket::new(&timer);
        let builder = api::builder(bucket.clone()).timer(timer.clone()).retry(POLICY);
        let client = set(builder, &timer).build().unwrap();
        Self { timer, bucket, client }
    }

    fn start(&self, count: usize) -> Vec<Running> {
        (0..count).map(|_| Box::pin(get(&self.client).into_future())).collect()
    }

    /// Polls all calls, and removes those that have succeeded.
    fn poll(calls: &mut Vec<Running>) {
        let mut context = Context::from_waker(Waker::noop());
        calls.retain_mut(|call| call.as_mut().poll(&mut context).map(Result::unwrap).is_pending());
    }

    /// Runs the calls until all have succeeded.
    fn finish(&self, mut calls: Vec<Running>, within: Duration) {
        let end = self.timer.elapsed() + within;
        while !calls.is_empty() {
            assert!(self.timer.elapsed() < end, "{} calls wait", calls.len());
            Self::poll(&mut calls);
            self.timer.advance(Duration::from_millis(2));
        }
    }

    /// Makes 1,000 calls that wait for the end of a pause. Returns how often the server refuses one
    /// of them again.
    fn refused_after_a_pause(&self, within: Duration) -> usize {
        let mut calls = self.start(1);
        Self::poll(&mut calls);
        self.timer.advance(Duration::from_millis(20));
        Self::poll(&mut calls);
        assert_eq!(self.bucket.refused.swap(0, Relaxed), 1, "the pause begins");
        calls.extend(self.start(999));
        self.finish(calls, within);
        self.bucket.refused.load(Relaxed)
    }
}

#[test]
fn a_thousand_calls_return_at_the_pace_of_the_server() {
    let herd = Herd::new(|builder, _| builder);
    assert_eq!(herd.refused_after_a_pause(Duration::from_secs(13)), 0);
}

#[test]
fn calls_that_return_a_little_too_fast_are_refused_at_most_once_in_twenty() {
    let herd = Herd::new(|builder, _| builder.resume_spacing(Duration::from_micros(9_500)));
    let refused = herd.refused_after_a_pause(Duration::from_secs(30));
    assert!(refused > 0 && refused <= 50, "{refused}");
}

#[test]
fn a_thousand_calls_in_a_concurrency_limit_succeed() {
    let herd = Herd::new(|builder, timer| {
        let timer = timer.clone();
        builder.middleware(|inner| ConcurrencyLimit::new(inner, 64).timer(timer))
    });
    herd.finish(herd.start(1000), Duration::from_secs(15));
    let refused = herd.bucket.refused.load(Relaxed);
    assert!(refused <= 1050, "once each, and 5 % of them once more: {refused}");
}
