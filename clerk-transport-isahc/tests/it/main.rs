//! Tests of behavior that only this transport has. The conformance suite checks the rest.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

#[cfg(unix)]
mod descriptors;
mod limits;
#[path = "../variants.rs"]
mod variants;
