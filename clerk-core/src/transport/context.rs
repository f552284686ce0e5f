//! The operation and the limits of one attempt.

use std::time::Duration;

use crate::{
    error::{TransportError, TransportErrorKind},
    metadata::Metadata,
};

/// The operation and the limits of one attempt.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct RequestContext {
    /// The operation.
    pub metadata: Option<&'static Metadata>,
    /// The deadline of this attempt, from the call of [`send`](super::HttpTransport::send) to the
    /// last byte of the response. `None` means no deadline.
    pub timeout: Option<Duration>,
    /// Time left until the call's deadline. Never less than [`timeout`](Self::timeout). Middleware
    /// that holds an attempt back may use up all of it.
    pub time_left: Option<Duration>,
    /// The deadline for setting up a connection, if it differs from the transport's own.
    pub connect_timeout: Option<Duration>,
    /// The largest body to accept, in bytes. `None` means no limit.
    pub max_response_bytes: Option<u64>,
    /// The number of this attempt, from 1.
    pub attempt: u32,
    /// Whether the caller blocks its thread until the call is finished, as `Call::wait` does. If
    /// that thread drives a runtime, the runtime is blocked too, so the exchange must not depend on
    /// it.
    pub blocking: bool,
}

impl RequestContext {
    /// The most header fields that a response may have.
    pub const MAX_HEADERS: usize = 100;
    /// The most bytes that the header fields of a response may have in total: names, values, and 32
    /// for each field, as HTTP/2 counts them (RFC 9113 §6.5.2).
    pub const MAX_HEADER_BYTES: usize = 64 << 10;

    /// Returns the context in the extensions of `request`: middleware for `tower::Service` and test
    /// doubles find it there. Without one there are no limits.
    pub fn of<B>(request: &http::Request<B>) -> Self {
        request.extensions().get().cloned().unwrap_or_default()
    }

    /// Refuses more headers than the built-in transports accept.
    ///
    /// # Errors
    /// [`TransportErrorKind::HeadTooLarge`].
    pub fn check_head(headers: &http::HeaderMap) -> Result<(), TransportError> {
        let size = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            name.as_str().len().saturating_add(value.len()).saturating_add(32)
        };
        let bytes = headers.iter().map(size).fold(0, usize::saturating_add);
        if headers.len() > Self::MAX_HEADERS || bytes > Self::MAX_HEADER_BYTES {
            return Err(TransportError::new(TransportErrorKind::HeadTooLarge));
        }
        Ok(())
    }

    /// Refuses a body of more bytes than allowed.
    ///
    /// # Errors
    /// [`TransportErrorKind::BodyTooLarge`].
    pub fn check_body(&self, bytes: u64) -> Result<(), TransportError> {
        check_body(self.max_response_bytes, bytes)
    }
}

/// Refuses a body of more bytes than `limit`.
pub(super) fn check_body(limit: Option<u64>, bytes: u64) -> Result<(), TransportError> {
    match limit {
        Some(limit) if bytes > limit => {
            Err(TransportError::new(TransportErrorKind::BodyTooLarge { limit }))
        }
        _ => Ok(()),
    }
}
