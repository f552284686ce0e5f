//! What curl would change or isahc could not bear is refused before.

use std::sync::LazyLock;

use bytes::Bytes;
use clerk_core::{TransportError, TransportErrorKind};
use http::uri::Scheme;

/// Whether curl was built with a TLS library.
static TLS: LazyLock<bool> =
    LazyLock::new(|| curl::Version::get().protocols().any(|protocol| protocol == "https"));

/// An error, unless the request can be sent exactly as it is.
pub(crate) fn sendable(request: &http::Request<Bytes>) -> Result<(), TransportError> {
    let uri = request.uri();
    let problem = if uri.scheme().is_none() || uri.authority().is_none() {
        "its URI is not absolute"
    } else if uri.scheme() == Some(&Scheme::HTTPS) && !*TLS {
        "this build has no TLS library: turn on the feature `rustls` or `native-tls`"
    } else if uri.path().split('/').any(is_dots) {
        "curl would fold the segments `.` and `..` of its path"
    } else if request.headers().values().any(|value| value.to_str().is_err()) {
        "isahc cannot send a header value that is not ASCII"
    } else {
        return Ok(());
    };
    Err(TransportError::new(TransportErrorKind::Request).with_source(problem))
}

fn is_dots(segment: &str) -> bool {
    // No segment that long is one.
    if segment.len() > "%2e%2e".len() {
        return false;
    }
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}
