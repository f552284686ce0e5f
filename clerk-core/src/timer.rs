//! Waiting, on whatever executor a call runs.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

#[cfg(any(feature = "limits", feature = "tower"))]
mod within;

#[cfg(any(feature = "limits", feature = "tower"))]
pub(crate) use within::within;

/// Tells the time and waits, for everything that the client itself waits for: the pauses between
/// attempts and the turns of its limits. The deadlines of an exchange are the transport's own.
///
/// [`SystemTimer`] is the default, on every executor. A runtime's own timer takes a few lines:
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use clerk_core::{Sleep, Timer};
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
/// `testing::FakeTimer` of `clerk-sdk` is one that a test drives.
pub trait Timer: fmt::Debug + Send + Sync + 'static {
    /// The time on the clock that [`sleep`](Self::sleep) waits by.
    fn now(&self) -> Instant;

    /// Waits. Dropping the future ends the wait.
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

/// What waits for a [`Timer`].
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The system's monotonic clock, and one thread for all waits, which starts with the first.
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
