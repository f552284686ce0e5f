//! The meaning of statuses.

use http::StatusCode;

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
    /// 429: too many requests. See [`ApiError::retry_after`](super::ApiError::retry_after).
    TooManyRequests,
    /// 500 to 599: the server or a gateway failed.
    Server,
    /// 301, 302, 303, 307, 308: a redirect, which is not followed.
    Redirect,
    /// 304: the resource has not changed. Sent for a conditional request.
    NotModified,
    /// Any other status.
    Other,
}

impl From<StatusCode> for ApiErrorKind {
    fn from(status: StatusCode) -> Self {
        match status.as_u16() {
            301 | 302 | 303 | 307 | 308 => Self::Redirect,
            304 => Self::NotModified,
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

/// Explains a status outside 2xx whose response has no error document.
pub(super) fn explain(status: StatusCode) -> Option<&'static str> {
    Some(match status.as_u16() {
        100..=199 => "an informational response, but no final one followed",
        300 => "the resource has several representations, and the request selects none",
        301 | 302 | 303 | 307 | 308 => "redirects are not followed; check the base URL",
        304 => "the resource has not changed since the version that the request names",
        305 => "the server demands a proxy",
        _ => return None,
    })
}
