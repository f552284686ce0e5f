//! The response to a call that the API refused.

use std::{borrow::Cow, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode, header::CONTENT_TYPE, response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    Attempts,
    body::{ErrorBody, ErrorDetail, ErrorReader, header_text},
    retry_after,
};
use crate::{metadata::Metadata, redact::Secrets};

/// A response with an error status, kept whole.
///
/// It can be made of any response: if the body is empty, not JSON, or of an unknown shape,
/// [`errors`](Self::errors) is empty, and [`body`](Self::body) has the bytes.
///
/// ```
/// # extern crate clerk_core as clerk_sdk;
/// use clerk_sdk::{ApiError, ApiErrorKind};
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
    retry_after: Option<Duration>,
    attempts: Option<Box<Attempts>>,
    secrets: Secrets,
}

/// The properties that all responses of one API share.
#[derive(Debug)]
pub(crate) struct ApiProfile {
    /// The name of the API in spans.
    pub(crate) name: Cow<'static, str>,
    pub(crate) error_reader: ErrorReader,
    /// The headers in which the API sends an ID for its support.
    pub(crate) trace_headers: Vec<HeaderName>,
}

/// How the response to one call is read, and which secrets its errors must not show.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) api: &'a ApiProfile,
    pub(crate) secrets: &'a Secrets,
}

impl Reading<'_> {
    /// Returns the ID in the headers, as one line without secrets.
    pub(crate) fn trace_id(&self, headers: &HeaderMap) -> Option<String> {
        let id = header_text(headers, &self.api.trace_headers)?;
        Some(self.secrets.line(id))
    }
}

/// The meaning of an error status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiErrorKind {
    /// 400: the request is malformed, or does not fit the state of the resource.
    BadRequest,
    /// 401: the credential is missing, wrong, or revoked.
    Unauthorized,
    /// 402: the plan does not include this, or its quota is used up.
    PaymentRequired,
    /// 403: the credential does not permit this.
    Forbidden,
    /// 404: the resource does not exist.
    NotFound,
    /// 409: the request conflicts with the state of the resource.
    Conflict,
    /// 410: the resource no longer exists.
    Gone,
    /// 413: the body is too large.
    PayloadTooLarge,
    /// 422: a param is missing or invalid.
    UnprocessableEntity,
    /// 423: the resource is locked.
    Locked,
    /// 429: too many requests. See [`ApiError::retry_after`].
    TooManyRequests,
    /// 500 to 599: the server or a gateway failed.
    Server,
    /// Any other status, such as a redirect.
    Other,
}

impl From<StatusCode> for ApiErrorKind {
    fn from(status: StatusCode) -> Self {
        match status.as_u16() {
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            402 => Self::PaymentRequired,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            410 => Self::Gone,
            413 => Self::PayloadTooLarge,
            422 => Self::UnprocessableEntity,
            423 => Self::Locked,
            429 => Self::TooManyRequests,
            500..=599 => Self::Server,
            _ => Self::Other,
        }
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
        let api = ApiProfile { name: "".into(), error_reader, trace_headers: Vec::new() };
        Self::read(metadata, response, Reading { api: &api, secrets: &Secrets::default() })
    }

    pub(crate) fn read(
        metadata: &'static Metadata,
        response: http::Response<Bytes>,
        reading: Reading<'_>,
    ) -> Self {
        let mut read = (reading.api.error_reader)(&response);
        let secrets = reading.secrets.clone();
        for detail in &mut read.details {
            redact(&mut detail.code, &secrets);
            redact(&mut detail.message, &secrets);
            for text in detail.description.iter_mut().chain(&mut detail.param) {
                redact(text, &secrets);
            }
            redact_value(&mut detail.meta, &secrets);
        }
        redact_value(&mut read.meta, &secrets);
        let trace_id = read.trace_id.map(|id| secrets.line(&id));
        read.trace_id = trace_id.or_else(|| reading.trace_id(response.headers()));
        let (head, body) = response.into_parts();
        let retry_after = retry_after(&head.headers);
        Self(Box::new(Inner { metadata, head, body, read, retry_after, attempts: None, secrets }))
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
    /// just as readable.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        self.0.metadata.documents(self.status())
    }

    /// Returns the errors that the response lists, in its order. A credential that the response
    /// quotes is replaced in their texts.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.0.read.details
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
    pub fn meta(&self) -> Option<&Value> {
        self.0.read.meta.as_ref()
    }

    /// Returns the ID that the API's support asks for.
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

    /// Returns the body of the response, as it was received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Reads the body as the API's own error document.
    ///
    /// ```
    /// # extern crate clerk_core as clerk_sdk;
    /// # use clerk_sdk::ApiError;
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
    /// If the body is not the JSON of a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.0.body)
    }
}

fn redact(text: &mut String, secrets: &Secrets) {
    if let Cow::Owned(redacted) = secrets.redact(text) {
        *text = redacted;
    }
}

/// Redacts the texts and the names of members in `value`.
fn redact_value(value: &mut Option<Value>, secrets: &Secrets) {
    *value = value.take().map(|value| redacted(value, secrets));
}

fn redacted(value: Value, secrets: &Secrets) -> Value {
    let text = |text: String| match secrets.redact(&text) {
        Cow::Owned(redacted) => redacted,
        Cow::Borrowed(_) => text,
    };
    match value {
        Value::String(value) => Value::String(text(value)),
        Value::Array(items) => items.into_iter().map(|item| redacted(item, secrets)).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, item)| (text(name), redacted(item, secrets))).collect()
        }
        other => other,
    }
}

/// Returns the content type without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}

/// One line: operation, status, the first error, the wait, and the trace ID.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { metadata, body, secrets, .. } = &*self.0;
        write!(f, "{}: {}", metadata.label(), self.status())?;
        let has_text =
            |error: &&ErrorDetail| !error.code.is_empty() || !error.best_message().is_empty();
        let with_code = self.errors().iter().find(|error| !error.code.is_empty());
        if let Some(error) = with_code.or_else(|| self.errors().iter().find(has_text)) {
            if !error.code.is_empty() {
                write!(f, ": {}", secrets.line(&error.code))?;
            }
            if !error.best_message().is_empty() {
                write!(f, ": {}", secrets.line(error.best_message()))?;
            }
            if self.errors().len() > 1 {
                write!(f, " (and {} more)", self.errors().len() - 1)?;
            }
        } else if self.status().is_redirection() && self.status() != StatusCode::NOT_MODIFIED {
            write!(f, ": redirects are not followed; check the base URL")?;
        } else if !body.is_empty() {
            let media_type = secrets.line(media_type(self.headers()).unwrap_or("body"));
            write!(
                f,
                ", without a known error document, but {} bytes of {media_type}",
                body.len()
            )?;
        }
        if let Some(wait) = self.retry_after() {
            write!(f, ", retry after {} s", wait.as_secs_f64())?;
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

/// Shows the errors, or the beginning of the body if there are none. Shows the names of the
/// headers only, since a cookie is a credential too.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { secrets, .. } = &*self.0;
        let names: Vec<&str> = self.headers().keys().map(HeaderName::as_str).collect();
        let mut debug = f.debug_struct("ApiError");
        debug
            .field("operation", &self.operation())
            .field("status", &self.status().as_u16())
            .field("kind", &self.kind())
            .field("documented", &self.is_documented())
            .field("errors", &secrets.debug(&self.errors()))
            .field("meta", &secrets.debug(&self.meta()))
            .field("trace_id", &self.trace_id())
            .field("retry_after", &self.retry_after())
            .field("headers", &secrets.debug(&names));
        if let Some(attempts) = self.attempts().filter(|attempts| attempts.is_notable()) {
            debug.field("attempts", attempts);
        }
        if self.errors().is_empty() {
            debug.field("body", &secrets.excerpt(self.body()));
        }
        debug.finish()
    }
}

impl std::error::Error for ApiError {}
