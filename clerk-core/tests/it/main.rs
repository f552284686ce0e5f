//! Tests of the client through its public API, with transports that run in memory.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

mod api;
mod bounds;
mod call;
mod encoding;
mod invalid_input;
mod limits;
mod lossless;
mod middleware;
mod neutral;
mod numbers;
mod pages;
mod public;
mod responses;
mod retry;
mod steps;
mod tower;
mod tracing;
