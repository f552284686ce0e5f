//! Successful responses that cannot be decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{
    Attempts,
    api::{MAX_KEPT, Reading, media_type},
    attempts::write_attempts,
    json_path,
    shown::{self, MAX_NAME, MAX_TEXT},
};
use crate::metadata::Metadata;

/// A successful response whose body cannot be decoded. The server has carried out the call. The
/// error keeps the whole response.
pub struct DecodeError(Box<Inner>);

struct Inner {
    metadata: &'static Metadata,
    response: http::Response<Bytes>,
    path: String,
    problem: String,
    media_type: Option<String>,
    trace_id: Option<String>,
    attempts: Option<Box<Attempts>>,
}

impl DecodeError {
    /// Creates an error for a body that cannot be decoded. `problem` says what was expected,
    /// without quoting the body.
    pub fn new(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        problem: impl Into<String>,
    ) -> Self {
        Self::at(metadata, response, String::new(), problem.into())
    }

    pub(crate) fn json(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        error: &serde_json::Error,
    ) -> Self {
        let path = json_path::locate(response.body(), error);
        Self::at(metadata, response, path, json_path::problem(error))
    }

    fn at(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        path: String,
        problem: String,
    ) -> Self {
        let media_type = media_type(response.headers()).map(str::to_owned);
        let (trace_id, attempts) = (None, None);
        Self(Box::new(Inner { metadata, response, path, problem, media_type, trace_id, attempts }))
    }

    /// Adds the trace ID, and redacts the secrets of the call.
    pub(crate) fn with_reading(mut self, reading: Reading<'_>) -> Self {
        let secrets = reading.secrets();
        let Inner { path, problem, media_type, .. } = &mut *self.0;
        for text in [path, problem].into_iter().chain(media_type) {
            *text = secrets.redact(text, MAX_KEPT);
        }
        self.0.trace_id = reading.trace_id(self.headers());
        self
    }

    pub(super) fn with_attempts(mut self, attempts: Box<Attempts>) -> Self {
        self.0.attempts = Some(attempts);
        self
    }

    /// Returns the operation that was called, as the API's description spells it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.metadata.operation
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.response.status()
    }

    /// Returns the path to the value at fault, such as `[3].email_addresses[0].id`. It is empty if
    /// the whole document is at fault.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Returns what was expected there.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// Returns the trace ID, which the API's support asks for.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// Returns the attempts of the call, if there was more than one.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        self.0.attempts.as_deref()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.response.headers()
    }

    /// Returns the body of the response, as it was received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.0.response.body()
    }

    /// Returns the whole response.
    #[must_use]
    pub fn into_response(self) -> http::Response<Bytes> {
        self.0.response
    }
}

/// One line: the operation, the status, the path, what was expected there, and the trace ID.
impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, &|f| {
            let Inner { metadata, path, problem, media_type, .. } = &*self.0;
            let status = self.status();
            write!(f, "{}: {status}, but the body cannot be read: ", metadata.label())?;
            f.write_str(&shown::one_line(problem, MAX_TEXT))?;
            if !path.is_empty() {
                write!(f, " at `{}`", shown::one_line(path, MAX_TEXT))?;
            }
            if let Some(media_type) = media_type.as_ref().filter(|text| !text.ends_with("json")) {
                write!(f, ", in {}", shown::one_line(media_type, MAX_NAME))?;
            }
            if let Some(trace_id) = self.trace_id() {
                write!(f, " (trace {trace_id})")?;
            }
            write_attempts(f, self.attempts())
        })
    }
}

/// Shows the message, then the fields. The body may contain tokens, so only its length is shown.
impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::debug(f, self, &|f| {
            let Inner { path, problem, .. } = &*self.0;
            let mut debug = f.debug_struct("DecodeError");
            debug
                .field("operation", &self.operation())
                .field("status", &self.status().as_u16())
                .field("path", &shown::one_line(path, MAX_TEXT))
                .field("problem", &shown::one_line(problem, MAX_TEXT))
                .field("trace_id", &self.trace_id())
                .field("body", &format_args!("<{} bytes>", self.body().len()));
            if let Some(attempts) = self.attempts() {
                debug.field("attempts", attempts);
            }
            debug.finish()
        })
    }
}

impl std::error::Error for DecodeError {}
