//! The error codes of the Backend API, and the data that comes with them.

mod code;
mod meta;

pub use code::ErrorCode;
pub use meta::{ErrorMeta, PasswordAdvice};
