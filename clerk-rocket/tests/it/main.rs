//! Tests of the guards, the fairing, and the responses.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod guards;
mod launch;
mod once;
mod refusals;
mod requests;
mod support;
mod webhooks;
