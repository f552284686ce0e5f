//! The pause that one 429 means for all calls of a client.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

/// How far apart calls go on after a pause: the rate that Clerk allows in production, 1,000 in
/// 10 seconds.
pub(super) const SPACING: Duration = Duration::from_millis(10);

/// Holds calls back until a moment that the server named, and then lets them go one by one.
#[derive(Debug, Default)]
pub(super) struct Pause {
    /// Whether anybody has to look at the rest.
    closed: AtomicBool,
    turns: Mutex<Option<Turns>>,
}

#[derive(Debug)]
struct Turns {
    /// When the pause is over.
    over: Instant,
    /// When the next call that comes may go.
    next: Instant,
}

impl Pause {
    /// Lets nobody go before `over`.
    pub(super) fn close(&self, over: Instant) {
        let mut turns = self.lock();
        match &mut *turns {
            Some(turns) => {
                turns.over = turns.over.max(over);
                turns.next = turns.next.max(over);
            }
            None => *turns = Some(Turns { over, next: over }),
        }
        self.closed.store(true, Relaxed);
    }

    /// When the caller may go, if not at once. What is named is its own: nobody else is told the
    /// same.
    pub(super) fn turn(&self, now: impl FnOnce() -> Instant) -> Option<Instant> {
        if !self.closed.load(Relaxed) {
            return None;
        }
        let mut turns = self.lock();
        let Some(waiting) = &mut *turns else { return None };
        if waiting.next <= now() {
            *turns = None;
            self.closed.store(false, Relaxed);
            return None;
        }
        let turn = waiting.next;
        waiting.next = turn.checked_add(SPACING).unwrap_or(turn);
        Some(turn)
    }

    /// Whether whoever waited for its turn may go now: the pause may have become longer.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.lock().as_ref().is_none_or(|turns| turns.over <= now)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Turns>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_go_on_one_by_one() {
        let (pause, now) = (Pause::default(), Instant::now());
        let second = Duration::from_secs(1);
        assert_eq!(pause.turn(|| now), None);

        pause.close(now + second);
        assert!(!pause.is_over(now) && pause.is_over(now + second));
        let turns: Vec<Duration> =
            (0..3).map(|_| pause.turn(|| now).unwrap().duration_since(now)).collect();
        assert_eq!(turns, [second, second + SPACING, second + SPACING * 2]);

        let queued = now + second;
        assert_eq!(pause.turn(|| queued), Some(queued + SPACING * 3), "those who wait go first");
        let later = queued + SPACING * 4;
        assert_eq!(pause.turn(|| later), None);
        assert_eq!(pause.turn(|| now), None, "it stays open");
    }

    #[test]
    fn a_pause_becomes_longer_and_never_shorter() {
        let (pause, now) = (Pause::default(), Instant::now());
        let second = Duration::from_secs(1);
        pause.close(now + second * 2);
        pause.close(now + second);
        assert_eq!(pause.turn(|| now), Some(now + second * 2));
        pause.close(now + second * 3);
        assert!(!pause.is_over(now + second * 2));
        assert_eq!(pause.turn(|| now), Some(now + second * 3));
    }
}
