//! A connection that cannot be opened.

use std::{error::Error as StdError, fmt, io};

use clerk_core::error::{TransportError, TransportErrorKind};

/// A connection that cannot be opened. Nothing of the request was sent.
#[derive(Debug)]
pub(crate) enum ConnectError {
    /// No connection can be opened for such a request.
    Request(&'static str),
    Dns(io::Error),
    Tcp(io::Error),
    #[cfg(feature = "rustls-no-provider")]
    Tls(io::Error),
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request(reason) => reason,
            Self::Dns(_) => {
                "the name of the server could not be resolved: check the base URL and DNS"
            }
            Self::Tcp(_) => {
                "no address of the server accepts connections: check the base URL, the network, \
                 and whether a proxy is needed"
            }
            #[cfg(feature = "rustls-no-provider")]
            Self::Tls(_) => "the TLS handshake failed",
        })
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(_) => None,
            Self::Dns(error) | Self::Tcp(error) => Some(error),
            #[cfg(feature = "rustls-no-provider")]
            Self::Tls(error) => Some(error),
        }
    }
}

impl From<ConnectError> for TransportError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Request(reason) => {
                Self::new(TransportErrorKind::Request).with_source(reason)
            }
            error => Self::new(TransportErrorKind::Connect).with_source(error),
        }
    }
}
