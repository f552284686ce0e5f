//! Tests of the adapter, in applications on actix-web.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

mod adapter;
mod guards;
