//! One pause after a 429, and the calls that wait for its end.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// How many waiting calls continue one by one. If more of them wait, they continue faster, so that
/// no call waits for much longer than the pause.
const ONE_BY_ONE: u32 = 1000;

/// Holds calls back until the server accepts them again. They continue in the order in which they
/// arrived, one by one. A call that arrives while others continue queues behind them.
#[derive(Debug)]
pub(super) struct Pause {
    period: Period,
    /// When the first call in the queue continues, if that is after the end.
    next: Option<Instant>,
    /// In order of arrival.
    queue: VecDeque<Arrival>,
}

/// How long a pause lasts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    /// The time that the server asked for.
    pub(super) end: Instant,
    /// When calls try for themselves, even if the server asked for a longer pause.
    pub(super) recheck: Instant,
    /// Whether the server asked for a wait that may be meant for all operations.
    pub(super) is_short: bool,
}

impl Period {
    /// Returns whether no call may be sent.
    pub(super) fn is_running(&self, now: Instant) -> bool {
        now < self.end && now < self.recheck
    }

    /// Returns the longer one.
    pub(super) fn or(self, other: Self) -> Self {
        let longer = if self.end < other.end { other } else { self };
        Self { recheck: self.recheck.max(other.recheck), ..longer }
    }
}

/// The number of a call, in the order in which calls start.
pub(super) type Arrival = u64;

impl Pause {
    pub(super) fn new(period: Period) -> Self {
        Self { period, next: None, queue: VecDeque::new() }
    }

    pub(super) fn period(&self) -> Period {
        self.period
    }

    /// Extends the pause, unless it already lasts longer.
    pub(super) fn extend(&mut self, period: Period) {
        self.period = self.period.or(period);
    }

    /// Returns whether no call may be sent.
    pub(super) fn is_running(&self, now: Instant) -> bool {
        self.period.is_running(now)
    }

    /// Returns whether a call that arrives now has to wait: for the end, or behind other calls.
    pub(super) fn holds(&self, now: Instant, spacing: Duration) -> bool {
        let is_continuing = || self.period.end <= now && now < self.all_sent(spacing);
        self.is_running(now) || !self.queue.is_empty() && is_continuing()
    }

    /// Returns whether the pause holds no call and will hold none.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.queue.is_empty() && !self.is_running(now)
    }

    pub(super) fn enter(&mut self, arrival: Arrival) {
        if let Err(at) = self.queue.binary_search(&arrival) {
            self.queue.insert(at, arrival);
        }
    }

    pub(super) fn leave(&mut self, arrival: Arrival) {
        if let Ok(at) = self.queue.binary_search(&arrival) {
            self.queue.remove(at);
        }
    }

    /// Returns when this call may continue, unless something changes.
    pub(super) fn resume_at(&self, arrival: Arrival, spacing: Duration) -> Instant {
        let ahead = self.queue.binary_search(&arrival).unwrap_or_else(|at| at);
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        after(self.first(), self.gap(spacing).saturating_mul(ahead))
    }

    /// Lets this call continue, and moves the time of the calls behind it.
    pub(super) fn release(&mut self, arrival: Arrival, now: Instant, spacing: Duration) {
        self.next = Some(after(self.first(), self.gap(spacing)).max(now));
        self.leave(arrival);
    }

    /// Returns when the first call in the queue continues.
    fn first(&self) -> Instant {
        self.next.map_or(self.period.end, |next| next.max(self.period.end))
    }

    /// Returns the time between two calls that continue.
    fn gap(&self, spacing: Duration) -> Duration {
        let waiting = u32::try_from(self.queue.len()).unwrap_or(u32::MAX).max(1);
        let left = self.all_sent(spacing).saturating_duration_since(self.first());
        spacing.min(left / waiting)
    }

    /// Returns when the last waiting call continues, at the latest.
    fn all_sent(&self, spacing: Duration) -> Instant {
        after(self.period.end, spacing.saturating_mul(ONE_BY_ONE))
    }
}

/// A time that is too far away for the clock counts as no time.
fn after(time: Instant, wait: Duration) -> Instant {
    time.checked_add(wait).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const SPACING: Duration = Duration::from_millis(10);

    fn until(end: Instant) -> Period {
        Period { end, recheck: end, is_short: true }
    }

    #[test]
    fn calls_continue_one_by_one() {
        let now = Instant::now();
        let mut pause = Pause::new(until(now + SECOND));
        assert!(pause.holds(now, SPACING) && !pause.holds(now + SECOND, SPACING));
        (0..3).for_each(|number| pause.enter(number));
        let times = [0, 1, 2].map(|number| pause.resume_at(number, SPACING).duration_since(now));
        assert_eq!(times, [SECOND, SECOND + SPACING, SECOND + SPACING * 2]);

        assert!(pause.holds(now + SECOND, SPACING), "others are in the queue");
        (0..3).for_each(|number| pause.leave(number));
        assert!(!pause.holds(now + SECOND, SPACING) && pause.is_over(now + SECOND));
    }

    #[test]
    fn a_pause_becomes_longer_and_never_shorter() {
        let now = Instant::now();
        let mut pause = Pause::new(until(now + SECOND * 2));
        let first = 0;
        pause.enter(first);
        pause.extend(until(now + SECOND));
        assert_eq!(pause.resume_at(first, SPACING), now + SECOND * 2);
        pause.extend(until(now + SECOND * 3));
        assert!(pause.is_running(now + SECOND * 2));
        assert_eq!(pause.resume_at(first, SPACING), now + SECOND * 3);
    }

    #[test]
    fn no_call_waits_for_long_after_the_pause() {
        let now = Instant::now();
        let mut pause = Pause::new(until(now + SECOND));
        (0..100_000).for_each(|number| pause.enter(number));
        let mut last = now;
        for number in 0..100_000 {
            let at = pause.resume_at(number, SPACING);
            assert!(at >= last);
            pause.release(number, at, SPACING);
            last = at;
        }
        assert!(last > now + SECOND * 10 && last < now + SECOND * 11);
        assert!(pause.is_over(last));
    }

    #[test]
    fn a_call_that_is_not_polled_holds_no_other_back() {
        let now = Instant::now();
        let mut pause = Pause::new(until(now));
        (0..3).for_each(|number| pause.enter(number));
        let second = pause.resume_at(1, SPACING);
        assert_eq!(second, now + SPACING);
        pause.release(1, second, SPACING);
        assert_eq!(pause.resume_at(2, SPACING), now + SPACING * 2);
    }

    proptest! {
        /// Calls arrive and the pause grows at any time. The calls continue in order of arrival.
        #[test]
        fn first_come_first_served(
            arrivals in prop::collection::vec(0..3000_u64, 1..60),
            growths in prop::collection::vec((0..3000_u64, 0..3000_u64), 0..6),
        ) {
            let start = Instant::now();
            let at = |millis| start + Duration::from_millis(millis);
            let mut pause = Pause::new(until(at(1000)));
            let (mut waiting, mut continued) = (Vec::new(), Vec::new());
            for millis in 0.. {
                let now = at(millis);
                if millis > 3000 && waiting.is_empty() {
                    break;
                }
                for (_, length) in growths.iter().filter(|(when, _)| *when == millis) {
                    pause.extend(until(at(millis + length)));
                }
                for (number, _) in (0..).zip(&arrivals).filter(|(_, when)| **when == millis) {
                    let arrival = millis * 100 + number;
                    if pause.holds(now, SPACING) {
                        pause.enter(arrival);
                        waiting.push(arrival);
                    } else {
                        continued.push(arrival);
                    }
                }
                // The youngest looks first: the order does not depend on who looks first.
                for arrival in waiting.clone().into_iter().rev() {
                    if pause.resume_at(arrival, SPACING) <= now {
                        prop_assert!(!pause.is_running(now));
                        pause.release(arrival, now, SPACING);
                        waiting.retain(|other| *other != arrival);
                        continued.push(arrival);
                    }
                }
            }
            prop_assert_eq!(continued.len(), arrivals.len());
            prop_assert!(continued.is_sorted(), "{continued:?}");
        }
    }
}
