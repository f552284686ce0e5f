//! Converts reqwest's errors.

use std::{error::Error as StdError, io, iter, time::Duration};

use clerk_core::error::{Deadline, Received, TransportError, TransportErrorKind};

/// Converts an error from before the headers of a response. `limit` is the deadline for setting up a
/// connection, if known.
pub(crate) fn before_headers(error: reqwest::Error, limit: Option<Duration>) -> TransportError {
    let timed_out = error.is_connect() && error.is_timeout();
    let error = from_reqwest(error);
    match limit {
        Some(limit) if timed_out => error.with_deadline(Deadline::Connect(limit)),
        _ if error.kind().is_unsent() => error,
        _ => error.with_received(Received::Nothing),
    }
}

pub(crate) fn from_reqwest(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    // Without a TLS library, hyper's connector refuses an `https` URL.
    if !cfg!(any(feature = "rustls-no-provider", feature = "native-tls"))
        && causes(&error).any(|cause| is_scheme(&cause.to_string()))
    {
        return TransportError::new(TransportErrorKind::Request).with_source(
            "this build has no TLS library: turn on the feature `rustls` or `native-tls`",
        );
    }
    TransportError::new(kind(&error)).with_source(error)
}

fn kind(error: &reqwest::Error) -> TransportErrorKind {
    // Nothing was sent, even if the failure was a timeout.
    if error.is_connect() {
        return TransportErrorKind::Connect;
    }
    // hyper's only timeout is that of a ping: the connection is dead.
    if causes(error).any(|cause| cause.downcast_ref().is_some_and(hyper::Error::is_timeout)) {
        return TransportErrorKind::Interrupted;
    }
    if error.is_timeout() {
        return TransportErrorKind::Timeout;
    }
    if error.is_builder() {
        return TransportErrorKind::Request;
    }
    for cause in causes(error) {
        if cause.downcast_ref().is_some_and(hyper::Error::is_parse) {
            // hyper has a method for this, but only if its server feature is on.
            let is_head_too_large = cause.to_string() == "message head is too large";
            return if is_head_too_large {
                TransportErrorKind::HeadTooLarge
            } else {
                TransportErrorKind::Protocol
            };
        }
        #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
        if let Some(error) = cause.downcast_ref() {
            return of_http2(error);
        }
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return match io.kind() {
                // Invalid framing of the body, such as a chunk without a size.
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                    TransportErrorKind::Protocol
                }
                _ => TransportErrorKind::Interrupted,
            };
        }
    }
    if causes(error).any(|cause| cause.is::<hyper::Error>()) {
        return TransportErrorKind::Interrupted;
    }
    TransportErrorKind::Other
}

#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
fn of_http2(error: &h2::Error) -> TransportErrorKind {
    if !error.is_library() {
        return TransportErrorKind::Interrupted;
    }
    match error.reason() {
        // h2 closes the connection with this reason if headers far exceed its limit.
        Some(h2::Reason::ENHANCE_YOUR_CALM) => TransportErrorKind::HeadTooLarge,
        _ => TransportErrorKind::Protocol,
    }
}

fn is_scheme(text: &str) -> bool {
    text.contains("scheme is not http")
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    iter::successors(error.source(), |&cause| cause.source())
}
