//! Retry policies: how often to retry, and how long to wait.

use std::time::Duration;

/// A retry policy: exponential backoff with jitter.
///
/// A call is retried after
/// - a failure before anything was sent, and a 429, for every method,
/// - a broken connection, an attempt that reached its deadline, and the
///   [statuses](Self::statuses) of the policy, if the call is idempotent: by its method (RFC 9110
///   §9.2.2), by the declaration of its endpoint, or by [`Call::idempotent`].
///
/// The wait is the one that the server asks for in `Retry-After`, or else a backoff. If the wait
/// would pass the call's deadline, the call fails at once.
///
/// All calls of a client share a [budget](crate::client::ClientBuilder::retry_budget) of retries.
/// After a 429, the calls of the same operation with the same credential wait until the server
/// accepts them again, and then resume one by one. A call that would have to wait past its deadline
/// fails at once. After [`max_backoff`](Self::max_backoff), new calls are sent even if the server
/// asked for a longer wait. A retry after a 429 takes nothing from the budget.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_core::retry::RetryPolicy;
///
/// let patient = RetryPolicy::new().max_attempts(5).initial_backoff(Duration::from_secs(1));
/// assert_eq!(patient.backoff(1), Duration::from_secs(1));
/// assert_eq!(patient.backoff(2), Duration::from_millis(1500));
/// ```
///
/// [`Call::idempotent`]: crate::client::Call::idempotent
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use = "a policy does nothing until it is given to a client or a call"]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    multiplier: f64,
    max_backoff: Duration,
    jitter: Jitter,
    statuses: &'static [u16],
}

/// The random part of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Jitter {
    /// A wait is random, up to the whole backoff, so that clients that failed together do not retry
    /// together.
    Full,
    /// A wait is exactly the backoff. Useful in tests.
    None,
}

impl RetryPolicy {
    /// Creates a policy of at most 3 attempts, with backoffs of 500 ms, 750 ms, … up to 60 s, and
    /// full jitter.
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_millis(500),
            multiplier: 1.5,
            max_backoff: Duration::from_secs(60),
            jitter: Jitter::Full,
            statuses: &[500, 502, 503, 504],
        }
    }

    /// Creates a policy without retries.
    pub const fn never() -> Self {
        Self::new().max_attempts(1)
    }

    /// Sets the number of attempts, including the first. 0 means 1. Default: 3.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the backoff after the first attempt. Default: 500 ms.
    pub const fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// Sets the factor from one backoff to the next. Less than 1 means 1. Default: 1.5.
    pub const fn multiplier(mut self, multiplier: f64) -> Self {
        self.multiplier = multiplier;
        self
    }

    /// Sets the longest backoff. Default: 60 seconds.
    pub const fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// Sets the random part of a wait. Default: [`Jitter::Full`].
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// Sets the statuses after which an idempotent call is retried. Default: 500, 502, 503, 504. A
    /// 429 is always retried.
    pub const fn statuses(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Returns the backoff after this attempt, counted from 1, without jitter.
    #[must_use]
    pub fn backoff(&self, attempt: u32) -> Duration {
        let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let seconds = self.initial_backoff.as_secs_f64() * self.multiplier.max(1.0).powi(exponent);
        Duration::try_from_secs_f64(seconds).unwrap_or(self.max_backoff).min(self.max_backoff)
    }

    /// Returns whether another attempt may follow this one.
    pub(super) fn allows_after(&self, attempt: u32) -> bool {
        attempt < self.max_attempts
    }

    pub(super) fn retries(&self, status: u16) -> bool {
        self.statuses.contains(&status)
    }

    pub(super) fn longest_backoff(&self) -> Duration {
        self.max_backoff
    }

    /// Returns the wait after this attempt. `asked` is the wait that the server asked for.
    pub(super) fn wait(&self, attempt: u32, asked: Option<Duration>) -> Duration {
        match (self.jitter, asked) {
            (Jitter::Full, None) => random(self.backoff(attempt)),
            (Jitter::None, None) => self.backoff(attempt),
            // A server asks all clients for the same wait. They should not retry at the same time.
            (Jitter::Full, Some(asked)) => asked.saturating_add(random(self.initial_backoff)),
            (Jitter::None, Some(asked)) => asked,
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

fn random(longest: Duration) -> Duration {
    Duration::from_nanos(fastrand::u64(..=u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn backoffs_grow_to_the_longest() {
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
        assert!(!RetryPolicy::never().allows_after(1));
        assert!(!RetryPolicy::new().max_attempts(0).allows_after(1));
        assert!(RetryPolicy::new().allows_after(2) && !RetryPolicy::new().allows_after(3));
    }

    proptest! {
        #[test]
        fn a_wait_is_within_its_bounds(
            attempt: u32,
            initial in any::<Duration>(),
            longest in any::<Duration>(),
            multiplier in any::<f64>(),
            asked in any::<Option<Duration>>(),
        ) {
            let policy = RetryPolicy::new()
                .initial_backoff(initial)
                .max_backoff(longest)
                .multiplier(multiplier);
            let backoff = policy.backoff(attempt);
            prop_assert!(backoff <= longest);
            let wait = policy.wait(attempt, asked);
            match asked {
                Some(asked) => prop_assert!(wait >= asked),
                None => prop_assert!(wait <= backoff),
            }
            prop_assert_eq!(policy.jitter(Jitter::None).wait(attempt, None), backoff);
        }
    }
}
