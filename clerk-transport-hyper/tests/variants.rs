//! The tests of features and settings that all transports on tokio pass.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use clerk_transport_hyper::HyperTransport as Transport;

#[path = "../../tests/transports/variants.rs"]
mod variants;

const HAS_TLS: bool = cfg!(feature = "rustls-no-provider");
