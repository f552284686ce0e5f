//! How many retries all calls together may make.

use std::{
    mem,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

/// Tokens that a retry costs, where a success brings one.
const COST: u32 = 5;

/// A token bucket that all calls of a client share. In an outage it empties, and calls then fail
/// without a retry, until successes fill it again: one retry for five of them.
#[derive(Debug)]
pub(crate) struct Budget {
    full: u32,
    tokens: AtomicU32,
}

impl Budget {
    /// A full bucket, good for so many retries.
    pub(crate) fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(COST);
        Self { full, tokens: AtomicU32::new(full) }
    }

    /// Pays for a retry, if there is enough left.
    pub(super) fn spend(&self) -> Option<Payment<'_>> {
        let less = |tokens: u32| tokens.checked_sub(COST);
        self.tokens.fetch_update(Relaxed, Relaxed, less).ok().map(|_| Payment(self))
    }

    pub(super) fn earn(&self) {
        // A full bucket, which is the rule, is only looked at.
        if self.tokens.load(Relaxed) < self.full {
            self.put_in(1);
        }
    }

    fn put_in(&self, tokens: u32) {
        let more = |held: u32| Some(held.saturating_add(tokens).min(self.full));
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, more);
    }
}

/// What a retry costs. It comes back when it is dropped before it was [kept](Self::keep).
pub(super) struct Payment<'a>(&'a Budget);

impl Payment<'_> {
    /// The retry is made.
    pub(super) fn keep(self) {
        mem::forget(self);
    }
}

impl Drop for Payment<'_> {
    fn drop(&mut self) {
        self.0.put_in(COST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pays(budget: &Budget) -> bool {
        budget.spend().map(Payment::keep).is_some()
    }

    #[test]
    fn five_successes_pay_for_one_retry() {
        let budget = Budget::new(2);
        assert!(pays(&budget) && pays(&budget) && !pays(&budget));
        (0..4).for_each(|_| budget.earn());
        assert!(!pays(&budget));
        budget.earn();
        assert!(pays(&budget) && !pays(&budget));
    }

    #[test]
    fn a_bucket_does_not_overflow() {
        let budget = Budget::new(1);
        (0..100).for_each(|_| budget.earn());
        assert!(pays(&budget) && !pays(&budget));
        assert!(!pays(&Budget::new(0)));
    }

    #[test]
    fn a_retry_that_is_not_made_costs_nothing() {
        let budget = Budget::new(1);
        drop(budget.spend());
        assert!(pays(&budget) && !pays(&budget));
    }
}
