//! Four kinds of public API, each declared as a user of `clerk-core` would.
//!
//! The tests send every operation, and check that no request says which SDK it is from.

pub mod documents;
pub mod ledger;
pub mod payments;
pub mod repositories;
