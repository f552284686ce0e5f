//! Client-side limits: calls wait instead of being refused by the server.

mod concurrency;
mod queue;
mod rate;

pub use concurrency::ConcurrencyLimit;
pub use rate::{Rate, RateLimit};
