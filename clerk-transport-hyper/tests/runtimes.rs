//! The tests of runtimes that all transports on tokio pass.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use clerk_transport_hyper::HyperTransport as Transport;

#[path = "../../tests/transports/runtimes.rs"]
mod runtimes;
