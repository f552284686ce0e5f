//! Servers and connections that misbehave: every fault on all transports, with a `POST`, which must
//! not be repeated, and a `GET`, which may.

#![cfg(all(feature = "hyper", feature = "isahc", feature = "reqwest"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "the tests are not a library")]

mod catalogue;
mod fault;
mod http2;
mod messages;
mod peer;
mod responses;
mod server;
mod table;
mod tls;
mod trial;
