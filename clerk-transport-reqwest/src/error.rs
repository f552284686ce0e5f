//! What reqwest's errors mean.

use std::{error::Error as StdError, io, iter};

use clerk_core::{TransportError, TransportErrorKind};

pub(crate) fn from_reqwest(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    // Without a TLS library, hyper's connector is the one to meet an `https` URL.
    if !cfg!(feature = "_tls") && causes(&error).any(|cause| is_scheme(&cause.to_string())) {
        return TransportError::new(TransportErrorKind::Request).with_source(
            "this build has no TLS library: turn on the feature `rustls` or `native-tls`",
        );
    }
    TransportError::new(kind(&error)).with_source(error)
}

fn kind(error: &reqwest::Error) -> TransportErrorKind {
    // Whatever ended a connection's making, the time-out included, nothing was sent.
    if error.is_connect() {
        return TransportErrorKind::Connect;
    }
    if error.is_timeout() {
        return TransportErrorKind::Timeout;
    }
    if error.is_builder() {
        return TransportErrorKind::Request;
    }
    for cause in causes(error) {
        if cause.downcast_ref().is_some_and(hyper::Error::is_parse) {
            return TransportErrorKind::Protocol;
        }
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return match io.kind() {
                // Framing of the body that cannot be read, such as a chunk without a size.
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

fn is_scheme(text: &str) -> bool {
    text.contains("scheme is not http")
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    iter::successors(error.source(), |&cause| cause.source())
}
