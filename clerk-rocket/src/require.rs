//! A requirement on the routes of a scope.

use std::sync::Arc;

use clerk_auth::Requirement;
use rocket::{
    Data, Request, Route,
    outcome::Outcome::{Error, Forward, Success},
    route::{Handler, Outcome},
};

use crate::guard::check;

/// Protects routes, before their own guards run: they refuse requests whose session does not meet a
/// requirement.
///
/// ```
/// # use clerk_auth::role;
/// # use clerk_rocket::require;
/// # #[rocket::get("/users")]
/// # fn users() {}
/// rocket::build().mount("/admin", require(role("org:admin"), rocket::routes![users]));
/// ```
pub fn require(requirement: Requirement, routes: impl IntoIterator<Item = Route>) -> Vec<Route> {
    protect(Some(Arc::new(requirement)), routes)
}

/// Protects routes, before their own guards run: they refuse requests of callers that are not known. A
/// machine is passed on if the authenticator accepts its kind of token.
pub fn require_signed_in(routes: impl IntoIterator<Item = Route>) -> Vec<Route> {
    protect(None, routes)
}

fn protect(
    requirement: Option<Arc<Requirement>>,
    routes: impl IntoIterator<Item = Route>,
) -> Vec<Route> {
    let protect = |mut route: Route| {
        let requirement = requirement.clone();
        route.handler = Box::new(Protected { requirement, inner: route.handler });
        route
    };
    routes.into_iter().map(protect).collect()
}

#[derive(Clone)]
struct Protected {
    requirement: Option<Arc<Requirement>>,
    inner: Box<dyn Handler>,
}

#[rocket::async_trait]
impl Handler for Protected {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let requirement = self.requirement.as_deref();
        match check(request, |state| state.check(requirement).map(drop)).await {
            Success(()) => self.inner.handle(request, data).await,
            Error((status, _)) => Error(status),
            Forward(status) => Forward((data, status)),
        }
    }
}
