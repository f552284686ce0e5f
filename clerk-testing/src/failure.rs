//! Answers with an error status.

use std::{iter, time::Duration};

use clerk_core::{
    Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    server::{RequestError, RequestErrorKind},
};
use serde::Serialize;
use serde_json::{Value, json};

/// An error that a handler answers with, in the shape of Clerk's errors.
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
    /// An error with this status and code. Its message is the status in words, until
    /// [`message`](Self::message) sets another.
    pub fn new(status: StatusCode, code: impl Into<String>) -> Self {
        let message = status.canonical_reason().unwrap_or("Error").to_owned();
        let error = Detail { message, long_message: None, code: code.into(), meta: None };
        let headers = HeaderMap::new();
        Self(Box::new(Inner { status, headers, error, more: Vec::new() }))
    }

    /// 400: the request is malformed, or does not fit the state of the resource.
    pub fn bad_request(code: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 401: the key is missing, wrong or revoked.
    pub fn unauthorized(code: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, code)
    }

    /// 402: the instance's plan does not include this, or its quota is used up.
    pub fn payment_required(code: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYMENT_REQUIRED, code)
    }

    /// 403: the key may not do this.
    pub fn forbidden(code: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code)
    }

    /// 404: there is no such resource.
    pub fn not_found(code: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    /// 409: the request does not fit the current state of the resource.
    pub fn conflict(code: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code)
    }

    /// 422: a parameter is missing or not valid.
    pub fn unprocessable(code: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// 429: too many requests. `retry_after` is sent in whole seconds.
    #[must_use]
    pub fn too_many_requests(retry_after: Duration) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests")
            .header(RETRY_AFTER, retry_after.as_secs().into())
    }

    /// Sets what went wrong, for developers.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.0.error.message = message.into();
        self
    }

    /// Sets what went wrong, for the application's users.
    #[must_use]
    pub fn long_message(mut self, message: impl Into<String>) -> Self {
        self.0.error.long_message = Some(message.into());
        self
    }

    /// Sets what else there is to say, such as `{"param_name": "actor.sub"}`.
    #[must_use]
    pub fn meta(mut self, meta: Value) -> Self {
        self.0.error.meta = Some(meta);
        self
    }

    /// Sets a header of the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// Adds the errors of `other` to the same answer, which keeps its status and headers.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.more.push(other.0.error);
        self.0.more.extend(other.0.more);
        self
    }

    pub(crate) fn into_response(self, trace_id: &str) -> Response<Bytes> {
        #[derive(Serialize)]
        struct Body<'a> {
            errors: Vec<&'a Detail>,
            clerk_trace_id: &'a str,
        }

        let Inner { status, headers, error, more } = *self.0;
        let errors = iter::once(&error).chain(&more).collect();
        // Strings and JSON values can always be written.
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

/// 422 with the parameter's name as `param_name`, or 500 for a response that cannot be written.
impl From<RequestError> for ApiFailure {
    fn from(error: RequestError) -> Self {
        let failure = match (error.kind(), error.parameter()) {
            (RequestErrorKind::Missing, _) => {
                Self::unprocessable("form_param_missing").message("is missing")
            }
            (RequestErrorKind::Response, _) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self::new(status, "fake_response_invalid").message("cannot be written")
            }
            (_, "") => Self::unprocessable("request_body_invalid").message("is invalid"),
            _ => Self::unprocessable("form_param_format_invalid").message("is invalid"),
        };
        let failure = failure.long_message(error.to_string());
        match error.parameter() {
            "" => failure,
            name => failure.meta(json!({ "param_name": name })),
        }
    }
}
