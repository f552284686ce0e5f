//! Error responses of handlers.

use std::{iter, time::Duration};

use clerk_core::{
    Bytes,
    endpoint::ParamLocation,
    http::{
        HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    incoming::{RequestError, RequestErrorKind},
    values::InvalidRfc3339,
};
use serde::Serialize;
use serde_json::{Value, json};

/// An error response of a handler, in Clerk's format.
///
/// ```
/// use clerk_testing::ApiFailure;
/// use serde_json::json;
///
/// let failure = ApiFailure::unprocessable("form_param_missing")
///     .message("is missing")
///     .long_message("Enter an email address.")
///     .meta(json!({ "param_name": "email_address" }))
///     .and(ApiFailure::unprocessable("form_param_unknown").message("is unknown"));
/// ```
#[derive(Clone, Debug)]
pub struct ApiFailure(Box<Inner>);

/// The result of a handler.
pub(crate) type Outcome<T> = Result<T, ApiFailure>;

#[derive(Clone, Debug)]
struct Inner {
    status: StatusCode,
    headers: HeaderMap,
    error: Detail,
    more: Vec<Detail>,
}

#[derive(Clone, Debug, Serialize)]
struct Detail {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    long_message: Option<String>,
    code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    meta: Option<Value>,
}

impl ApiFailure {
    /// Creates an error with `status` and `code`. Default [`message`](Self::message): the status's
    /// reason phrase.
    pub fn new(status: StatusCode, code: impl Into<String>) -> Self {
        let message = status.canonical_reason().unwrap_or("Error").to_owned();
        let error = Detail { message, long_message: None, code: code.into(), meta: None };
        let headers = HeaderMap::new();
        Self(Box::new(Inner { status, headers, error, more: Vec::new() }))
    }

    /// Creates a 400: the request is malformed, or conflicts with the state of the resource.
    pub fn bad_request(code: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// Creates a 401: the key is missing, wrong or revoked.
    pub fn unauthorized(code: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code)
    }

    /// Creates a 402: the instance's plan does not include this, or its quota is exhausted.
    pub fn payment_required(code: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYMENT_REQUIRED, code)
    }

    /// Creates a 403: the key is not allowed to do this.
    pub fn forbidden(code: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code)
    }

    /// Creates a 404: the resource does not exist.
    pub fn not_found(code: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    /// Creates a 409: the request conflicts with the current state of the resource.
    pub fn conflict(code: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// Creates a 422: a param is missing or invalid.
    pub fn unprocessable(code: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// Creates a 429: too many requests. `Retry-After` holds the whole seconds of `retry_after`.
    #[must_use]
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests")
            .header(RETRY_AFTER, retry_after.as_secs().into())
    }

    /// Sets the message for developers.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.0.error.message = message.into();
        self
    }

    /// Sets the message for the application's users.
    #[must_use]
    pub fn long_message(mut self, message: impl Into<String>) -> Self {
        self.0.error.long_message = Some(message.into());
        self
    }

    /// Sets details of the error, such as `{"param_name": "actor.sub"}`.
    #[must_use]
    pub fn meta(mut self, meta: Value) -> Self {
        self.0.error.meta = Some(meta);
        self
    }

    /// Sets a header of the response.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// Adds the errors of `other`. The response keeps its status and headers.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.more.push(other.0.error);
        self.0.more.extend(other.0.more);
        self
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the code of the first error.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0.error.code
    }

    /// Returns the message for the application's users, or else that for developers.
    #[cfg(all(feature = "testing", feature = "auth"))]
    pub(crate) fn text(&self) -> &str {
        self.0.error.long_message.as_ref().unwrap_or(&self.0.error.message)
    }

    pub(crate) fn into_response(self, trace_id: &str) -> Response<Bytes> {
        #[derive(Serialize)]
        struct Body<'a> {
            errors: Vec<&'a Detail>,
            clerk_trace_id: &'a str,
        }

        let Inner { status, headers, error, more } = *self.0;
        let errors = iter::once(&error).chain(&more).collect();
        // Strings and JSON values always serialize.
        let body = serde_json::to_vec(&Body { errors, clerk_trace_id: trace_id });
        let mut response = Response::new(body.unwrap_or_default().into());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
            .headers_mut()
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
        response
    }
}

/// A 422 with the param's name as `param_name`, a 400 for an unreadable body, or a 500 for a response
/// that fails to encode.
impl From<RequestError> for ApiFailure {
    fn from(error: RequestError) -> Self {
        let failure = match (error.kind(), error.param()) {
            (RequestErrorKind::Missing, _) => {
                Self::unprocessable("form_param_missing").message("is missing")
            }
            (RequestErrorKind::Response, _) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self::new(status, "fake_response_invalid").message("failed to encode")
            }
            (_, "") => Self::bad_request("request_body_invalid").message("is invalid"),
            _ if error.problem().ends_with(&InvalidRfc3339.to_string()) => {
                Self::unprocessable("form_param_invalid_time").message("is invalid")
            }
            _ if matches!(
                error.location(),
                ParamLocation::Member | ParamLocation::Body | ParamLocation::Query
            ) =>
            {
                Self::unprocessable("form_param_value_invalid").message("is invalid")
            }
            _ => Self::unprocessable("form_param_format_invalid").message("is invalid"),
        };
        let failure = failure.long_message(error.to_string());
        match error.param() {
            "" => failure,
            name => failure.meta(json!({ "param_name": name })),
        }
    }
}
