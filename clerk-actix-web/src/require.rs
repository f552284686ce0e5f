//! The middleware that refuses requests.

use std::future::{Ready, ready};

use actix_web::{
    Error,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};
use clerk_auth::Requirement;

use crate::{extract::with_state, middleware::ResponseFuture};

/// Returns a middleware that passes on requests whose session meets a requirement, and refuses the
/// others. Wrap a scope or a resource in it.
///
/// ```
/// use actix_web::web;
/// use clerk_actix_web::require;
/// use clerk_sdk::auth::role;
///
/// # async fn users() -> &'static str { "users" }
/// let admin = web::scope("/admin")
///     .route("/users", web::get().to(users))
///     .wrap(require(role("org:admin")));
/// # let _ = actix_web::App::new().service(admin);
/// ```
///
/// A refusal is a response, not an error, so middleware outside of this adds its headers, such as
/// those of CORS. It also covers the paths of a scope that no route matches: 401, and not 404.
pub fn require(requirement: Requirement) -> Require {
    Require(Some(requirement))
}

/// Returns a middleware that passes on requests of callers that are known, and refuses the others. A
/// machine is passed on if the authenticator accepts its kind of token.
pub fn require_signed_in() -> Require {
    Require(None)
}

/// A middleware that refuses requests. See [`require`].
#[derive(Clone, Debug)]
#[must_use = "a middleware does nothing until a scope is wrapped in it"]
pub struct Require(Option<Requirement>);

impl<S, B> Transform<S, ServiceRequest> for Require
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = RequireService<S>;
    type Future = Ready<Result<RequireService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(RequireService { requirement: self.0.clone(), inner }))
    }
}

/// The service of [`Require`].
#[derive(Debug)]
pub struct RequireService<S> {
    requirement: Option<Requirement>,
    inner: S,
}

impl<S, B> Service<ServiceRequest> for RequireService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = ResponseFuture<EitherBody<B>>;

    forward_ready!(inner);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let checked =
            with_state(request.request(), |state| state.check(self.requirement.as_ref()).map(drop));
        if let Err(rejection) = checked {
            let response = request.error_response(rejection).map_into_right_body();
            return Box::pin(ready(Ok(response)));
        }
        let response = self.inner.call(request);
        Box::pin(async move { Ok(response.await?.map_into_left_body()) })
    }
}
