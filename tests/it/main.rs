//! Tests of the SDK through its public API: Clerk's operations, models, and conventions.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

mod conventions;
mod corpora;
mod cost;
mod damaged;
mod defaults;
mod dependents;
mod environment;
mod error_chains;
mod error_memory;
mod fake;
#[cfg(all(feature = "hyper", feature = "isahc", feature = "reqwest"))]
mod faults;
mod leniency;
mod list_users;
#[cfg(any(feature = "hyper", feature = "isahc", feature = "reqwest"))]
mod load;
#[path = "../../clerk-core/tests/it/lossless.rs"]
mod lossless;
mod modules;
mod openapi;
mod requests;
mod responses;
mod sample_request;
mod secrets;
#[cfg(any(feature = "hyper", feature = "isahc", feature = "reqwest"))]
mod sockets;
#[cfg(feature = "conformance")]
mod transports;
mod uploads;
mod wire;

use clerk_sdk::{Clerk, retry::RetryPolicy, testing::Script};

/// Creates a client that never retries.
fn clerk(script: &Script) -> Clerk {
    let builder = Clerk::builder("sk_test_s3cr3t").transport(script.clone());
    builder.retry(RetryPolicy::never()).build().unwrap()
}
