//! What `tracing` is told of a call. Without the feature `tracing` nothing of it is left.

#[cfg(not(feature = "tracing"))]
mod silent;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(crate) use silent::{AttemptSpan, CallSpan, held_back, pausing, retrying, stopping};
#[cfg(feature = "tracing")]
pub(crate) use spans::{AttemptSpan, CallSpan, held_back, pausing, retrying, stopping};
