//! The refusal of a request, and its response.

use clerk_auth::adapters::Cause;
use clerk_core::{Error, error::ConfigError};
use poem::{IntoResponse, Response, error::ResponseError, http::StatusCode};

/// The refusal of a request, and its response.
///
/// Extractors and [`require`](crate::require) refuse a request with this. A handler returns it for
/// its own refusals and errors:
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
/// use clerk_poem::{Cause, ClerkMiddleware, Rejection};
/// use poem::{EndpointExt, IntoResponse, Response, Route, http::StatusCode, web::Redirect};
///
/// async fn to_sign_in(rejection: Rejection) -> Response {
///     match &rejection.0 {
///         Cause::Refused(refusal) if refusal.status() == StatusCode::UNAUTHORIZED => {
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
pub struct Rejection(pub Cause);

clerk_auth::__rejection!(Rejection);

impl Rejection {
    /// Creates the error of an extractor whose state is missing.
    pub(crate) fn not_set_up(problem: &'static str) -> Self {
        Error::from(ConfigError::new("ClerkMiddleware", problem)).into()
    }
}

impl ResponseError for Rejection {
    fn status(&self) -> StatusCode {
        self.0.status()
    }

    fn as_response(&self) -> Response {
        let (parts, body) = self.0.to_response().into_parts();
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
