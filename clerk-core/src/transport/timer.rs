//! Timers for any executor.

use std::{
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

/// A clock and timer for the client's own waits: between attempts, and for permits of its limits.
/// The transport enforces the deadlines of an exchange.
///
/// Default: [`SystemTimer`], which works on every executor. Wrapping a runtime's timer takes a few
/// lines:
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use clerk_core::transport::{Sleep, Timer};
///
/// # mod runtime { pub async fn sleep(_: std::time::Duration) {} }
/// #[derive(Debug)]
/// struct RuntimeTimer;
///
/// impl Timer for RuntimeTimer {
///     fn now(&self) -> Instant {
///         Instant::now()
///     }
///
///     fn sleep(&self, duration: Duration) -> Sleep {
///         Box::pin(runtime::sleep(duration))
///     }
/// }
/// ```
///
/// `testing::FakeTimer` of `clerk-sdk` is a timer that a test controls.
pub trait Timer: fmt::Debug + Send + Sync + 'static {
    /// Returns the current time of the clock that [`sleep`](Self::sleep) uses.
    fn now(&self) -> Instant;

    /// Waits for `duration`. Dropping the future cancels the wait.
    fn sleep(&self, duration: Duration) -> Sleep;
}

impl<T: Timer + ?Sized> Timer for Arc<T> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }
}

/// The future of a [`Timer`]'s wait.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The system's monotonic clock. One thread serves all waits; it starts with the first.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemTimer;

impl Timer for SystemTimer {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(futures_timer::Delay::new(duration))
    }
}

/// Runs `future` until `limit` passes, and returns `None` if that comes first.
pub(crate) async fn within<F: Future>(
    timer: &dyn Timer,
    limit: Option<Duration>,
    future: F,
) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut sleep = limit.map(|limit| timer.sleep(limit));
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        match &mut sleep {
            Some(sleep) => sleep.as_mut().poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}
