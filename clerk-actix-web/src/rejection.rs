//! The refusal of a request, and its response.

use std::{error::Error as StdError, fmt};

use actix_web::{
    HttpResponse, ResponseError,
    body::BoxBody,
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
};
use clerk_auth::Refusal;
use clerk_core::{Bytes, Error, error::ConfigError, http};
use clerk_webhooks::WebhookError;

/// The refusal of a request, and the response that says so.
///
/// Extractors and [`require`](crate::require) refuse a request with this. A handler returns it for
/// the refusals and errors of its own:
///
/// ```
/// # use clerk_actix_web::{Rejection, SignedIn};
/// use clerk_sdk::auth::permission;
///
/// async fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
///     user.require(permission("org:invoices:manage"))?;
///     Ok("refunded")
/// }
/// # let _ = actix_web::web::post().to(refund);
/// ```
///
/// To replace the response, take `Result<SignedIn, Rejection>`, or look for this error in a
/// middleware:
///
/// ```
/// # use clerk_actix_web::Rejection;
/// use actix_web::{
///     HttpResponse,
///     body::BoxBody,
///     dev::ServiceResponse,
///     http::{StatusCode, header::LOCATION},
///     middleware::{ErrorHandlerResponse, ErrorHandlers},
/// };
///
/// let to_sign_in = |response: ServiceResponse<BoxBody>| {
///     let error = response.response().error();
///     let is_ours = error.is_some_and(|error| error.as_error::<Rejection>().is_some());
///     if !is_ours {
///         return Ok(ErrorHandlerResponse::Response(response.map_into_left_body()));
///     }
///     let page = HttpResponse::SeeOther().insert_header((LOCATION, "/sign-in")).finish();
///     let response = response.into_response(page.map_into_right_body());
///     Ok(ErrorHandlerResponse::Response(response))
/// };
/// let handlers = ErrorHandlers::new().handler(StatusCode::UNAUTHORIZED, to_sign_in);
/// # let _ = actix_web::App::new().wrap(handlers);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The caller is not signed in, or not allowed to do this.
    Refused(Refusal),
    /// A webhook that is refused.
    Webhook(WebhookError),
    /// A call of Clerk's API that failed, or a set-up that is not complete.
    Api(Error),
}

impl Rejection {
    fn to_response(&self) -> http::Response<Bytes> {
        match self {
            Self::Refused(refusal) => refusal.to_response(),
            Self::Webhook(error) => error.to_response(),
            Self::Api(error) => error.public_response(),
        }
    }

    /// Creates the error of a guard whose state is missing. Its response is a 500 without details, so
    /// the details are logged.
    pub(crate) fn not_set_up(problem: &'static str) -> Self {
        let error = ConfigError::new("`ClerkMiddleware`", problem);
        log::error!("{error}");
        Self::Api(error.into())
    }
}

impl ResponseError for Rejection {
    fn status_code(&self) -> StatusCode {
        translate_status(match self {
            Self::Refused(refusal) => refusal.status(),
            Self::Webhook(error) => error.status(),
            Self::Api(error) => error.public_status(),
        })
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        let (parts, body) = self.to_response().into_parts();
        let mut response = HttpResponse::with_body(translate_status(parts.status), body);
        add(response.headers_mut(), &parts.headers);
        response.map_into_boxed_body()
    }
}

/// Both versions of `http` allow the same statuses.
fn translate_status(status: http::StatusCode) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Adds header lines that a response does not have yet. Both versions of `http` allow the same names
/// and values.
pub(crate) fn add(response: &mut HeaderMap, lines: &http::HeaderMap) {
    for (name, value) in lines {
        let name = HeaderName::from_bytes(name.as_str().as_bytes());
        let value = HeaderValue::from_bytes(value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            if !response.get_all(&name).any(|present| *present == value) {
                response.append(name, value);
            }
        }
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<WebhookError> for Rejection {
    fn from(error: WebhookError) -> Self {
        Self::Webhook(error)
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Self::Api(error)
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Webhook(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
        }
    }
}

impl StdError for Rejection {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Refused(refusal) => refusal.source(),
            Self::Webhook(error) => error.source(),
            Self::Api(error) => error.source(),
        }
    }
}
