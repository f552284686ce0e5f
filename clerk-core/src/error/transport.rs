//! Calls without a complete response.

use std::{error::Error as StdError, fmt, time::Duration};

use http::StatusCode;

use super::{Attempts, attempts::write_attempts, shown};
use crate::{metadata::Metadata, redact::Secrets};

/// A transport failure: no complete response was received.
///
/// It names neither the URL nor a header, so it can be logged.
pub struct TransportError(Box<Inner>);

struct Inner {
    kind: TransportErrorKind,
    deadline: Option<Deadline>,
    received: Option<Received>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    /// The client adds the rest.
    metadata: Option<&'static Metadata>,
    attempts: Option<Box<Attempts>>,
}

/// The kind of a [`TransportError`], which determines whether a retry is safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport does not support this request. Nothing was sent, and a retry would fail again.
    Request,
    /// There is no connection: the name did not resolve, the server refused, or the TLS handshake
    /// failed. Nothing was sent, so any call can be retried.
    Connect,
    /// A client-side limit, or a pause that the server asked for, held the call back until its
    /// deadline or would have. Nothing was sent.
    Throttled {
        /// How long the call would have to wait. Zero if unknown.
        retry_after: Duration,
    },
    /// A deadline passed: see [`TransportError::deadline`]. The server may have carried out the
    /// request.
    Timeout,
    /// The connection broke before the whole response was received. The server may have carried out
    /// the request.
    Interrupted,
    /// The response is not valid HTTP. The server may have carried out the request.
    Protocol,
    /// The response has more or larger headers than the transport accepts. The server may have
    /// carried out the request.
    HeadTooLarge,
    /// The body is larger than allowed. The server has very likely carried out the request.
    BodyTooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// Anything else. The server may have carried out the request.
    Other,
}

/// A deadline of a call, with the duration that it was set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deadline {
    /// For setting up a connection.
    Connect(Duration),
    /// For one attempt, from the first byte of the request to the last of the response.
    Attempt(Duration),
    /// For the call, over all attempts and the waits between them.
    Call(Duration),
}

impl Deadline {
    /// Returns the duration that it was set to.
    #[must_use]
    pub fn limit(self) -> Duration {
        match self {
            Self::Connect(limit) | Self::Attempt(limit) | Self::Call(limit) => limit,
        }
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Connect(_) => "connection",
            Self::Attempt(_) => "attempt",
            Self::Call(_) => "call",
        };
        write!(f, "the deadline of the {name} ({} s)", self.limit().as_secs_f64())
    }
}

/// How much of a response was received before the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Received {
    /// No part of the body. Some transports do not report the headers before the body.
    Nothing,
    /// The headers, and some of the body.
    #[non_exhaustive]
    Body {
        /// The status of the response.
        status: StatusCode,
        /// How much of the body was read, in bytes.
        bytes: u64,
    },
}

impl Received {
    /// A response with `status` and the first `bytes` bytes of its body.
    #[must_use]
    pub fn body(status: StatusCode, bytes: u64) -> Self {
        Self::Body { status, bytes }
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("no body was received"),
            Self::Body { status, bytes } => {
                write!(f, "status {} and {bytes} bytes of the body were received", status.as_u16())
            }
        }
    }
}

impl TransportErrorKind {
    /// Returns whether the request certainly never reached the server. Any call can then be
    /// retried, even one that must not be carried out twice.
    #[must_use]
    pub fn is_unsent(self) -> bool {
        matches!(self, Self::Request | Self::Connect | Self::Throttled { .. })
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "the transport cannot send this request",
            Self::Connect => "no connection to the server",
            Self::Throttled { retry_after: Duration::ZERO } => {
                "held back and not sent: no permit before its deadline"
            }
            Self::Throttled { retry_after } => {
                let seconds = retry_after.as_secs_f64();
                return write!(
                    f,
                    "held back and not sent: rate limited for {seconds:.3} s, past its deadline"
                );
            }
            Self::Timeout => "the deadline has passed",
            Self::Interrupted => "the connection broke before the whole response was received",
            Self::Protocol => "the response is not valid HTTP",
            Self::HeadTooLarge => "the response has too many headers, or too large ones",
            Self::BodyTooLarge { limit } => {
                return write!(f, "the response body is larger than {limit} bytes");
            }
            Self::Other => "the exchange failed",
        })
    }
}

impl TransportError {
    /// Creates an error of this kind, without a cause.
    #[must_use]
    pub fn new(kind: TransportErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            deadline: None,
            received: None,
            source: None,
            metadata: None,
            attempts: None,
        }))
    }

    /// Adds the cause. Its text is shown, so it must name no URL, header, or body. The error of a
    /// call keeps only the texts of its causes, without the call's secrets.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the deadline that passed.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Deadline) -> Self {
        self.0.deadline = Some(deadline);
        self
    }

    /// Adds how much of the response was received.
    #[must_use]
    pub fn with_received(mut self, received: Received) -> Self {
        self.0.received = Some(received);
        self
    }

    /// Adds the operation, and replaces the causes with their texts, without the call's secrets.
    pub(crate) fn with_call(mut self, metadata: &'static Metadata, secrets: &Secrets<'_>) -> Self {
        self.0.metadata = Some(metadata);
        self.0.source = self.0.source.map(|source| Cause::new(&*source, secrets).into());
        self
    }

    pub(super) fn with_attempts(mut self, attempts: Box<Attempts>) -> Self {
        self.0.attempts = Some(attempts);
        self
    }

    /// Returns what happened.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// Returns the deadline that passed, if one did.
    #[must_use]
    pub fn deadline(&self) -> Option<Deadline> {
        self.0.deadline
    }

    /// Returns how much of the response was received, if the transport knows.
    #[must_use]
    pub fn received(&self) -> Option<Received> {
        self.0.received
    }

    /// Returns the attempts of the call, if a client made it.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        self.0.attempts.as_deref()
    }

    /// Returns the operation that was called, if a client called it.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.metadata.map(|metadata| metadata.operation)
    }
}

/// One line. The causes are in [`source`](StdError::source).
impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, &|f| {
            if let Some(metadata) = self.0.metadata {
                write!(f, "{}: ", metadata.label())?;
            }
            match self.0.deadline {
                Some(deadline) => write!(f, "{deadline} has passed")?,
                None => write!(f, "{}", self.0.kind)?,
            }
            if let Some(received) = self.0.received {
                write!(f, "; {received}")?;
            }
            write_attempts(f, self.attempts())
        })
    }
}

/// Shows the message and its causes, then the fields.
impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::debug(f, self, &|f| {
            let mut debug = f.debug_struct("TransportError");
            debug.field("operation", &self.operation()).field("kind", &self.0.kind);
            if let Some(deadline) = &self.0.deadline {
                debug.field("deadline", deadline);
            }
            if let Some(received) = &self.0.received {
                debug.field("received", received);
            }
            if let Some(attempts) = self.attempts().filter(|attempts| attempts.is_notable()) {
                debug.field("attempts", attempts);
            }
            debug.field("source", &self.0.source).finish()
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&**self.0.source.as_ref()?)
    }
}

/// The most bytes kept of a cause's text.
const MAX_CAUSE: usize = 1024;

/// The text of a cause, without secrets.
struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

impl Cause {
    fn new(error: &(dyn StdError + 'static), secrets: &Secrets<'_>) -> Self {
        let text = shown::redacted_line(&error.to_string(), MAX_CAUSE, secrets);
        let source = error.source().map(|source| Box::new(Self::new(source, secrets)));
        Self { text, source }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
