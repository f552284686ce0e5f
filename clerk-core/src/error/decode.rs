//! A success that this version cannot read.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api::{media_type, trace_id};
use crate::{Attempts, Metadata, json_path, redact};

/// A success whose body is not what the operation promises. The call has been carried out, and
/// the answer is kept whole.
pub struct DecodeError {
    metadata: &'static Metadata,
    response: http::Response<Bytes>,
    path: String,
    problem: String,
}

impl DecodeError {
    /// The body does not decode. `problem` says what was expected, without quoting what came.
    pub fn new(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        problem: impl Into<String>,
    ) -> Self {
        Self { metadata, response, path: String::new(), problem: problem.into() }
    }

    pub(crate) fn json(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        error: &serde_json::Error,
    ) -> Self {
        let path = redact::line(&json_path::locate(response.body(), error));
        Self { metadata, response, path, problem: json_path::problem(error) }
    }

    /// The operation that was called, as the API's description spells it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.metadata.operation
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Where in the document the problem is, such as `[3].email_addresses[0].id`. Empty where it
    /// is the document as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// What Clerk's support asks for.
    #[must_use]
    pub fn trace_id(&self) -> Option<String> {
        trace_id(self.headers())
    }

    /// How often the call was tried, where it was more than once.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        self.response.extensions().get::<Arc<Attempts>>().map(|attempts| &**attempts)
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The body of the answer, as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.response.body()
    }

    /// The whole answer.
    #[must_use]
    pub fn into_response(self) -> http::Response<Bytes> {
        self.response
    }
}

/// One line: operation, status, what was expected where, and the trace ID.
impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, status) = (self.operation(), self.status());
        write!(f, "{operation}: {status}, but the body cannot be read: {}", self.problem)?;
        if !self.path.is_empty() {
            write!(f, " at `{}`", self.path)?;
        }
        match media_type(self.headers()) {
            Some(media_type) if !media_type.ends_with("json") => {
                write!(f, ", in {}", redact::line(media_type))?;
            }
            _ => {}
        }
        if let Some(trace_id) = self.trace_id() {
            write!(f, " (trace {trace_id})")?;
        }
        match self.attempts() {
            Some(attempts) => attempts.fmt(f),
            None => Ok(()),
        }
    }
}

/// The body of a success may hold tokens, so only its length is shown.
impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("DecodeError");
        if let Some(attempts) = self.attempts() {
            debug.field("attempts", attempts);
        }
        debug
            .field("operation", &self.operation())
            .field("status", &self.status().as_u16())
            .field("path", &self.path)
            .field("problem", &self.problem)
            .field("trace_id", &self.trace_id())
            .field("body", &format_args!("<{} bytes>", self.body().len()))
            .finish()
    }
}

impl std::error::Error for DecodeError {}
