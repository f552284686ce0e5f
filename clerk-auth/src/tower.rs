//! Layers for `tower` services: one that authenticates, and one that refuses.
//!
//! ```
//! use clerk_auth::{AuthState, Authenticator, role};
//! use clerk_core::{Bytes, http::{Request, Response}};
//! use tower::{ServiceBuilder, service_fn};
//!
//! # fn build(auth: Authenticator) {
//! let service = ServiceBuilder::new()
//!     .layer(auth.layer())
//!     .layer(auth.require(role("org:admin")))
//!     .service(service_fn(async |request: Request<Bytes>| {
//!         let state = request.extensions().get::<AuthState>();
//!         assert!(state.is_some_and(|state| state.signed_in().is_ok()));
//!         Ok::<_, std::convert::Infallible>(Response::new(Bytes::from("Hello!")))
//!     }));
//! # let _ = service;
//! # }
//! ```
//!
//! The response to a refused request has its [`Refusal`] in its extensions, so that an outer layer can
//! replace the response.
//!
//! Put a CORS layer outside of these: a preflight has no credential, and a browser cannot read a
//! refusal without CORS headers.

use std::{
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use clerk_core::{
    Bytes,
    http::{Request, Response},
};
use tower_layer::Layer;
use tower_service::Service;

use crate::{
    authenticator::Authenticator, refusal::Refusal, state::AuthState, verify::Requirement,
};

type ResponseFuture<R, E> = Pin<Box<dyn Future<Output = Result<Response<R>, E>> + Send>>;

impl Authenticator {
    /// Returns a layer that authenticates each request once, and puts the [`AuthState`] into its
    /// extensions. It refuses nothing. It adds the cookies of a refreshed session to the response.
    #[must_use]
    pub fn layer(&self) -> AuthLayer {
        AuthLayer(self.clone())
    }

    /// Returns a layer that passes on requests whose session meets a requirement, and refuses the
    /// others. It uses the state of [`layer`](Self::layer), and authenticates the request if there
    /// is none.
    #[must_use]
    pub fn require(&self, requirement: Requirement) -> RequireLayer {
        RequireLayer { auth: self.clone(), requirement: Some(Arc::new(requirement)) }
    }

    /// Returns a layer that passes on requests of callers that are known, and refuses the others. A
    /// machine is passed on if the authenticator accepts its kind of token.
    #[must_use]
    pub fn require_signed_in(&self) -> RequireLayer {
        RequireLayer { auth: self.clone(), requirement: None }
    }
}

/// A layer that authenticates requests. See [`Authenticator::layer`].
#[derive(Clone, Debug)]
pub struct AuthLayer(Authenticator);

impl<S> Layer<S> for AuthLayer {
    type Service = Auth<S>;

    fn layer(&self, inner: S) -> Auth<S> {
        Auth { auth: self.0.clone(), inner }
    }
}

/// A service that authenticates requests. See [`Authenticator::layer`].
#[derive(Clone, Debug)]
pub struct Auth<S> {
    auth: Authenticator,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Auth<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<R, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut inner = take_ready(&mut self.inner);
        let auth = self.auth.clone();
        let (mut parts, body) = request.into_parts();
        Box::pin(async move {
            let state = auth.authenticate_anew(&mut parts).await;
            let mut response = inner.call(Request::from_parts(parts, body)).await?;
            state.add_headers(response.headers_mut());
            Ok(response)
        })
    }
}

/// A layer that refuses requests. See [`Authenticator::require`].
#[derive(Clone, Debug)]
pub struct RequireLayer {
    auth: Authenticator,
    requirement: Option<Arc<Requirement>>,
}

impl<S> Layer<S> for RequireLayer {
    type Service = Require<S>;

    fn layer(&self, inner: S) -> Require<S> {
        Require { layer: self.clone(), inner }
    }
}

/// A service that refuses requests. See [`Authenticator::require`].
#[derive(Clone, Debug)]
pub struct Require<S> {
    layer: RequireLayer,
    inner: S,
}

impl<S, B, R> Service<Request<B>> for Require<S>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    B: Send + 'static,
    R: From<Bytes>,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = ResponseFuture<R, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut inner = take_ready(&mut self.inner);
        let RequireLayer { auth, requirement } = self.layer.clone();
        let (mut parts, body) = request.into_parts();
        Box::pin(async move {
            let is_first = parts.extensions.get::<AuthState>().is_none();
            let state = auth.authenticate_once(&mut parts).await;
            let mut response = match state.check(requirement.as_deref()) {
                Ok(_) => inner.call(Request::from_parts(parts, body)).await?,
                Err(refusal) => refused(&refusal),
            };
            if is_first {
                state.add_headers(response.headers_mut());
            }
            Ok(response)
        })
    }
}

fn refused<R: From<Bytes>>(refusal: &Refusal) -> Response<R> {
    let mut response = refusal.to_response().map(R::from);
    response.extensions_mut().insert(refusal.clone());
    response
}

/// Takes the service that is ready, and leaves a clone, which is not.
fn take_ready<S: Clone>(inner: &mut S) -> S {
    let clone = inner.clone();
    mem::replace(inner, clone)
}
