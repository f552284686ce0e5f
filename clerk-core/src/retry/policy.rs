//! How often a call is tried, and how long it waits in between.

use std::time::Duration;

/// How often a call is tried, and how long it waits in between: exponential backoff with jitter.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_core::RetryPolicy;
///
/// let patient = RetryPolicy::new().attempts(5).start(Duration::from_secs(1));
/// assert_eq!(patient.backoff(1), Duration::from_secs(1));
/// assert_eq!(patient.backoff(2), Duration::from_millis(1500));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "a policy does nothing until a client or a call is given it"]
pub struct RetryPolicy {
    attempts: u32,
    start: Duration,
    factor: f64,
    ceiling: Duration,
    jitter: Jitter,
}

/// What chance does to a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Jitter {
    /// A wait is anything from none to the whole backoff, so that clients that failed together do
    /// not come back together.
    Full,
    /// A wait is the backoff, for tests that want to know it.
    None,
}

impl RetryPolicy {
    /// At most 3 attempts, with backoffs of 500 ms, 750 ms, … up to 60 s, and full jitter.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            start: Duration::from_millis(500),
            factor: 1.5,
            ceiling: Duration::from_secs(60),
            jitter: Jitter::Full,
        }
    }

    /// One attempt, whatever it ends in.
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// Sets how often a call is tried in all. 3 unless set; 0 is taken for 1.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the backoff after the first attempt. 500 ms unless set.
    pub const fn start(mut self, start: Duration) -> Self {
        self.start = start;
        self
    }

    /// Sets how much longer each backoff is than the one before. 1.5 unless set; what is less than
    /// 1 is taken for 1.
    pub const fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Sets the longest backoff. 60 s unless set.
    pub const fn ceiling(mut self, ceiling: Duration) -> Self {
        self.ceiling = ceiling;
        self
    }

    /// Sets what chance does to a wait. [`Jitter::Full`] unless set.
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// The backoff after the attempt of this number, counted from 1, before chance has its say.
    #[must_use]
    pub fn backoff(&self, attempt: u32) -> Duration {
        let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let seconds = self.start.as_secs_f64() * self.factor.max(1.0).powi(exponent);
        Duration::try_from_secs_f64(seconds).unwrap_or(self.ceiling).min(self.ceiling)
    }

    pub(super) fn may_follow(&self, attempt: u32) -> bool {
        attempt < self.attempts
    }

    pub(super) fn longest_backoff(&self) -> Duration {
        self.ceiling
    }

    /// How long to wait after the attempt of this number, where the server may have asked for a
    /// wait itself.
    pub(super) fn wait(&self, attempt: u32, asked: Option<Duration>) -> Duration {
        match (self.jitter, asked) {
            (Jitter::Full, None) => up_to(self.backoff(attempt)),
            (Jitter::None, None) => self.backoff(attempt),
            // A server asks everybody for the same wait, which is no reason to come back together.
            (Jitter::Full, Some(asked)) => asked.saturating_add(up_to(self.start)),
            (Jitter::None, Some(asked)) => asked,
        }
    }

    /// Some part of `longest` as chance has it, or none of it.
    pub(super) fn spread(&self, longest: Duration) -> Duration {
        match self.jitter {
            Jitter::Full => up_to(longest),
            Jitter::None => Duration::ZERO,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

fn up_to(longest: Duration) -> Duration {
    Duration::from_nanos(fastrand::u64(..=u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn backoffs_grow_to_the_ceiling() {
        let policy = RetryPolicy::new().jitter(Jitter::None);
        let waits: Vec<u128> =
            (1..=14).map(|attempt| policy.wait(attempt, None).as_millis()).collect();
        assert_eq!(
            waits,
            [
                500, 750, 1125, 1687, 2531, 3796, 5695, 8542, 12814, 19221, 28832, 43248, 60000,
                60000
            ]
        );
    }

    #[test]
    fn never_is_one_attempt() {
        assert!(!RetryPolicy::never().may_follow(1));
        assert!(!RetryPolicy::new().attempts(0).may_follow(1));
        assert!(RetryPolicy::new().may_follow(2) && !RetryPolicy::new().may_follow(3));
    }

    proptest! {
        #[test]
        fn a_wait_is_within_its_bounds(
            attempt: u32,
            start in any::<Duration>(),
            ceiling in any::<Duration>(),
            factor in any::<f64>(),
            asked in any::<Option<Duration>>(),
        ) {
            let policy = RetryPolicy::new().start(start).ceiling(ceiling).factor(factor);
            let backoff = policy.backoff(attempt);
            prop_assert!(backoff <= ceiling);
            let wait = policy.wait(attempt, asked);
            match asked {
                Some(asked) => prop_assert!(wait >= asked),
                None => prop_assert!(wait <= backoff),
            }
            prop_assert_eq!(policy.jitter(Jitter::None).wait(attempt, None), backoff);
        }
    }
}
