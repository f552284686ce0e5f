//! Holds calls back before the server does.

mod concurrency;
mod line;
mod rate;

pub use concurrency::ConcurrencyLimit;
pub use rate::{Rate, RateLimit};
