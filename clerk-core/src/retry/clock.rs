//! The time of one call.

use std::time::{Duration, Instant};

use crate::transport::Timer;

pub(super) struct Clock<'a> {
    timer: &'a dyn Timer,
    started: Instant,
    /// The time when the clock was last read.
    pub(super) now: Instant,
    timeout: Duration,
}

impl<'a> Clock<'a> {
    pub(super) fn start(timer: &'a dyn Timer, timeout: Duration) -> Self {
        let now = timer.now();
        Self { timer, started: now, now, timeout }
    }

    pub(super) fn read(&mut self) {
        self.now = self.timer.now();
    }

    pub(super) async fn sleep_until(&mut self, at: Instant) {
        self.timer.sleep(at.saturating_duration_since(self.now)).await;
        // A timer may skip waits without moving its clock.
        self.now = self.timer.now().max(at);
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.now.saturating_duration_since(self.started)
    }

    /// Returns the time left until the call's deadline.
    pub(super) fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.elapsed())
    }

    /// Returns whether a wait ends before the call's deadline.
    pub(super) fn is_in_time(&self, wait: Duration) -> bool {
        wait < self.left() && self.now.checked_add(wait).is_some()
    }

    pub(super) fn after(&self, wait: Duration) -> Instant {
        after(self.now, wait)
    }
}

/// Adds a wait to a time. A wait beyond the range of the system's clock counts as none.
pub(super) fn after(time: Instant, wait: Duration) -> Instant {
    time.checked_add(wait).unwrap_or(time)
}
