//! The status and message for the users of a web server whose call failed.

use http::StatusCode;

use super::{Error, TransportErrorKind};

impl Error {
    /// Returns the status with which a web server can respond to its own user, if this error ends
    /// the user's request.
    ///
    /// | error | status |
    /// | --- | --- |
    /// | 400, 404, 409, 410, 413, 422, 423 | the same |
    /// | 429, 503, or a call that was held back | 503, with `Retry-After` from [`retry_after`](Self::retry_after) |
    /// | 504, or a deadline that passed | 504 |
    /// | other responses of 5xx or 3xx, no whole response, or a success that cannot be read | 502 |
    /// | 401, 402, 403, or any other: the server's own credential, plan, or request is at fault | 500 |
    ///
    /// ```
    /// # extern crate clerk_core as clerk_sdk;
    /// use clerk_sdk::{Error, http::{Response, header::RETRY_AFTER}};
    ///
    /// fn respond(error: &Error) -> Response<&'static str> {
    ///     let mut response = Response::new(error.public_message());
    ///     *response.status_mut() = error.public_status();
    ///     if let Some(wait) = error.retry_after() {
    ///         response.headers_mut().insert(RETRY_AFTER, wait.as_secs().into());
    ///     }
    ///     response
    /// }
    /// ```
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

    /// Returns a sentence for the user of a web server that responds with
    /// [`public_status`](Self::public_status). It shows nothing of the call.
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
}
