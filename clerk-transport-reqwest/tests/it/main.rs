//! Tests of behavior that only this transport has. The conformance suite checks the rest.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
mod connect;
mod limits;
mod ready_made;
#[path = "../../../tests/transports/runtimes.rs"]
mod runtimes;
#[path = "../../../tests/transports/variants.rs"]
mod variants;

use clerk_transport_reqwest::ReqwestTransport as Transport;

const HAS_TLS: bool =
    cfg!(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"));
