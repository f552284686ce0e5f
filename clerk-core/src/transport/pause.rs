//! Requests that are held back on their way through the middleware.

use std::{error::Error as StdError, fmt, time::Duration};

use http::HeaderMap;

use super::{TransportError, TransportErrorKind};
use crate::metadata::Metadata;

/// The pauses of the client that makes the call.
pub(crate) trait PauseCheck: fmt::Debug + Send + Sync {
    /// Returns how long a request may not be sent.
    fn remaining(&self, metadata: &'static Metadata, headers: &HeaderMap) -> Option<Duration>;
}

/// The source of the error of a request that was held back.
#[derive(Debug)]
struct Paused;

/// Creates the error of a request that could be sent after `retry_after`.
pub(super) fn held_back(retry_after: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::Throttled { retry_after }).with_source(Paused)
}

/// Returns whether the request was held back because of a pause.
pub(crate) fn is_held_back(error: &TransportError) -> bool {
    error.source().is_some_and(|source| source.is::<Paused>())
}

impl fmt::Display for Paused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server asked for a pause")
    }
}

impl StdError for Paused {}
