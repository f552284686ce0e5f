//! The server's answer to a call that failed.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde_json::{Map, Value};

use crate::{
    Attempts, Metadata,
    redact::{self, Redacted},
    retry_after,
};

/// An answer with a status that is no success, kept whole.
///
/// It can be made from any answer: a body that is empty, no JSON or not Clerk's leaves
/// [`errors`](Self::errors) empty, and [`body`](Self::body) has what came.
///
/// ```
/// use clerk_core::{ApiError, ApiErrorKind};
///
/// fn explain(error: &ApiError) -> String {
///     match error.kind() {
///         ApiErrorKind::PaymentRequired => "the plan is used up".to_owned(),
///         ApiErrorKind::UnprocessableEntity if error.has_code("form_param_missing") => {
///             "something is missing".to_owned()
///         }
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct ApiError {
    metadata: &'static Metadata,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    errors: Vec<ErrorDetail>,
    meta: Option<Value>,
    trace_id: Option<String>,
    retry_after: Option<Duration>,
    attempts: Option<Arc<Attempts>>,
}

/// One of the errors that an answer lists.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// What went wrong, for programs. Empty where the answer has none.
    pub code: String,
    /// What went wrong, for developers. Empty where the answer has none.
    pub message: String,
    /// What went wrong, for the application's users.
    pub long_message: Option<String>,
    /// Whatever else the server says, such as `param_name`.
    pub meta: Option<Value>,
}

/// What an error status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiErrorKind {
    /// 400: the request is malformed, or does not fit the state of the resource.
    BadRequest,
    /// 401: the key is missing, wrong or revoked.
    Unauthorized,
    /// 402: the instance's plan does not include this, or its quota is used up.
    PaymentRequired,
    /// 403: the key may not do this.
    Forbidden,
    /// 404: there is no such resource.
    NotFound,
    /// 409: the request does not fit the current state of the resource.
    Conflict,
    /// 410: the resource is gone for good.
    Gone,
    /// 413: the body is too large.
    PayloadTooLarge,
    /// 422: a parameter is missing or not valid.
    UnprocessableEntity,
    /// 423: the resource is locked.
    Locked,
    /// 429: too many requests; see [`ApiError::retry_after`].
    TooManyRequests,
    /// 500 to 599: the server, or something before it, failed.
    Server,
    /// Any other status, redirects among them.
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
    /// Reads the answer to a call of the operation that `metadata` describes. Never fails.
    #[must_use]
    pub fn new(metadata: &'static Metadata, response: http::Response<Bytes>) -> Self {
        let attempts = Attempts::of(&response);
        let (parts, body) = response.into_parts();
        let mut members = match serde_json::from_slice(&body) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let errors = match take(&mut members, "errors") {
            Value::Array(items) => items.into_iter().filter_map(ErrorDetail::read).collect(),
            _ => Vec::new(),
        };
        let trace_id = text(&mut members, "clerk_trace_id").map(|id| redact::line(&id));
        Self {
            metadata,
            status: parts.status,
            errors,
            meta: Some(take(&mut members, "meta")).filter(|meta| !meta.is_null()),
            trace_id: trace_id.or_else(|| self::trace_id(&parts.headers)),
            retry_after: retry_after::from_headers(&parts.headers),
            headers: parts.headers,
            body,
            attempts,
        }
    }

    /// The operation that was called, as the API's description spells it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.metadata.operation
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What the status means.
    #[must_use]
    pub fn kind(&self) -> ApiErrorKind {
        self.status.into()
    }

    /// Whether the API documents the status for this operation. One that it does not is as
    /// readable as one that it does.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        self.metadata.documents(self.status)
    }

    /// The errors that the answer lists, in its order.
    #[must_use]
    pub fn errors(&self) -> &[ErrorDetail] {
        &self.errors
    }

    /// The code of the first error.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.errors.first().map(|error| error.code.as_str()).filter(|code| !code.is_empty())
    }

    /// Whether one of the errors has this code.
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        self.errors.iter().any(|error| error.code == code)
    }

    /// What the server says about the answer as a whole.
    #[must_use]
    pub fn meta(&self) -> Option<&Value> {
        self.meta.as_ref()
    }

    /// What Clerk's support asks for.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.trace_id.as_deref()
    }

    /// How long the server asks to wait before the next call (`Retry-After`, RFC 9110 §10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// How often the call was tried, where [`Retry`](crate::Retry) made the attempts.
    #[must_use]
    pub fn attempts(&self) -> Option<&Attempts> {
        self.attempts.as_deref()
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body of the answer, as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl ErrorDetail {
    /// The most telling message there is.
    fn message(&self) -> &str {
        self.long_message.as_deref().unwrap_or(&self.message)
    }

    fn read(item: Value) -> Option<Self> {
        let Value::Object(mut members) = item else { return None };
        Some(Self {
            code: text(&mut members, "code").unwrap_or_default(),
            message: text(&mut members, "message").unwrap_or_default(),
            long_message: text(&mut members, "long_message"),
            meta: Some(take(&mut members, "meta")).filter(|meta| !meta.is_null()),
        })
    }
}

fn text(members: &mut Map<String, Value>, name: &str) -> Option<String> {
    match take(members, name) {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Leaves `null` behind: to take a member out of a tree takes more code.
fn take(members: &mut Map<String, Value>, name: &str) -> Value {
    members.get_mut(name).map(Value::take).unwrap_or_default()
}

/// The trace ID that Clerk sends with every answer.
pub(crate) fn trace_id(headers: &HeaderMap) -> Option<String> {
    headers.get("x-clerk-trace-id")?.to_str().ok().map(redact::line)
}

/// The content type without its parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').next().map(str::trim)
}

/// One line: operation, status, the first error, the wait, and the trace ID.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation(), self.status)?;
        let telling = |error: &&ErrorDetail| !error.code.is_empty() || !error.message().is_empty();
        if let Some(error) = self.errors.iter().find(telling) {
            if !error.code.is_empty() {
                write!(f, ": {}", redact::line(&error.code))?;
            }
            if !error.message().is_empty() {
                write!(f, ": {}", redact::line(error.message()))?;
            }
            if self.errors.len() > 1 {
                write!(f, " (and {} more)", self.errors.len() - 1)?;
            }
        } else if self.status.is_redirection() {
            write!(f, ": redirects are not followed; check the base URL")?;
        } else if !self.body.is_empty() {
            let media_type = redact::line(media_type(&self.headers).unwrap_or("body"));
            write!(f, ", without Clerk's errors, but {} bytes of {media_type}", self.body.len())?;
        }
        if let Some(wait) = self.retry_after {
            write!(f, ", retry after {} s", wait.as_secs_f64())?;
        }
        if let Some(trace_id) = &self.trace_id {
            write!(f, " (trace {trace_id})")?;
        }
        match &self.attempts {
            Some(attempts) => attempts.fmt(f),
            None => Ok(()),
        }
    }
}

/// Shows the errors, or where there are none the beginning of the body. Of the headers only the
/// names, since a cookie is as good as a key.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ApiError");
        debug
            .field("operation", &self.operation())
            .field("status", &self.status.as_u16())
            .field("kind", &self.kind())
            .field("documented", &self.is_documented())
            .field("errors", &self.errors)
            .field("meta", &Redacted(&self.meta))
            .field("trace_id", &self.trace_id)
            .field("retry_after", &self.retry_after)
            .field(
                "headers",
                &self.headers.keys().map(|name| redact::keys(name.as_str())).collect::<Vec<_>>(),
            );
        if let Some(attempts) = self.attempts().filter(|attempts| attempts.is_telling()) {
            debug.field("attempts", attempts);
        }
        if self.errors.is_empty() {
            debug.field("body", &redact::excerpt(&self.body));
        }
        debug.finish()
    }
}

/// A server may quote the request, so keys are replaced.
impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorDetail")
            .field("code", &Redacted(&self.code))
            .field("message", &Redacted(&self.message))
            .field("long_message", &Redacted(&self.long_message))
            .field("meta", &Redacted(&self.meta))
            .finish()
    }
}

impl std::error::Error for ApiError {}
