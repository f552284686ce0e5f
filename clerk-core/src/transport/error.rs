//! Why there is no whole answer.

use std::{error::Error as StdError, fmt};

/// An exchange that ended without a whole answer.
///
/// It names neither the URL nor a header, so it can be logged.
pub struct TransportError(Box<Inner>);

struct Inner {
    operation: Option<&'static str>,
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// How an exchange ended, and what that means for a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request is not one that the transport can send. Nothing was sent; sending it again
    /// fails again.
    Request,
    /// No connection came about: the name did not resolve, the server refused, or the TLS
    /// handshake failed. Nothing was sent; any call can be retried.
    Connect,
    /// The time was up. The server may have carried out the request.
    Timeout,
    /// The connection broke before the whole answer was there. The server may have carried out
    /// the request.
    Interrupted,
    /// The answer is not valid HTTP. The server may have carried out the request.
    Protocol,
    /// The body is larger than allowed. The server has very likely carried out the request.
    BodyTooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// Anything else. The server may have carried out the request.
    Other,
}

impl TransportErrorKind {
    /// Whether the request certainly never reached the server, so that even a call that must
    /// happen at most once can be sent again.
    #[must_use]
    pub fn is_unsent(self) -> bool {
        matches!(self, Self::Request | Self::Connect)
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "the transport cannot send this request",
            Self::Connect => "no connection to the server",
            Self::Timeout => "the time for the call was up",
            Self::Interrupted => "the connection broke before the whole answer was there",
            Self::Protocol => "the answer is not valid HTTP",
            Self::BodyTooLarge { limit } => {
                return write!(f, "the body of the answer is larger than {limit} bytes");
            }
            Self::Other => "the exchange failed",
        })
    }
}

impl TransportError {
    /// An error of this kind, with no further cause.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self(Box::new(Inner { operation: None, kind, source: None }))
    }

    /// Adds the cause. Its text is shown, so it must name no URL, header or body.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// How the exchange ended.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// The operation that was called, where a client called it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }
}

/// One line with every cause: what went wrong below is what a person needs to mend it.
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        write!(f, "{}", self.0.kind)?;
        let mut cause = self.source();
        let mut last = String::new();
        while let Some(error) = cause {
            // Many errors repeat their cause in their own text.
            let text = error.to_string();
            if !last.contains(&text) {
                write!(f, ": {text}")?;
            }
            last = text;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportError")
            .field("operation", &self.0.operation)
            .field("kind", &self.0.kind)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
