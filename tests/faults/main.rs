//! What a caller gets when a server, or the way to it, is at fault: every fault on both transports,
//! with a call that may be carried out once only and one that may be carried out again.

#![cfg(all(feature = "reqwest", feature = "isahc"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(unreachable_pub, reason = "nothing outside the tests sees it")]

mod answers;
mod catalogue;
mod fault;
mod http2;
mod messages;
mod peer;
mod server;
mod table;
mod tls;
mod trial;
