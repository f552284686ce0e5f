//! The pause of all calls after a 429.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// How many calls continue one by one. The next ones continue at the same times as these, so that no
/// call waits for much longer than the pause.
const SLOTS: u32 = 1000;

/// Holds calls back until the server accepts them again. Those that came during the pause continue
/// one by one; those that come after its end do not wait, since a queue for all calls might never
/// end.
#[derive(Debug)]
pub(super) struct Pause {
    /// The time between two calls that continue.
    spacing: Duration,
    /// Whether there is a pause to look at.
    active: AtomicBool,
    waiting: Mutex<Option<Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    end: Instant,
    /// The slot of the next call.
    slot: u32,
}

impl Pause {
    pub(super) fn new(spacing: Duration) -> Self {
        Self { spacing, active: AtomicBool::new(false), waiting: Mutex::new(None) }
    }

    pub(super) fn spacing(&self) -> Duration {
        self.spacing
    }

    /// Pauses until `end`, unless the pause already lasts longer.
    pub(super) fn extend(&self, end: Instant) {
        let mut waiting = self.lock();
        if waiting.as_ref().is_none_or(|waiting| waiting.end < end) {
            *waiting = Some(Waiting { end, slot: 0 });
        }
        self.active.store(true, Relaxed);
    }

    /// Returns when the caller may continue, or `None` if there is no pause.
    pub(super) fn resume_at(&self, now: impl FnOnce() -> Instant) -> Option<Instant> {
        if !self.active.load(Relaxed) {
            return None;
        }
        let mut guard = self.lock();
        let waiting = guard.as_mut()?;
        if waiting.end <= now() {
            *guard = None;
            self.active.store(false, Relaxed);
            return None;
        }
        let slot = waiting.slot;
        waiting.slot = slot.saturating_add(1) % SLOTS;
        waiting.end.checked_add(self.spacing.saturating_mul(slot))
    }

    /// Returns whether a call that waited may continue now. The pause may have become longer.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.lock().as_ref().is_none_or(|waiting| waiting.end <= now)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const SPACING: Duration = Duration::from_millis(10);

    #[test]
    fn calls_continue_one_by_one() {
        let (pause, now) = (Pause::new(SPACING), Instant::now());
        assert_eq!(pause.resume_at(|| now), None);

        pause.extend(now + SECOND);
        assert!(!pause.is_over(now) && pause.is_over(now + SECOND));
        let times: Vec<Duration> =
            (0..3).map(|_| pause.resume_at(|| now).unwrap().duration_since(now)).collect();
        assert_eq!(times, [SECOND, SECOND + SPACING, SECOND + SPACING * 2]);

        assert_eq!(pause.resume_at(|| now + SECOND), None, "the pause is over");
        assert_eq!(pause.resume_at(|| now), None, "it stays over");
    }

    #[test]
    fn a_pause_becomes_longer_and_never_shorter() {
        let (pause, now) = (Pause::new(SPACING), Instant::now());
        pause.extend(now + SECOND * 2);
        pause.extend(now + SECOND);
        assert_eq!(pause.resume_at(|| now), Some(now + SECOND * 2));
        pause.extend(now + SECOND * 3);
        assert!(!pause.is_over(now + SECOND * 2));
        assert_eq!(pause.resume_at(|| now), Some(now + SECOND * 3));
    }

    #[test]
    fn no_call_waits_for_long_after_the_pause() {
        let (pause, now) = (Pause::new(SPACING), Instant::now());
        pause.extend(now + SECOND);
        let last = (0..100_000).filter_map(|_| pause.resume_at(|| now)).max();
        assert!(last.unwrap() < now + SECOND * 11);
    }
}
