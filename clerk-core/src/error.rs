//! Everything that a call can end in besides a value.

use std::{error::Error as StdError, fmt};

use crate::{Attempts, TransportError};

mod api;
mod config;
mod decode;
mod encode;

pub use api::{ApiError, ApiErrorKind, ErrorDetail};
pub use config::ConfigError;
pub use decode::DecodeError;
pub use encode::EncodeError;

#[cfg(feature = "tracing")]
pub(crate) use api::trace_id;

/// Why a call gave no value.
///
/// `Display` is one line that a person can act on: the operation, what happened, and the trace ID
/// where there is one. Neither `Display` nor `Debug` shows a key.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The client could not be made.
    Config(ConfigError),
    /// A parameter cannot be sent. Nothing has left the process.
    Encode(EncodeError),
    /// There is no whole answer.
    Transport(TransportError),
    /// The server answered with a status that is no success.
    Api(Box<ApiError>),
    /// The server answered with a success whose body is not what the operation promises.
    Decode(Box<DecodeError>),
}

impl Error {
    /// The answer of the server, where it is one with an error status.
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// The operation that was called.
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

    /// How often the call was tried, how long that took, and what the earlier attempts ended in.
    /// `None` where nothing was sent, and where the first attempt was answered with a success.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        match self {
            Self::Config(_) | Self::Encode(_) => None,
            Self::Transport(error) => error.attempts(),
            Self::Api(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
        }
    }

    /// The status of the answer, where there is a whole one.
    #[must_use]
    pub fn status(&self) -> Option<http::StatusCode> {
        match self {
            Self::Api(error) => Some(error.status()),
            Self::Decode(error) => Some(error.status()),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Encode(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // `Display` already shows the variant's own text, so the chain goes on below it.
        match self {
            Self::Config(error) => error.source(),
            Self::Encode(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Decode(error) => error.source(),
        }
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}
