//! Errors of a call.

use std::{error::Error as StdError, fmt, time::Duration};

mod api;
mod attempts;
mod body;
mod common;
mod config;
mod decode;
mod encode;
pub(crate) mod json_path;
mod kind;
mod public;
mod retry_after;
mod shown;
mod transport;

pub use api::ApiError;
pub use attempts::{Attempts, StopReason};
pub use body::{ErrorBody, ErrorDetail, ErrorReader};
pub use common::read_common;
pub use config::ConfigError;
pub use decode::DecodeError;
pub use encode::EncodeError;
#[doc(hidden)]
pub use json_path::locate_json_error;
pub use kind::ApiErrorKind;
pub use transport::{Deadline, Received, TransportError, TransportErrorKind};

pub(crate) use api::{ApiProfile, Reading};
pub(crate) use retry_after::retry_after;
use shown::Report;

/// The error of a call.
///
/// `Display` is one line that a person can act on: the operation, what happened, and the trace ID
/// if there is one. [`source`](StdError::source) returns the causes. [`report`](Self::report) and
/// the first line of `Debug` include all of them. None of these shows a credential. `Display` has
/// at most 2 KiB, `Debug` at most 8 KiB.
#[non_exhaustive]
pub enum Error {
    /// The client cannot be built.
    Config(ConfigError),
    /// A param cannot be sent. Nothing has left the process.
    Encode(EncodeError),
    /// No complete response was received.
    Transport(TransportError),
    /// The response has an error status.
    Api(ApiError),
    /// The response is a success, but its body cannot be decoded.
    Decode(DecodeError),
}

impl Error {
    /// Returns the API's error, if the response has an error status.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        if let Self::Api(error) = self { Some(error) } else { None }
    }

    /// Returns the transport's error, if no complete response was received.
    #[must_use]
    pub fn transport(&self) -> Option<&TransportError> {
        if let Self::Transport(error) = self { Some(error) } else { None }
    }

    /// Returns the decode error, if the response is a success that cannot be decoded.
    #[must_use]
    pub fn decode(&self) -> Option<&DecodeError> {
        if let Self::Decode(error) = self { Some(error) } else { None }
    }

    /// Returns the encode error, if a param cannot be sent.
    #[must_use]
    pub fn encode(&self) -> Option<&EncodeError> {
        if let Self::Encode(error) = self { Some(error) } else { None }
    }

    /// Returns the configuration error, if the client cannot be built.
    #[must_use]
    pub fn config(&self) -> Option<&ConfigError> {
        if let Self::Config(error) = self { Some(error) } else { None }
    }

    /// Returns the operation that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Config(_) => None,
            Self::Encode(error) => Some(error.operation()),
            Self::Transport(error) => error.operation(),
            Self::Api(error) => Some(error.operation()),
            Self::Decode(error) => Some(error.operation()),
        }
    }

    /// Returns the status of the response, if a complete one was received.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// Returns the meaning of the error status.
    #[must_use]
    pub fn kind(&self) -> Option<ApiErrorKind> {
        self.api().map(ApiError::kind)
    }

    /// Returns the first error code of the response.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.api()?.code()
    }

    /// Returns whether the response lists an error with this code.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.api().is_some_and(|error| error.has_code(code))
    }

    /// Returns how long to wait before the next call, if the server asks for a wait or if the call
    /// was held back.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::Transport(error) => match error.kind() {
                TransportErrorKind::Throttled { retry_after } => {
                    Some(retry_after).filter(|wait| !wait.is_zero())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns whether the response has the status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == Some(ApiErrorKind::NotFound)
    }

    /// Returns the trace ID, which the API's support asks for.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.trace_id(),
            Self::Decode(error) => error.trace_id(),
            _ => None,
        }
    }

    /// Returns the message with all its causes, as one line of at most 2 KiB.
    ///
    /// `Display` leaves the causes out, because programs that print an error's chain would print
    /// them twice.
    #[must_use]
    pub fn report(&self) -> impl fmt::Display + '_ {
        Report(self)
    }

    /// Returns the attempts of the call, or `None` if nothing was sent or if the first attempt
    /// succeeded.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        match self {
            Self::Config(_) | Self::Encode(_) => None,
            Self::Transport(error) => error.attempts(),
            Self::Api(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
        }
    }

    /// Returns whether an earlier attempt of the call may have succeeded. This error may then only
    /// mean that there is nothing left to do. Example: the connection breaks during a `DELETE`, and
    /// the retry gets a 404.
    ///
    /// It is true if
    /// - an earlier attempt may have reached the server, and got no response or a 5xx,
    /// - the method is not `GET`, `HEAD`, or another safe one (RFC 9110 §9.2.1), and
    /// - the status of this response is 400, 404, 409, 410, 412, or 422.
    #[must_use]
    pub fn earlier_attempt_may_have_succeeded(&self) -> bool {
        self.attempts().is_some_and(|attempts| attempts.earlier_may_have_succeeded)
    }

    fn variant(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Config(error) => error,
            Self::Encode(error) => error,
            Self::Transport(error) => error,
            Self::Api(error) => error,
            Self::Decode(error) => error,
        }
    }

    /// Adds the attempts of the call. The client does this once, after a call has failed.
    pub(crate) fn with_attempts(self, attempts: Option<Box<Attempts>>) -> Self {
        let Some(attempts) = attempts else { return self };
        match self {
            Self::Config(_) | Self::Encode(_) => self,
            Self::Transport(error) => Self::Transport(error.with_attempts(attempts)),
            Self::Api(error) => Self::Api(error.with_attempts(attempts)),
            Self::Decode(error) => Self::Decode(error.with_attempts(attempts)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.variant(), f)
    }
}

/// Starts with the message.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.variant(), f)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // `Display` already shows the variant's own text, so the chain continues below it.
        self.variant().source()
    }
}

macro_rules! variants {
    ($($variant:ident($error:ty)),*) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        })*
    };
}

variants! {
    Config(ConfigError),
    Encode(EncodeError),
    Transport(TransportError),
    Api(ApiError),
    Decode(DecodeError)
}
