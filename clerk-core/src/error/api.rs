//! Responses with an error status.

use std::{borrow::Cow, fmt, iter, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE, response};
use serde::de::DeserializeOwned;

use super::{
    ApiErrorKind, Attempts,
    attempts::write_attempts,
    body::{ErrorBody, ErrorDetail, ErrorReader},
    common::header_text,
    kind, retry_after,
    shown::{self, MAX_NAME, MAX_TEXT},
};
use crate::{
    metadata::Metadata,
    redact::{CredentialSecret, Secrets, SentSecrets},
    values::Json,
};

/// The most bytes kept of one text in a response. The body has the whole text.
pub(super) const MAX_KEPT: usize = 16 * 1024;

/// The most bytes kept of an earlier attempt's body. A call may make many attempts.
const MAX_EARLIER_BODY: usize = 8 * 1024;

/// A response with an error status, including its headers and body.
///
/// Any response can become an `ApiError`: if the body is empty, not JSON, or of an unknown shape,
/// [`errors`](Self::errors) is empty, and [`body`](Self::body) has the bytes.
///
/// ```
/// use clerk_core::{ApiError, ApiErrorKind};
///
/// fn explain(error: &ApiError) -> String {
///     match error.kind() {
///         ApiErrorKind::PaymentRequired => "the plan is used up".to_owned(),
///         ApiErrorKind::UnprocessableEntity if error.has_code("missing_field") => {
///             "something is missing".to_owned()
///         }
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct ApiError(Box<Inner>);

struct Inner {
    metadata: &'static Metadata,
    head: response::Parts,
    body: Bytes,
    read: ErrorBody,
    /// The header names and the body's media type, without secrets.
    header_names: Vec<String>,
    media_type: Option<String>,
    retry_after: Option<Duration>,
    attempts: Option<Box<Attempts>>,
}

/// The properties that all responses of one API share.
#[derive(Debug)]
pub(crate) struct ApiProfile {
    /// The name of the API in spans.
    pub(crate) name: Cow<'static, str>,
    pub(crate) error_reader: ErrorReader,
    /// The response headers that carry a trace ID.
    pub(crate) trace_headers: Vec<HeaderName>,
    /// The values of the client's own secret headers, other than the credential.
    pub(crate) secret_headers: Vec<HeaderValue>,
}

impl ApiProfile {
    pub(crate) fn new(error_reader: ErrorReader) -> Self {
        let (trace_headers, secret_headers) = (Vec::new(), Vec::new());
        Self { name: "".into(), error_reader, trace_headers, secret_headers }
    }
}

/// How to read the response to one call, and which secrets its errors must not show.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) api: &'a ApiProfile,
    pub(crate) credential: Option<&'a CredentialSecret>,
    /// The request's secrets other than the credential.
    pub(crate) sent: Option<&'a SentSecrets>,
}

impl<'a> Reading<'a> {
    /// Returns the secrets of the call.
    pub(crate) fn secrets(&self) -> Secrets<'a> {
        let mut secrets = Secrets::default();
        if let Some(credential) = self.credential {
            secrets.add_credential(credential);
        }
        secrets.add_headers(&self.api.secret_headers);
        if let Some(SentSecrets { headers, body }) = self.sent {
            secrets.add_headers(headers);
            secrets.add_body(body);
        }
        secrets
    }

    /// Returns the trace ID in the headers, as one line without secrets.
    pub(crate) fn trace_id(&self, headers: &HeaderMap) -> Option<String> {
        let id = header_text(headers, &self.api.trace_headers)?;
        Some(shown::redacted_line(id, MAX_NAME, &self.secrets()))
    }
}

impl ApiError {
    /// Reads the response to a call of the operation that `metadata` describes. Never fails.
    #[must_use]
    pub fn new(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        error_reader: ErrorReader,
    ) -> Self {
        let api = ApiProfile::new(error_reader);
        Self::read(metadata, response, Reading { api: &api, credential: None, sent: None })
    }

    pub(crate) fn read(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        reading: Reading<'_>,
    ) -> Self {
        let mut read = (reading.api.error_reader)(&response);
        let secrets = reading.secrets();
        for detail in &mut read.details {
            for name in iter::once(&mut detail.code).chain(&mut detail.param) {
                *name = secrets.redact_name(name, MAX_KEPT);
            }
            for text in iter::once(&mut detail.message).chain(&mut detail.description) {
                *text = secrets.redact(text, MAX_KEPT);
            }
            detail.meta = detail.meta.take().and_then(|meta| secrets.redact_json(&meta));
        }
        read.meta = read.meta.and_then(|meta| secrets.redact_json(&meta));
        let trace_id = read.trace_id.map(|id| shown::redacted_line(&id, MAX_NAME, &secrets));
        read.trace_id = trace_id.or_else(|| reading.trace_id(response.headers()));
        let (head, body) = response.into_parts();
        let header_names = head.headers.keys();
        Self(Box::new(Inner {
            metadata,
            header_names: header_names
                .map(|name| secrets.redact(name.as_str(), MAX_NAME))
                .collect(),
            media_type: media_type(&head.headers)
                .map(|text| shown::redacted_line(text, MAX_NAME, &secrets)),
            retry_after: retry_after(&head.headers),
            head,
            body,
            read,
            attempts: None,
        }))
    }

    /// Reads the response to an attempt that was not the last one. Keeps only the start of its
    /// body, so errors in a longer body are not read.
    pub(crate) fn read_earlier(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        reading: Reading<'_>,
    ) -> Self {
        let response = response.map(|body| match body.get(..MAX_EARLIER_BODY) {
            // A slice of the body would keep all of it in memory.
            Some(start) => Bytes::copy_from_slice(start),
            None => body,
        });
        Self::read(metadata, response, reading)
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
        self.0.head.status
    }

    /// Returns the meaning of the status.
    #[must_use]
    pub fn kind(&self) -> ApiErrorKind {
        self.status().into()
    }

    /// Returns whether the API documents the status for this operation. Undocumented statuses are
    /// read the same way.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        self.0.metadata.documents(self.status())
    }

    /// Returns the errors that the response lists, in order: at most 64. If the response repeats a
    /// secret of the request, the secret is redacted. Texts longer than 16 KiB are cut.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.read.details
    }

    /// Returns how many further errors of the response [`errors`](Self::errors) leaves out.
    #[must_use]
    pub fn omitted_errors(&self) -> usize {
        self.0.read.omitted
    }

    /// Returns the first error code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.errors().iter().map(|error| error.code.as_str()).find(|code| !code.is_empty())
    }

    /// Returns whether the response lists an error with this code.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.errors().iter().any(|error| error.code == code)
    }

    /// Returns the data about the response as a whole.
    #[must_use]
    pub fn meta(&self) -> Option<&Json> {
        self.0.read.meta.as_ref()
    }

    /// Returns the trace ID, which the API's support asks for.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.0.read.trace_id.as_deref()
    }

    /// Returns how long the server asks to wait before the next call (`Retry-After`, RFC 9110
    /// §10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the attempts of the call.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        self.0.attempts.as_deref()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.head.headers
    }

    /// Returns the body of the response, as it was received. [Earlier](Attempts::earlier) attempts
    /// keep only the first 8 KiB of it, and errors in a longer body are not read.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Reads the body as the API's own error document.
    ///
    /// ```
    /// # use clerk_core::ApiError;
    /// #[derive(serde::Deserialize)]
    /// struct Problem {
    ///     balance: u32,
    /// }
    ///
    /// fn balance(error: &ApiError) -> Option<u32> {
    ///     error.json::<Problem>().ok().map(|problem| problem.balance)
    /// }
    /// ```
    ///
    /// # Errors
    /// If the body does not deserialize as a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.0.body)
    }
}

/// Returns the content type without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}

/// One line: operation, status, the first error, the wait, and the trace ID.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, &|f| self.write_line(f))
    }
}

impl ApiError {
    fn write_line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { metadata, body, read, media_type, .. } = &*self.0;
        write!(f, "{}: {}", metadata.label(), self.status())?;
        let with_code = read.details.iter().find(|error| !error.code.is_empty());
        if let Some(error) =
            with_code.or_else(|| read.details.iter().find(|error| !error.is_empty()))
        {
            if !error.code.is_empty() {
                write!(f, ": {}", shown::one_line(&error.code, MAX_NAME))?;
            }
            if !error.best_message().is_empty() {
                write!(f, ": {}", shown::one_line(error.best_message(), MAX_TEXT))?;
            }
            let others = (read.details.len() - 1).saturating_add(read.omitted);
            if others > 0 {
                write!(f, " (and {others} more)")?;
            }
        } else if let Some(explanation) = kind::explain(self.status()) {
            write!(f, ": {explanation}")?;
        } else if !body.is_empty() {
            let media_type = media_type.as_deref().unwrap_or("body");
            write!(f, ", no known error document ({} bytes of {media_type})", body.len())?;
        }
        if let Some(wait) = self.retry_after() {
            write!(f, ", retry after {} s", wait.as_secs_f64())?;
        }
        if let Some(trace_id) = self.trace_id() {
            write!(f, " (trace {trace_id})")?;
        }
        write_attempts(f, self.attempts())
    }
}

/// Shows the message, then the errors, or the body's length if there are none. Shows only the names
/// of the headers, because a cookie is a credential too.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::debug(f, self, &|f| {
            let mut debug = f.debug_struct("ApiError");
            debug
                .field("operation", &self.operation())
                .field("status", &self.status().as_u16())
                .field("kind", &self.kind())
                .field("documented", &self.is_documented())
                .field("trace_id", &self.trace_id())
                .field("retry_after", &self.retry_after());
            if let Some(attempts) = self.attempts().filter(|attempts| attempts.is_notable()) {
                debug.field("attempts", attempts);
            }
            debug.field("errors", &self.errors()).field("meta", &self.meta());
            if self.errors().is_empty() {
                let (bytes, media_type) = (self.body().len(), &self.0.media_type);
                let of = media_type.as_ref().map(|media_type| format!(" of {media_type}"));
                debug.field("body", &format_args!("<{bytes} bytes{}>", of.unwrap_or_default()));
            }
            debug.field("headers", &self.0.header_names).finish()
        })
    }
}

impl std::error::Error for ApiError {}
