//! Refuses requests that curl would change, and responses that may be cut short.

use std::sync::LazyLock;

use bytes::Bytes;
use clerk_core::error::{Received, TransportError, TransportErrorKind};
use http::{Method, StatusCode, Version, header, response::Parts, uri::Scheme};

/// Whether curl was built with a TLS library.
static TLS: LazyLock<bool> =
    LazyLock::new(|| curl::Version::get().protocols().any(|protocol| protocol == "https"));

/// Refuses a request that cannot be sent unchanged.
pub(crate) fn sendable(request: &http::Request<Bytes>) -> Result<(), TransportError> {
    let uri = request.uri();
    let problem = if uri.scheme().is_none() || uri.authority().is_none() {
        "its URI is not absolute"
    } else if uri.scheme() == Some(&Scheme::HTTPS) && !*TLS {
        "this build has no TLS library: turn on the feature `rustls` or `native-tls`"
    } else if uri.path().split('/').any(is_dots) {
        "curl would remove the segments `.` and `..` of its path"
    } else if request.headers().values().any(|value| value.to_str().is_err()) {
        "isahc cannot send a header value that is not ASCII"
    } else {
        return Ok(());
    };
    Err(TransportError::new(TransportErrorKind::Request).with_source(problem))
}

/// Refuses a response to `method` that cannot end with this body: curl treats the end of the
/// connection as the end of the headers.
pub(crate) fn whole(
    method: &Method,
    head: &Parts,
    announced: Option<u64>,
    body: &Bytes,
) -> Result<(), TransportError> {
    let has_no_body = method == Method::HEAD
        || matches!(head.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let is_right = match announced {
        Some(length) => u64::try_from(body.len()) == Ok(length),
        None => !body.is_empty() || head.headers.contains_key(header::TRANSFER_ENCODING),
    };
    if is_right || has_no_body || head.version >= Version::HTTP_2 {
        return Ok(());
    }
    Err(TransportError::new(TransportErrorKind::Interrupted)
        .with_received(Received::Nothing)
        .with_source("its headers may have been cut short"))
}

fn is_dots(segment: &str) -> bool {
    // Dot segments are short.
    if segment.len() > "%2e%2e".len() {
        return false;
    }
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}
