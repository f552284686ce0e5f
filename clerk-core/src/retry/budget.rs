//! The retries that all calls share.

use std::{
    mem,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

/// Tokens for one retry. A success deposits one token.
const COST: u32 = 5;

/// A token bucket that all calls of a client share. In an outage it empties, and calls then fail
/// without a retry until successes fill it again: five successes for one retry.
#[derive(Debug)]
pub(super) struct Budget {
    capacity: u32,
    tokens: AtomicU32,
}

impl Budget {
    /// Creates a full bucket.
    pub(super) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(COST);
        Self { capacity, tokens: AtomicU32::new(capacity) }
    }

    /// Withdraws one retry, if there is one left.
    pub(super) fn withdraw(&self) -> Option<Withdrawal<'_>> {
        let less = |tokens: u32| tokens.checked_sub(COST);
        self.tokens.fetch_update(Relaxed, Relaxed, less).ok().map(|_| Withdrawal(self))
    }

    /// Deposits the token of a success.
    pub(super) fn deposit(&self) {
        // The bucket is mostly full. Then it is only read.
        if self.tokens.load(Relaxed) < self.capacity {
            self.put_back(1);
        }
    }

    fn put_back(&self, tokens: u32) {
        let more = |held: u32| Some(held.saturating_add(tokens).min(self.capacity));
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, more);
    }
}

/// One withdrawn retry. Dropping it puts the retry back, unless it was [kept](Self::keep).
pub(super) struct Withdrawal<'a>(&'a Budget);

impl Withdrawal<'_> {
    /// The retry is sent.
    pub(super) fn keep(self) {
        mem::forget(self);
    }
}

impl Drop for Withdrawal<'_> {
    fn drop(&mut self) {
        self.0.put_back(COST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn withdraws(budget: &Budget) -> bool {
        budget.withdraw().map(Withdrawal::keep).is_some()
    }

    #[test]
    fn five_successes_allow_one_retry() {
        let budget = Budget::new(2);
        assert!(withdraws(&budget) && withdraws(&budget) && !withdraws(&budget));
        (0..4).for_each(|_| budget.deposit());
        assert!(!withdraws(&budget));
        budget.deposit();
        assert!(withdraws(&budget) && !withdraws(&budget));
    }

    #[test]
    fn a_bucket_does_not_overflow() {
        let budget = Budget::new(1);
        (0..100).for_each(|_| budget.deposit());
        assert!(withdraws(&budget) && !withdraws(&budget));
        assert!(!withdraws(&Budget::new(0)));
    }

    #[test]
    fn a_retry_that_is_not_sent_is_put_back() {
        let budget = Budget::new(1);
        drop(budget.withdraw());
        assert!(withdraws(&budget) && !withdraws(&budget));
    }
}
