//! The refusal of a request, and its response.

use std::{error::Error as StdError, fmt};

use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use clerk_auth::Refusal;
use clerk_core::Error;
use clerk_webhooks::WebhookError;

/// The refusal of a request, and the response that says so.
///
/// Extractors refuse a request with this. A handler returns it for the refusals and errors of its own:
///
/// ```
/// # use clerk_auth::permission;
/// # use clerk_axum::{Rejection, SignedIn};
/// async fn refund(user: SignedIn) -> Result<&'static str, Rejection> {
///     user.require(permission("org:invoices:manage"))?;
///     Ok("refunded")
/// }
/// # let _ = axum::routing::post::<_, _, clerk_auth::Authenticator>(refund);
/// ```
///
/// To replace the response of one handler, take `Result<SignedIn, Rejection>`. To replace all, look for
/// the [`Refusal`] in the extensions of responses, where layers leave theirs too:
///
/// ```
/// use axum::{
///     Router, middleware,
///     response::{IntoResponse, Redirect, Response},
/// };
/// use clerk_auth::Refusal;
///
/// async fn to_sign_in(response: Response) -> Response {
///     match response.extensions().get::<Refusal>() {
///         Some(refusal) if refusal.status() == 401 => Redirect::to("/sign-in").into_response(),
///         _ => response,
///     }
/// }
///
/// let app: Router = Router::new().layer(middleware::map_response(to_sign_in));
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

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => {
                let mut response = refusal.to_response();
                response.extensions_mut().insert(refusal);
                response
            }
            Self::Webhook(error) => error.to_response(),
            Self::Api(error) => error.public_response(),
        }
        .map(Body::from)
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
