//! What users of the SDK rely on, from a call's parameters to its answer.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "nothing outside the tests sees it")]

mod answers;
mod bad_input;
mod call;
mod canned;
mod corpora;
mod defaults;
mod environment;
mod fake;
mod leniency;
mod limits;
mod middleware;
mod openapi;
mod pages;
mod requests;
mod retry;
mod sample_request;
mod secrets;
#[cfg(any(feature = "isahc", feature = "reqwest"))]
mod sockets;
mod tower;
#[cfg(feature = "tracing")]
mod tracing;
mod uploads;
mod wire;
