//! Converts isahc's and curl's errors.

use std::{error::Error as StdError, io};

use clerk_core::error::{Received, TransportError, TransportErrorKind};
use isahc::error::ErrorKind;

/// curl's code for headers, or a header line, over curl's own limit.
const TOO_LARGE: u32 = 100;

/// curl's code for an invalid head.
const WEIRD_REPLY: u32 = 8;

/// Converts an error from before the headers of a response.
pub(crate) fn before_headers(error: isahc::Error) -> TransportError {
    let error = from_isahc(error);
    if error.kind().is_unsent() { error } else { error.with_received(Received::Nothing) }
}

pub(crate) fn from_isahc(error: isahc::Error) -> TransportError {
    // curl's own error says more than isahc's.
    let Some(curl) = error.source().and_then(|source| source.downcast_ref::<curl::Error>()) else {
        return TransportError::new(of_isahc(error.kind())).with_source(error);
    };
    match of_curl(curl) {
        TransportErrorKind::Connect => connect(curl),
        kind => TransportError::new(kind).with_source(curl.clone()),
    }
}

fn connect(error: &curl::Error) -> TransportError {
    let connect = TransportError::new(TransportErrorKind::Connect);
    #[cfg(unix)]
    if let Some(advice) = crate::descriptors::advice() {
        return connect.with_source(format!("{error}; {advice}"));
    }
    connect.with_source(error.clone())
}

/// Converts an error of the response's body, which isahc wraps.
pub(crate) fn from_io(error: io::Error) -> TransportError {
    match error.downcast::<isahc::Error>() {
        Ok(error) => from_isahc(error),
        Err(error) => TransportError::new(TransportErrorKind::Interrupted).with_source(error),
    }
}

fn of_curl(error: &curl::Error) -> TransportErrorKind {
    if error.is_couldnt_resolve_host()
        || error.is_couldnt_resolve_proxy()
        || error.is_couldnt_connect()
        || error.is_interface_failed()
        || error.is_ssl_connect_error()
        || error.is_peer_failed_verification()
        || error.is_ssl_cacert()
        || error.is_ssl_cacert_badfile()
        || error.is_ssl_certproblem()
        || error.is_ssl_cipher()
        || error.is_ssl_issuer_error()
    {
        TransportErrorKind::Connect
    } else if error.is_operation_timedout() {
        TransportErrorKind::Timeout
    } else if error.code() == TOO_LARGE {
        TransportErrorKind::HeadTooLarge
    } else if error.is_got_nothing()
        || error.is_partial_file()
        || error.is_recv_error()
        || error.is_send_error()
        || error.is_send_fail_rewind()
        || error.is_http2_stream_error()
        // curl reports every end of a connection as an HTTP/2 error.
        || error.is_http2_error()
    {
        TransportErrorKind::Interrupted
    } else if error.is_url_malformed() {
        TransportErrorKind::Request
    } else if error.is_unsupported_protocol()
        || error.is_bad_content_encoding()
        || error.code() == WEIRD_REPLY
    {
        TransportErrorKind::Protocol
    } else {
        TransportErrorKind::Other
    }
}

/// Converts errors that are not curl's.
fn of_isahc(kind: &ErrorKind) -> TransportErrorKind {
    match kind {
        ErrorKind::InvalidRequest => TransportErrorKind::Request,
        ErrorKind::Io => TransportErrorKind::Interrupted,
        ErrorKind::ProtocolViolation => TransportErrorKind::Protocol,
        ErrorKind::Timeout => TransportErrorKind::Timeout,
        _ => TransportErrorKind::Other,
    }
}
