//! Spans and events for `tracing`. Without the feature `tracing` they compile to nothing.

#[cfg(not(feature = "tracing"))]
mod silent;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(crate) use silent::{AttemptSpan, CallSpan, held_back, pausing, retrying};
#[cfg(feature = "tracing")]
pub(crate) use spans::{AttemptSpan, CallSpan, held_back, pausing, retrying};
