//! Turns the error of a call into a response to your own user.

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
};

use super::{Error, TransportErrorKind};

impl Error {
    /// Returns the status for your own HTTP response, if this error ends your user's request.
    ///
    /// | error | status |
    /// | --- | --- |
    /// | 400, 404, 409, 410, 413, 422, 423 | the same |
    /// | 429, 503, or a call that was held back | 503, with `Retry-After` from [`retry_after`](Self::retry_after) |
    /// | 504, or a deadline that passed | 504 |
    /// | any other 5xx or 3xx, no complete response, or a success that cannot be decoded | 502 |
    /// | 401, 402, 403, or any other: your own credential, plan, or request is at fault | 500 |
    ///
    /// [`public_response`](Self::public_response) is the whole response.
    #[must_use]
    pub fn public_status(&self) -> StatusCode {
        match self {
            Self::Config(_) | Self::Encode(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Decode(_) => StatusCode::BAD_GATEWAY,
            Self::Transport(error) => match error.kind() {
                TransportErrorKind::Request => StatusCode::INTERNAL_SERVER_ERROR,
                TransportErrorKind::Throttled { .. } => StatusCode::SERVICE_UNAVAILABLE,
                TransportErrorKind::Timeout => StatusCode::GATEWAY_TIMEOUT,
                _ => StatusCode::BAD_GATEWAY,
            },
            Self::Api(error) => match error.status().as_u16() {
                400 | 404 | 409 | 410 | 413 | 422 | 423 | 503 | 504 => error.status(),
                429 => StatusCode::SERVICE_UNAVAILABLE,
                400..=499 => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::BAD_GATEWAY,
            },
        }
    }

    /// Returns a sentence for your user that goes with [`public_status`](Self::public_status). It
    /// reveals nothing about the call.
    ///
    /// For a form, use the [`description`](super::ErrorDetail::description) of each error that the
    /// API lists, if the API writes them for users.
    #[must_use]
    pub fn public_message(&self) -> &'static str {
        match self.public_status().as_u16() {
            400 | 422 => "The request is invalid.",
            404 => "Not found.",
            409 => "The request conflicts with the current state.",
            410 => "No longer available.",
            413 => "The request is too large.",
            423 => "Locked.",
            503 => "The service is busy. Try again later.",
            504 => "The service took too long. Try again later.",
            502 => "Another service failed. Try again later.",
            _ => "Something went wrong.",
        }
    }

    /// Returns a complete HTTP response to your own user: the
    /// [`public_status`](Self::public_status), `Retry-After`, and the
    /// [`public_message`](Self::public_message) as a problem (RFC 9457). It reveals nothing about
    /// the call, and caches do not store it.
    ///
    /// ```
    /// use clerk_core::{Bytes, Error, http::Response};
    ///
    /// fn respond(result: Result<Bytes, Error>) -> Response<Bytes> {
    ///     match result {
    ///         Ok(page) => Response::new(page),
    ///         Err(error) => error.public_response(),
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn public_response(&self) -> Response<Bytes> {
        let (status, title) = (self.public_status(), self.public_message());
        let body = serde_json::json!({ "status": status.as_u16(), "title": title }).to_string();
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(wait) = self.retry_after().filter(|_| status == StatusCode::SERVICE_UNAVAILABLE)
        {
            // Rounded up to whole seconds, so that the next request does not come too early.
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
