//! Sends requests with hyper.

#![allow(dead_code, reason = "the transport does not exist yet")]

mod connect;

pub use connect::Resolve;
