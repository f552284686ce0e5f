//! A timer that a test controls.

use std::{
    fmt,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, Instant},
};

use clerk_core::transport::{Sleep, Timer};

/// A timer whose clock a test moves. Clones share the clock.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_core::transport::Timer;
/// use clerk_testing::FakeTimer;
///
/// let timer = FakeTimer::skipping();
/// pollster::block_on(timer.sleep(Duration::from_secs(3600)));
/// assert_eq!(timer.elapsed(), Duration::from_secs(3600));
/// assert_eq!(timer.waits(), [Duration::from_secs(3600)]);
/// ```
#[derive(Clone)]
pub struct FakeTimer {
    start: Instant,
    skips: bool,
    clock: Arc<Mutex<Clock>>,
}

#[derive(Default)]
struct Clock {
    elapsed: Duration,
    waits: Vec<Duration>,
    wakers: Vec<Waker>,
}

impl FakeTimer {
    /// Creates a timer whose waits end when [`advance`](Self::advance) has moved the clock far
    /// enough.
    #[must_use]
    pub fn new() -> Self {
        Self { start: Instant::now(), skips: false, clock: Arc::default() }
    }

    /// Creates a timer whose waits end at once. Each moves the clock by its duration, so the timer
    /// suits calls that wait one at a time.
    #[must_use]
    pub fn skipping() -> Self {
        Self { skips: true, ..Self::new() }
    }

    /// Moves the clock forward, and ends the waits that are due by then.
    pub fn advance(&self, duration: Duration) {
        let mut clock = self.lock();
        clock.elapsed = clock.elapsed.saturating_add(duration);
        let wakers = std::mem::take(&mut clock.wakers);
        drop(clock);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// Returns how far the clock has moved.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.lock().elapsed
    }

    /// Returns the duration of each wait, in the order they began.
    #[must_use]
    pub fn waits(&self) -> Vec<Duration> {
        self.lock().waits.clone()
    }

    fn poll(&self, due: Duration, context: &mut Context<'_>) -> Poll<()> {
        let mut clock = self.lock();
        if self.skips {
            clock.elapsed = clock.elapsed.max(due);
        }
        if due <= clock.elapsed {
            return Poll::Ready(());
        }
        clock.wakers.push(context.waker().clone());
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, Clock> {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for FakeTimer {
    fn now(&self) -> Instant {
        self.start.checked_add(self.elapsed()).unwrap_or(self.start)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut clock = self.lock();
        clock.waits.push(duration);
        let due = clock.elapsed.saturating_add(duration);
        drop(clock);
        let timer = self.clone();
        Box::pin(poll_fn(move |context| timer.poll(due, context)))
    }
}

impl Default for FakeTimer {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for FakeTimer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeTimer").field("elapsed", &self.elapsed()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_when_it_is_due() {
        let timer = FakeTimer::new();
        let mut sleep = timer.sleep(Duration::from_secs(2));
        let mut context = Context::from_waker(Waker::noop());
        assert!(sleep.as_mut().poll(&mut context).is_pending());
        timer.advance(Duration::from_secs(1));
        assert!(sleep.as_mut().poll(&mut context).is_pending());
        timer.advance(Duration::from_secs(1));
        assert!(sleep.as_mut().poll(&mut context).is_ready());
        assert_eq!(timer.now() - timer.start, Duration::from_secs(2));
    }
}
