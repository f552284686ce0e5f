//! Why there is no whole answer.

use std::{error::Error as StdError, fmt, sync::Arc, time::Duration};

use http::StatusCode;

use crate::{
    Attempts,
    redact::{self, Redacted},
};

/// An exchange that ended without a whole answer.
///
/// It names neither the URL nor a header, so it can be logged.
pub struct TransportError(Box<Inner>);

struct Inner {
    operation: Option<&'static str>,
    kind: TransportErrorKind,
    deadline: Option<Deadline>,
    received: Option<Received>,
    attempts: Option<Arc<Attempts>>,
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
    /// The call was held back until its time was up, or would have been longer than that: by a
    /// limit of the client's own, or because the server has asked for a pause. Nothing was sent.
    Throttled {
        /// How long the call would have to wait. Zero where nobody can tell.
        retry_after: Duration,
    },
    /// The time was up: [`TransportError::deadline`] says which. The server may have carried out
    /// the request.
    Timeout,
    /// The connection broke before the whole answer was there. The server may have carried out
    /// the request.
    Interrupted,
    /// The answer is not valid HTTP. The server may have carried out the request.
    Protocol,
    /// The answer has more headers than the transport accepts, or larger ones. The server may have
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

/// One of the time limits of a call, and what it was set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deadline {
    /// For setting up a connection.
    Connect(Duration),
    /// For one attempt, from its first byte to the last of the answer.
    Attempt(Duration),
    /// For the call, over all attempts and the waits between them.
    Call(Duration),
}

impl Deadline {
    /// What it was set to.
    #[must_use]
    pub fn limit(self) -> Duration {
        match self {
            Self::Connect(limit) | Self::Attempt(limit) | Self::Call(limit) => limit,
        }
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Self::Connect(_) => "connection",
            Self::Attempt(_) => "attempt",
            Self::Call(_) => "call",
        };
        write!(f, "the deadline of the {what} ({} s)", self.limit().as_secs_f64())
    }
}

/// How much of an answer was there when the exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Received {
    /// Neither its headers as a whole nor, on a transport that hands them on with the body, any of
    /// that.
    Nothing,
    /// Its headers, and some of its body.
    #[non_exhaustive]
    Body {
        /// The status that the server answered with.
        status: StatusCode,
        /// How much of the body was there, in bytes.
        bytes: u64,
    },
}

impl Received {
    /// An answer with this status, of whose body so many bytes were there.
    #[must_use]
    pub fn body(status: StatusCode, bytes: u64) -> Self {
        Self::Body { status, bytes }
    }
}

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("no body had arrived"),
            Self::Body { status, bytes } => {
                write!(f, "status {} and {bytes} bytes of the body had arrived", status.as_u16())
            }
        }
    }
}

impl TransportErrorKind {
    /// Whether the request certainly never reached the server, so that even a call that must
    /// happen at most once can be sent again.
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
                "held back and not sent: its turn did not come before its deadline"
            }
            Self::Throttled { retry_after } => {
                let seconds = retry_after.as_secs_f64();
                return write!(
                    f,
                    "held back and not sent: its turn comes in {seconds:.3} s, after its deadline"
                );
            }
            Self::Timeout => "the time for the call was up",
            Self::Interrupted => "the connection broke before the whole answer was there",
            Self::Protocol => "the answer is not valid HTTP",
            Self::HeadTooLarge => "the answer has too many headers, or too large ones",
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
        Self(Box::new(Inner {
            operation: None,
            kind,
            deadline: None,
            received: None,
            attempts: None,
            source: None,
        }))
    }

    /// Adds the cause. Its text is shown, so it must name no URL, header or body.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Says which time limit passed.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Deadline) -> Self {
        self.0.deadline = Some(deadline);
        self
    }

    /// Says how much of the answer was there.
    #[must_use]
    pub fn with_received(mut self, received: Received) -> Self {
        self.0.received = Some(received);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: Arc<Attempts>) -> Self {
        self.0.attempts = Some(attempts);
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

    /// Which time limit passed, where one did.
    #[must_use]
    pub fn deadline(&self) -> Option<Deadline> {
        self.0.deadline
    }

    /// How much of an answer was there, where the transport knows.
    #[must_use]
    pub fn received(&self) -> Option<Received> {
        self.0.received
    }

    /// How often the call was tried, where [`Retry`](crate::Retry) made the attempts.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        self.0.attempts.as_deref()
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
        match self.0.deadline {
            Some(deadline) => write!(f, "{deadline} has passed")?,
            None => write!(f, "{}", self.0.kind)?,
        }
        if let Some(received) = self.0.received {
            write!(f, "; {received}")?;
        }
        let mut cause = self.source();
        let mut last = String::new();
        while let Some(error) = cause {
            // Many errors repeat their cause in their own text.
            let text = error.to_string();
            if !last.contains(&text) {
                write!(f, ": {}", redact::keys(&text))?;
            }
            last = text;
            cause = error.source();
        }
        match &self.0.attempts {
            Some(attempts) => attempts.fmt(f),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("TransportError");
        debug.field("operation", &self.0.operation).field("kind", &self.0.kind);
        if let Some(deadline) = &self.0.deadline {
            debug.field("deadline", deadline);
        }
        if let Some(received) = &self.0.received {
            debug.field("received", received);
        }
        if let Some(attempts) = self.attempts().filter(|attempts| attempts.is_telling()) {
            debug.field("attempts", attempts);
        }
        debug.field("source", &Redacted(&self.0.source)).finish()
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
