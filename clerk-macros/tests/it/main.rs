//! Tests of the derives through clerk-core, and of their error messages.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

mod compile_fail;
mod endpoint;
mod hygiene;
mod incoming;
mod requests;
mod string_enum;
