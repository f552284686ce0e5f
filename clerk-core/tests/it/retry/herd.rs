//! A thousand calls after a pause.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use clerk_core::{ClientBuilder, limits::ConcurrencyLimit, transport::Timer as _};

use super::*;
use crate::api::THING;

const BURST: f64 = 10.0;
const PER_SECOND: f64 = 100.0;
const STEP: Duration = Duration::from_millis(2);

/// A server that admits 100 requests a second, in bursts of at most 10, and responds after 20 ms.
/// At first it admits none. It counts the requests that it refuses.
fn bucket(timer: &FakeTimer, refused: &Arc<AtomicUsize>) -> Script {
    let (timer, refused) = (timer.clone(), refused.clone());
    let (mut tokens, mut last) = (0.0_f64, Duration::ZERO);
    Script::new(move |_| {
        let now = timer.elapsed();
        tokens = BURST.min(tokens + (now - last).as_secs_f64() * PER_SECOND);
        last = now;
        let is_admitted = tokens >= 1.0;
        tokens -= f64::from(u8::from(is_admitted));
        refused.fetch_add(usize::from(!is_admitted), Relaxed);
        let reply = if is_admitted {
            Reply::status(200).body(THING)
        } else {
            Reply::status(429).header("retry-after", "2")
        };
        reply.after(timer.sleep(Duration::from_millis(20)))
    })
}

struct Herd {
    calls: Calls,
    refused: Arc<AtomicUsize>,
}

impl Herd {
    fn new(set: impl FnOnce(ClientBuilder, &FakeTimer) -> ClientBuilder) -> Self {
        let (timer, refused) = (FakeTimer::new(), Arc::default());
        let script = bucket(&timer, &refused);
        let builder = api::builder(script.clone()).timer(timer.clone()).retry(POLICY);
        let client = set(builder, &timer).build().unwrap();
        Self { calls: Calls::new(script, timer, client), refused }
    }

    /// Makes 1,000 calls that wait for the end of a pause. Returns how often the server refuses one
    /// of them again.
    fn refused_after_a_pause(mut self, within: Duration) -> usize {
        self.calls.start(1);
        self.calls.succeed();
        self.calls.run(Duration::from_millis(20), STEP);
        assert_eq!(self.refused.swap(0, Relaxed), 1, "the pause begins");
        self.calls.start(999);
        self.calls.finish(within, STEP);
        self.refused.load(Relaxed)
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
    let mut herd = Herd::new(|builder, timer| {
        let timer = timer.clone();
        builder.middleware(|inner| ConcurrencyLimit::new(inner, 64).timer(timer))
    });
    herd.calls.start(1000);
    herd.calls.finish(Duration::from_secs(15), STEP);
    let refused = herd.refused.load(Relaxed);
    assert!(refused <= 1050, "once each, and 5 % of them once more: {refused}");
}
