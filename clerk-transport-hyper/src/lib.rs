//! Sends requests with hyper.

mod connect;

pub use connect::Resolve;
