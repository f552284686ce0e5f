//! Tests of behavior that only this transport has. The conformance suite checks the rest.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

mod allocations;
mod connect;
#[cfg(feature = "rustls-no-provider")]
mod http2;
mod limits;
mod pool;
#[path = "../../../tests/transports/runtimes.rs"]
mod runtimes;
#[path = "../../../tests/transports/variants.rs"]
mod variants;

use clerk_transport_hyper::HyperTransport as Transport;

const HAS_TLS: bool = cfg!(feature = "rustls-no-provider");
