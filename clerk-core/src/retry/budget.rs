//! How many retries all calls together may make.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

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
    pub(super) fn spend(&self) -> bool {
        self.tokens.fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(COST)).is_ok()
    }

    pub(super) fn earn(&self) {
        // A full bucket, which is the rule, is only looked at.
        if self.tokens.load(Relaxed) < self.full {
            let more = |tokens: u32| (tokens < self.full).then(|| tokens.saturating_add(1));
            let _ = self.tokens.fetch_update(Relaxed, Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_successes_pay_for_one_retry() {
        let budget = Budget::new(2);
        assert!(budget.spend() && budget.spend() && !budget.spend());
        (0..4).for_each(|_| budget.earn());
        assert!(!budget.spend());
        budget.earn();
        assert!(budget.spend() && !budget.spend());
    }

    #[test]
    fn a_bucket_does_not_overflow() {
        let budget = Budget::new(1);
        (0..100).for_each(|_| budget.earn());
        assert!(budget.spend() && !budget.spend());
        assert!(!Budget::new(0).spend());
    }
}
