//! The refusal of a request, and its response.

use axum_core::{
    body::Body,
    response::{IntoResponse, Response},
};
use clerk_auth::adapters::Cause;

/// The refusal of a request, and its response.
///
/// Extractors refuse a request with this. A handler returns it for its own refusals and errors:
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
/// the [`Refusal`](clerk_auth::Refusal) in the extensions of responses, where layers leave theirs too:
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
pub struct Rejection(pub Cause);

clerk_auth::__rejection!(Rejection);

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut response = self.0.to_response().map(Body::from);
        if let Cause::Refused(refusal) = self.0 {
            response.extensions_mut().insert(refusal);
        }
        response
    }
}
