//! The meaning of hyper's errors.

use std::{error::Error as StdError, io, iter, sync::Arc};

use clerk_core::error::{Received, TransportError, TransportErrorKind};

use crate::connect::ConnectError;

/// Converts an error that several calls may share.
pub(crate) fn of_connect(error: Arc<ConnectError>) -> TransportError {
    match Arc::try_unwrap(error) {
        Ok(error) => error.into(),
        Err(shared) => match *shared {
            ConnectError::Request(reason) => ConnectError::Request(reason).into(),
            _ => TransportError::new(TransportErrorKind::Connect).with_source(shared),
        },
    }
}

/// Converts an error from before the headers of a response.
pub(crate) fn before_headers(error: hyper::Error) -> TransportError {
    let error = of_exchange(error);
    if error.kind().is_unsent() { error } else { error.with_received(Received::Nothing) }
}

/// Converts an error of an exchange.
pub(crate) fn of_exchange(error: hyper::Error) -> TransportError {
    TransportError::new(kind(&error)).with_source(error)
}

fn kind(error: &hyper::Error) -> TransportErrorKind {
    // hyper has one timeout, that of a ping: the connection is dead.
    if error.is_timeout() {
        return TransportErrorKind::Interrupted;
    }
    if error.is_parse() {
        // hyper has a method for this, but only in a build with its server.
        return of_invalid(error.to_string() == "message head is too large");
    }
    for cause in iter::successors(error.source(), |&cause| cause.source()) {
        if let Some(error) = cause.downcast_ref() {
            return of_http2(error);
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return match error.kind() {
                // Invalid framing of the body, such as a chunk without a size.
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                    of_invalid(error.to_string().starts_with("chunk trailers "))
                }
                _ => TransportErrorKind::Interrupted,
            };
        }
    }
    if error.is_user() { TransportErrorKind::Request } else { TransportErrorKind::Interrupted }
}

fn of_invalid(is_too_large: bool) -> TransportErrorKind {
    if is_too_large { TransportErrorKind::HeadTooLarge } else { TransportErrorKind::Protocol }
}

fn of_http2(error: &h2::Error) -> TransportErrorKind {
    if !error.is_library() {
        return TransportErrorKind::Interrupted;
    }
    // h2 closes the connection like this if headers exceed its limit by far.
    of_invalid(error.reason() == Some(h2::Reason::ENHANCE_YOUR_CALM))
}
