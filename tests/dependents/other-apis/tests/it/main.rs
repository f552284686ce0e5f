//! Sends the operations of four APIs through a scripted transport and through sockets.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod calls;
mod credentials;
mod errors;
mod lists;
mod neutral;
mod requests;
mod script;
mod secrets;
