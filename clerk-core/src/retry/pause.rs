//! The pause that one 429 means for all calls of a client.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// How far apart those who waited go on: the rate that Clerk allows in production, 1,000 in 10
/// seconds.
pub(super) const SPACING: Duration = Duration::from_millis(10);

/// How many go on one by one. Further ones go with them, so that nobody waits for much longer than
/// the pause itself.
const PLACES: u32 = 1000;

/// Holds calls back until a moment that the server named, and then lets them go one by one. Calls
/// that come after that moment do not wait: a line that they had to join might never end.
#[derive(Debug, Default)]
pub(super) struct Pause {
    /// Whether anybody has to look at the rest.
    closed: AtomicBool,
    waiting: Mutex<Option<Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    /// When the pause is over.
    over: Instant,
    /// The place of the next one to come.
    place: u32,
}

impl Pause {
    /// Lets nobody go before `over`.
    pub(super) fn close(&self, over: Instant) {
        let mut waiting = self.lock();
        if waiting.as_ref().is_none_or(|waiting| waiting.over < over) {
            *waiting = Some(Waiting { over, place: 0 });
        }
        self.closed.store(true, Relaxed);
    }

    /// When the caller may go, if not at once.
    pub(super) fn turn(&self, now: impl FnOnce() -> Instant) -> Option<Instant> {
        if !self.closed.load(Relaxed) {
            return None;
        }
        let mut guard = self.lock();
        let waiting = guard.as_mut()?;
        if waiting.over <= now() {
            *guard = None;
            self.closed.store(false, Relaxed);
            return None;
        }
        let place = waiting.place;
        waiting.place = place.saturating_add(1) % PLACES;
        waiting.over.checked_add(SPACING.saturating_mul(place))
    }

    /// Whether whoever waited for its turn may go now: the pause may have become longer.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.lock().as_ref().is_none_or(|waiting| waiting.over <= now)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn calls_go_on_one_by_one() {
        let (pause, now) = (Pause::default(), Instant::now());
        assert_eq!(pause.turn(|| now), None);

        pause.close(now + SECOND);
        assert!(!pause.is_over(now) && pause.is_over(now + SECOND));
        let turns: Vec<Duration> =
            (0..3).map(|_| pause.turn(|| now).unwrap().duration_since(now)).collect();
        assert_eq!(turns, [SECOND, SECOND + SPACING, SECOND + SPACING * 2]);

        assert_eq!(pause.turn(|| now + SECOND), None, "the pause is over");
        assert_eq!(pause.turn(|| now), None, "it stays open");
    }

    #[test]
    fn a_pause_becomes_longer_and_never_shorter() {
        let (pause, now) = (Pause::default(), Instant::now());
        pause.close(now + SECOND * 2);
        pause.close(now + SECOND);
        assert_eq!(pause.turn(|| now), Some(now + SECOND * 2));
        pause.close(now + SECOND * 3);
        assert!(!pause.is_over(now + SECOND * 2));
        assert_eq!(pause.turn(|| now), Some(now + SECOND * 3));
    }

    #[test]
    fn nobody_waits_for_long_after_it() {
        let (pause, now) = (Pause::default(), Instant::now());
        pause.close(now + SECOND);
        let last = (0..100_000).filter_map(|_| pause.turn(|| now)).max();
        assert!(last.unwrap() < now + SECOND * 11);
    }
}
