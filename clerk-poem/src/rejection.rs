//! The refusal of a request, and its response.

use std::{error::Error as StdError, fmt};

use clerk_auth::Refusal;
use clerk_core::{Error, error::ConfigError};
use clerk_webhooks::WebhookError;
use poem::{IntoResponse, Response, error::ResponseError, http::StatusCode};

/// The refusal of a request, and the response that says so.
///
/// Extractors and [`require`](crate::require) refuse a request with this. A handler returns it for
/// the refusals and errors of its own:
///
/// ```
/// use clerk_poem::{Rejection, SignedIn};
/// use clerk_sdk::auth::permission;
/// use poem::handler;
///
/// #[handler]
/// fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
///     user.require(permission("org:invoices:manage"))?;
///     Ok("refunded")
/// }
/// # let _ = poem::post(refund);
/// ```
///
/// To replace the response, take `Result<SignedIn>`, or catch this error before
/// [`ClerkMiddleware`](crate::ClerkMiddleware) is added:
///
/// ```
/// use clerk_poem::{ClerkMiddleware, Rejection};
/// use poem::{EndpointExt, IntoResponse, Response, Route, http::StatusCode, web::Redirect};
///
/// async fn to_sign_in(rejection: Rejection) -> Response {
///     match &rejection {
///         Rejection::Refused(refusal) if refusal.status() == StatusCode::UNAUTHORIZED => {
///             Redirect::see_other("/sign-in").into_response()
///         }
///         _ => rejection.into_response(),
///     }
/// }
///
/// # fn build(auth: clerk_sdk::auth::Authenticator) {
/// let app = Route::new().catch_error(to_sign_in).with(ClerkMiddleware::new(auth));
/// # let _ = app;
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The caller is not signed in, or not allowed to do this.
    Refused(Refusal),
    /// A webhook that is refused.
    Webhook(WebhookError),
    /// A call of Clerk's API that failed.
    Api(Error),
}

impl Rejection {
    /// Creates the error of an extractor whose state is missing.
    pub(crate) fn not_set_up(problem: &'static str) -> Self {
        Self::Api(ConfigError::new("ClerkMiddleware", problem).into())
    }
}

impl ResponseError for Rejection {
    fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => refusal.status(),
            Self::Webhook(error) => error.status(),
            Self::Api(error) => error.public_status(),
        }
    }

    fn as_response(&self) -> Response {
        let response = match self {
            Self::Refused(refusal) => refusal.to_response(),
            Self::Webhook(error) => error.to_response(),
            Self::Api(error) => error.public_response(),
        };
        let (parts, body) = response.into_parts();
        let mut response = Response::from((parts.status, body));
        *response.headers_mut() = parts.headers;
        response
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        self.as_response()
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
