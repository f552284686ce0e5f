//! Tests of the public interface.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod allocations;
mod browser;
mod errors;
mod keys;
#[cfg(feature = "tower")]
mod layers;
mod properties;
mod reference;
mod requests;
mod sessions;
mod support;
mod vectors;
