//! The middleware that brings the state, and authenticates each request once.

use std::{
    future::{Future, Ready, ready},
    pin::Pin,
    rc::Rc,
    sync::Arc,
};

use actix_web::{
    Error, HttpMessage as _,
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
};
use clerk_auth::{AuthState, Authenticator, Refusal, RequestView, adapters::Setup};

use crate::rejection::Headers;

pub(crate) type ResponseFuture<B> =
    Pin<Box<dyn Future<Output = Result<ServiceResponse<B>, Error>>>>;

/// A middleware that brings what the extractors and [`require`](crate::require) need. It refuses
/// nothing by itself.
///
/// It authenticates each request once, puts the [`AuthState`] into the request's extensions, and adds
/// the cookies of a refreshed session to the response.
///
/// ```
/// # use actix_web::App;
/// # use clerk_actix_web::ClerkMiddleware;
/// # fn build(auth: clerk_auth::Authenticator, webhook: clerk_webhooks::Webhook) {
/// let app = App::new().wrap(ClerkMiddleware::new(auth).webhook(webhook));
/// # let _ = app;
/// # }
/// ```
///
/// The last `wrap` is the outermost one. Wrap an application in this after everything that needs it,
/// and in CORS after this: a preflight has no credential, and a browser cannot read a refusal
/// without CORS headers.
///
/// The default has no authenticator. It is for applications that only receive webhooks.
#[derive(Clone, Debug, Default)]
#[must_use = "a middleware does nothing until an application is wrapped in it"]
pub struct ClerkMiddleware(Setup);

impl ClerkMiddleware {
    /// Creates a middleware for the extractors that authenticate.
    pub fn new(auth: Authenticator) -> Self {
        Self(Setup::new(auth))
    }

    /// Sets the verifier for [`Webhook`](crate::Webhook).
    pub fn webhook(mut self, webhook: impl Into<Arc<clerk_webhooks::Webhook>>) -> Self {
        self.0.webhook = Some(webhook.into());
        self
    }

    /// Sets the longest body of a webhook, in bytes. The limits of actix-web's own extractors do not
    /// matter. Default: 1 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.0.body_limit = bytes;
        self
    }
}

impl<S, B> Transform<S, ServiceRequest> for ClerkMiddleware
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type InitError = ();
    type Transform = ClerkService<S>;
    type Future = Ready<Result<ClerkService<S>, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(ClerkService { setup: self.0.clone(), inner: Rc::new(inner) }))
    }
}

/// The service of [`ClerkMiddleware`].
#[derive(Debug)]
pub struct ClerkService<S> {
    setup: Setup,
    inner: Rc<S>,
}

impl<S, B> Service<ServiceRequest> for ClerkService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<B>;
    type Error = Error;
    type Future = ResponseFuture<B>;

    forward_ready!(inner);

    fn call(&self, mut request: ServiceRequest) -> Self::Future {
        if self.setup.webhook.is_some() {
            request.extensions_mut().insert(self.setup.clone());
        }
        let (auth, inner) = (self.setup.auth.clone(), self.inner.clone());
        Box::pin(async move {
            let Some(auth) = auth else { return inner.call(request).await };
            let state = authenticate(&auth, &mut request).await;
            request.extensions_mut().insert(state.clone());
            let mut response = inner.call(request).await?;
            state.add_headers(&mut Headers(response.headers_mut()));
            Ok(response)
        })
    }
}

/// Authenticates a request, by the bytes of all its header lines.
async fn authenticate(auth: &Authenticator, request: &mut ServiceRequest) -> AuthState {
    // These are for responses, so a client has forged them.
    for name in Refusal::HEADERS {
        if request.headers().contains_key(name) {
            request.headers_mut().remove(name);
        }
    }
    let target = request.uri().to_string();
    let lines = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    auth.guard(RequestView::new(request.method().as_str(), &target, lines)).await
}
