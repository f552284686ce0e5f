//! The retry budget that all calls share.

use std::{
    collections::HashMap,
    mem,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

/// Tokens for one retry. A success deposits one token.
const COST: u32 = 5;

/// A token bucket that all calls of a client share. In an outage it empties, and calls then fail
/// without a retry until successes fill it again: five successes for one retry.
///
/// An operation may use at most half of what is left, so that its outage leaves retries for other
/// operations. It regains them as its calls succeed.
#[derive(Debug)]
pub(super) struct Budget {
    capacity: u32,
    /// Whether anything is withdrawn. Usually nothing is, and a success then only reads this.
    in_use: AtomicBool,
    accounts: Mutex<Accounts>,
}

#[derive(Debug)]
struct Accounts {
    tokens: u32,
    /// The tokens that each operation has withdrawn and not regained.
    debts: HashMap<&'static str, u32>,
}

impl Budget {
    /// Creates a full bucket.
    pub(super) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(COST);
        let accounts = Accounts { tokens: capacity, debts: HashMap::new() };
        Self { capacity, in_use: AtomicBool::new(false), accounts: Mutex::new(accounts) }
    }

    /// Withdraws one retry, if there is one left for this operation.
    pub(super) fn withdraw(&self, operation: &'static str) -> Option<Withdrawal<'_>> {
        let mut accounts = self.lock();
        let debt = accounts.debts.get(operation).copied().unwrap_or(0);
        if debt >= accounts.tokens {
            return None;
        }
        accounts.tokens = accounts.tokens.checked_sub(COST)?;
        accounts.debts.insert(operation, debt.saturating_add(COST));
        self.in_use.store(true, Relaxed);
        Some(Withdrawal { budget: self, operation })
    }

    /// Deposits the token of a success.
    pub(super) fn deposit(&self, operation: &'static str) {
        if self.in_use.load(Relaxed) {
            self.put_back(operation, 1);
        }
    }

    #[cold]
    fn put_back(&self, operation: &'static str, tokens: u32) {
        let mut accounts = self.lock();
        accounts.tokens = accounts.tokens.saturating_add(tokens).min(self.capacity);
        if let Some(debt) = accounts.debts.get_mut(operation) {
            *debt = debt.saturating_sub(tokens);
            if *debt == 0 {
                accounts.debts.remove(operation);
            }
        }
        let in_use = accounts.tokens < self.capacity || !accounts.debts.is_empty();
        self.in_use.store(in_use, Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One withdrawn retry. Dropping it puts the retry back, unless it was [kept](Self::keep).
pub(super) struct Withdrawal<'a> {
    budget: &'a Budget,
    operation: &'static str,
}

impl Withdrawal<'_> {
    /// Keeps the retry withdrawn, because it is sent.
    pub(super) fn keep(self) {
        mem::forget(self);
    }
}

impl Drop for Withdrawal<'_> {
    fn drop(&mut self) {
        self.budget.put_back(self.operation, COST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn withdraws(budget: &Budget, operation: &'static str) -> bool {
        budget.withdraw(operation).map(Withdrawal::keep).is_some()
    }

    #[test]
    fn five_successes_allow_one_retry() {
        let budget = Budget::new(2);
        assert!(withdraws(&budget, "a") && withdraws(&budget, "b") && !withdraws(&budget, "c"));
        (0..4).for_each(|_| budget.deposit("d"));
        assert!(!withdraws(&budget, "c"));
        budget.deposit("d");
        assert!(withdraws(&budget, "c") && !withdraws(&budget, "d"));
    }

    #[test]
    fn a_bucket_does_not_overflow() {
        let budget = Budget::new(1);
        (0..100).for_each(|_| budget.deposit("a"));
        assert!(withdraws(&budget, "a") && !withdraws(&budget, "b"));
        assert!(!withdraws(&Budget::new(0), "a"));
    }

    #[test]
    fn each_operation_in_trouble_gets_half_of_what_is_left() {
        let budget = Budget::new(100);
        let withdrawn = |operation| (0..1000).filter(|_| withdraws(&budget, operation)).count();
        assert_eq!(["a", "b", "c", "d", "e", "f"].map(withdrawn), [50, 25, 13, 6, 3, 2]);
        assert_eq!(withdrawn("a"), 0);

        (0..500).for_each(|_| budget.deposit("z"));
        assert_eq!(withdrawn("z"), 50, "the others' debts are theirs");
    }

    #[test]
    fn an_operation_pays_back_by_its_own_successes() {
        let budget = Budget::new(4);
        assert!(withdraws(&budget, "a") && withdraws(&budget, "a") && !withdraws(&budget, "a"));
        (0..10).for_each(|_| budget.deposit("a"));
        assert!(!budget.in_use.load(Relaxed));
        assert!(budget.lock().debts.is_empty());
    }
}
