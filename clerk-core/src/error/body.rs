//! The errors in the body of a response.

use std::fmt;

use bytes::Bytes;
use http::Response;

use crate::values::Json;

/// The most errors kept from one response. An attacker who controls a gateway could otherwise fill
/// the memory with millions of them.
const MAX_DETAILS: usize = 64;

/// Reads the headers and the body of an error response. It never fails: it leaves out what it
/// cannot read. The error keeps the response itself.
///
/// [`LooseJson`](crate::values::LooseJson) reads a JSON document without building a tree.
///
/// [`ClientBuilder::error_reader`] sets it for a client. Default:
/// [`read_common`](super::read_common).
///
/// [`ClientBuilder::error_reader`]: crate::client::ClientBuilder::error_reader
pub type ErrorReader = fn(&Response<Bytes>) -> ErrorBody;

/// The errors that a response lists.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The errors, in the order of the response.
    pub details: Vec<ErrorDetail>,
    /// The number of further errors, which are not kept.
    pub omitted: usize,
    /// Data about the response as a whole.
    pub meta: Option<Json>,
    /// The trace ID, which the API's support asks for.
    pub trace_id: Option<String>,
}

/// One of the errors that a response lists.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The kind of error, for programs. Empty if the response has none.
    pub code: String,
    /// A short message, for developers. Empty if the response has none.
    pub message: String,
    /// A longer message, often for the application's users.
    pub description: Option<String>,
    /// The param at fault, as the API names it.
    pub param: Option<String>,
    /// Further data, such as the limit that was exceeded.
    pub meta: Option<Json>,
}

impl ErrorBody {
    /// Creates a body that lists `details` and has nothing else.
    #[must_use]
    pub fn new(details: Vec<ErrorDetail>) -> Self {
        Self { details, ..Self::default() }
    }

    /// Adds an error. Keeps the first 64 and counts the others in [`omitted`](Self::omitted).
    pub fn push(&mut self, detail: ErrorDetail) {
        if self.details.len() < MAX_DETAILS {
            self.details.push(detail);
        } else {
            self.omitted = self.omitted.saturating_add(1);
        }
    }
}

impl ErrorDetail {
    /// Creates an error with a code and a message.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), ..Self::default() }
    }

    /// Returns the param at fault, as the API names it.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.param.as_deref()
    }

    /// Returns the description, or the message if there is none.
    #[must_use]
    pub fn best_message(&self) -> &str {
        self.description.as_deref().unwrap_or(&self.message)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.code.is_empty() && self.best_message().is_empty()
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ErrorDetail");
        debug.field("code", &self.code).field("message", &self.message);
        if let Some(description) = &self.description {
            debug.field("description", description);
        }
        if let Some(param) = &self.param {
            debug.field("param", param);
        }
        if let Some(meta) = &self.meta {
            debug.field("meta", meta);
        }
        debug.finish()
    }
}
