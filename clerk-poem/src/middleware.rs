//! The middleware that brings the state, and authenticates each request once.

use std::{mem, sync::Arc};

use clerk_auth::{AuthState, Authenticator, adapters::Setup};
use clerk_core::http;
use poem::{Endpoint, Middleware, Request, Response, Result};

/// A middleware that brings what the extractors and [`require`](crate::require) need. It refuses
/// nothing by itself.
///
/// It authenticates each request once, puts the [`AuthState`] into the request's extensions, and adds
/// the cookies of a refreshed session to the response.
///
/// ```
/// use clerk_poem::ClerkMiddleware;
/// use poem::{EndpointExt, Route, middleware::Cors};
///
/// # fn build(auth: clerk_sdk::auth::Authenticator, webhook: clerk_sdk::webhooks::Webhook) {
/// let app = Route::new()
///     .with(ClerkMiddleware::new(auth).webhook(webhook))
///     .with(Cors::new());
/// # let _ = app;
/// # }
/// ```
///
/// The last `with` is the outermost one. Add this after everything that needs it, and CORS after
/// this: a preflight has no credential, and a browser cannot read a refusal without CORS headers.
///
/// It turns errors into responses, so that these can have cookies too. Add `catch_error` before this.
///
/// The default has no authenticator. It is for applications that only receive webhooks.
#[derive(Clone, Debug, Default)]
#[must_use = "a middleware does nothing until it is added to an endpoint"]
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

    /// Sets the longest body of a webhook, in bytes. Default: 1 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.0.body_limit = bytes;
        self
    }
}

impl<E: Endpoint> Middleware<E> for ClerkMiddleware {
    type Output = ClerkEndpoint<E>;

    fn transform(&self, inner: E) -> ClerkEndpoint<E> {
        ClerkEndpoint { setup: self.0.clone(), inner }
    }
}

/// An endpoint that authenticates requests. See [`ClerkMiddleware`].
#[derive(Debug)]
pub struct ClerkEndpoint<E> {
    setup: Setup,
    inner: E,
}

impl<E: Endpoint> Endpoint for ClerkEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if self.setup.webhook.is_some() {
            request.extensions_mut().insert(self.setup.clone());
        }
        let Some(auth) = &self.setup.auth else {
            return Ok(self.inner.get_response(request).await);
        };
        let state = authenticate(auth, &mut request).await;
        let mut response = self.inner.get_response(request).await;
        state.add_headers(response.headers_mut());
        Ok(response)
    }
}

/// Authenticates a request by its head, which is taken out of it and put back.
async fn authenticate(auth: &Authenticator, request: &mut Request) -> AuthState {
    let (mut parts, ()) = http::Request::new(()).into_parts();
    parts.method = request.method().clone();
    // A nested route has cut off the beginning of the other URI.
    parts.uri = request.original_uri().clone();
    parts.headers = mem::take(request.headers_mut());
    parts.extensions = mem::take(request.extensions_mut());
    let state = auth.authenticate_once(&mut parts).await;
    *request.headers_mut() = parts.headers;
    *request.extensions_mut() = parts.extensions;
    state
}
