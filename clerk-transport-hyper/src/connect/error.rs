//! A connection that cannot be opened.

use std::{borrow::Cow, error::Error as StdError, fmt, io};

use clerk_core::error::{TransportError, TransportErrorKind};

/// A connection that cannot be opened. Nothing of the request was sent. It shows no credentials.
#[derive(Debug)]
pub(crate) enum ConnectError {
    /// No connection can be opened for such a request.
    Request(&'static str),
    Dns(io::Error),
    Tcp(io::Error),
    #[cfg(feature = "rustls-no-provider")]
    Tls(io::Error),
    Proxy {
        problem: Cow<'static, str>,
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
    /// A panic of a custom resolver or a crypto provider. Its message was printed.
    Panicked,
}

impl ConnectError {
    pub(super) fn proxy(problem: impl Into<Cow<'static, str>>) -> Self {
        Self::Proxy { problem: problem.into(), source: None }
    }

    /// Sets the cause of an error of a proxy.
    pub(super) fn caused_by(self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        match self {
            Self::Proxy { problem, .. } => Self::Proxy { problem, source: Some(cause.into()) },
            other => other,
        }
    }

    /// Converts an error of the connection to a proxy.
    pub(super) fn of_proxy(self) -> Self {
        match self {
            Self::Dns(cause) => {
                Self::proxy("the name of the proxy could not be resolved: check the proxy's URL")
                    .caused_by(cause)
            }
            Self::Tcp(cause) => {
                Self::proxy("the proxy accepts no connections: check its URL and the network")
                    .caused_by(cause)
            }
            #[cfg(feature = "rustls-no-provider")]
            Self::Tls(cause) => {
                let advice = advice(&cause);
                Self::proxy(format!("the TLS handshake with the proxy failed{advice}"))
                    .caused_by(cause)
            }
            other => other,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(reason) => f.write_str(reason),
            Self::Dns(_) => f.write_str(
                "the name of the server could not be resolved: check the base URL and DNS",
            ),
            Self::Tcp(_) => f.write_str(
                "the server accepts no connections: check the base URL, the network, and whether a \
                 proxy is needed",
            ),
            #[cfg(feature = "rustls-no-provider")]
            Self::Tls(cause) => {
                write!(f, "the TLS handshake with the server failed{}", advice(cause))
            }
            Self::Proxy { problem, .. } => f.write_str(problem),
            Self::Panicked => {
                f.write_str("opening a connection panicked: see the message that the panic printed")
            }
        }
    }
}

/// Returns what to do after a handshake that failed.
#[cfg(feature = "rustls-no-provider")]
fn advice(error: &io::Error) -> &'static str {
    use tokio_rustls::rustls::{AlertDescription, CertificateError, Error};

    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    match cause {
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {
            ": no CA certificate that is trusted here signed its certificate; if it is your own, add \
             the CA's with `root_certificate`"
        }
        Some(Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        )) => ": check the clock of this machine and the validity of the certificate",
        Some(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => ": its certificate is for another name; check the URL",
        Some(Error::AlertReceived(
            AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::UnknownCA,
        )) => ": it asks for a client certificate that it trusts",
        _ => "",
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request(_) | Self::Panicked => None,
            Self::Dns(error) | Self::Tcp(error) => Some(error),
            #[cfg(feature = "rustls-no-provider")]
            Self::Tls(error) => Some(error),
            Self::Proxy { source, .. } => Some(source.as_deref()?),
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
