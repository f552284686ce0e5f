//! The middleware that refuses requests.

use std::sync::Arc;

use clerk_auth::Requirement;
use poem::{Endpoint, Middleware, Request, Result};

use crate::extract::check;

/// Returns a middleware that passes on requests whose session meets a requirement, and refuses the
/// others. Add it to a route or to nested routes.
///
/// ```
/// use clerk_poem::require;
/// use clerk_sdk::auth::role;
/// use poem::{EndpointExt, Route, get, handler};
///
/// #[handler]
/// fn users() -> &'static str {
///     "users"
/// }
///
/// let admin = Route::new().at("/users", get(users)).with(require(role("org:admin")));
/// let app = Route::new().nest("/admin", admin);
/// # let _ = app;
/// ```
///
/// It also covers the paths of nested routes that no route matches: 401, and not 404.
pub fn require(requirement: Requirement) -> Require {
    Require(Some(Arc::new(requirement)))
}

/// Returns a middleware that passes on requests of callers that are known, and refuses the others. A
/// machine is passed on if the authenticator accepts its kind of token.
pub fn require_signed_in() -> Require {
    Require(None)
}

/// A middleware that refuses requests. See [`require`].
#[derive(Clone, Debug)]
#[must_use = "a middleware does nothing until it is added to an endpoint"]
pub struct Require(Option<Arc<Requirement>>);

impl<E: Endpoint> Middleware<E> for Require {
    type Output = RequireEndpoint<E>;

    fn transform(&self, inner: E) -> RequireEndpoint<E> {
        RequireEndpoint { requirement: self.0.clone(), inner }
    }
}

/// An endpoint that refuses requests. See [`require`].
#[derive(Debug)]
pub struct RequireEndpoint<E> {
    requirement: Option<Arc<Requirement>>,
    inner: E,
}

impl<E: Endpoint> Endpoint for RequireEndpoint<E> {
    type Output = E::Output;

    async fn call(&self, request: Request) -> Result<E::Output> {
        check(&request, |state| state.check(self.requirement.as_deref()).map(drop))?;
        self.inner.call(request).await
    }
}
