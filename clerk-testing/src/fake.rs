//! A fake of Clerk's Backend API.

use std::{
    any::Any,
    cmp::Reverse,
    fmt, io,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clerk_core::{
    Bytes, Endpoint,
    endpoint::{Metadata, Security},
    http::{
        HeaderValue, Request, Response, StatusCode,
        header::{ALLOW, AUTHORIZATION},
    },
    incoming::{IncomingEndpoint, RequestDecoder},
    transport::{HttpTransport, RequestContext, Timer, TransportError, async_trait},
};

use crate::{
    failure::{ApiFailure, Outcome},
    recorded::{Exchange, Recorded, secrets},
    server::FakeServer,
    timer::FakeTimer,
};

type Handler = dyn Fn(&mut RequestDecoder<'_>) -> Outcome<Response<Bytes>> + Send + Sync;

/// A fake of Clerk's Backend API, with a handler for each operation that a test calls.
///
/// It is a transport: its client calls the handlers in process, and retries without waiting.
/// [`serve`](Self::serve) puts the same handlers behind a socket. Clones share handlers and
/// exchanges.
///
/// A handler is an `Fn`, so it keeps state between calls in a `Mutex`. If it panics, the fake
/// responds with 500 and the panic's message.
///
/// The fake itself responds with these errors, in Clerk's format:
///
/// | status | if |
/// | --- | --- |
/// | 401 | the key is missing or wrong, unless the operation is public |
/// | 404 | no operation with a handler has this path |
/// | 405 | operations with this path have other methods, which `Allow` lists |
/// | 422 | a param is missing or invalid; `meta.param_name` holds its path |
///
/// Paths are relative to the base URL, with or without a leading `/v1`.
#[derive(Clone, Default)]
pub struct FakeClerk(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    routes: Vec<Route>,
    keys: Vec<String>,
    exchanges: Vec<Exchange>,
    failures: u64,
}

#[derive(Clone)]
struct Route {
    metadata: &'static Metadata,
    handler: Arc<Handler>,
}

impl FakeClerk {
    /// Creates a fake without handlers that accepts any key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the handler of the operation `E`. It replaces an earlier one.
    pub fn on<E: IncomingEndpoint + 'static>(
        self,
        handler: impl Fn(E) -> Result<E::Response, ApiFailure> + Send + Sync + 'static,
    ) -> Self {
        self.on_raw::<E>(move |request| {
            let response = handler(E::decode_request(request)?)?;
            Ok(E::encode_response(&response)?)
        })
    }

    /// Sets a handler of the operation `E` that returns status, headers and body itself. It
    /// replaces an earlier one. The endpoint needs no [`IncomingEndpoint`].
    ///
    /// ```
    /// # mod clerk_sdk { pub use clerk_core::*; pub use clerk_api as api; pub use clerk_testing as testing; }
    /// use clerk_sdk::{
    ///     Bytes, api::actor_tokens::RevokeActorToken, http::Response, incoming::IncomingEndpoint,
    ///     testing::FakeClerk,
    /// };
    ///
    /// let fake = FakeClerk::new().on_raw::<RevokeActorToken>(|request| {
    ///     let id = RevokeActorToken::decode_request(request)?.actor_token_id;
    ///     let mut response = Response::new(Bytes::from(format!("<h1>No {id}</h1>")));
    ///     *response.status_mut() = clerk_sdk::http::StatusCode::BAD_GATEWAY;
    ///     Ok(response)
    /// });
    /// ```
    pub fn on_raw<E: Endpoint>(
        self,
        handler: impl Fn(&mut RequestDecoder<'_>) -> Result<Response<Bytes>, ApiFailure>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let metadata = E::METADATA;
        let mut state = self.lock();
        let id = (&metadata.method, metadata.path);
        state.routes.retain(|route| (&route.metadata.method, route.metadata.path) != id);
        state.routes.push(Route { metadata, handler: Arc::new(handler) });
        drop(state);
        self
    }

    /// Adds an accepted key. Without one, the fake accepts any key.
    pub fn secret_key(self, key: impl Into<String>) -> Self {
        self.lock().keys.push(key.into());
        self
    }

    /// Returns all exchanges, in the order of the responses.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.lock().exchanges.clone()
    }

    /// Returns the requests of all exchanges. A request sent in process has the call's
    /// [`RequestContext`] in its extensions.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded<Request<Bytes>>> {
        self.lock().exchanges.iter().map(|exchange| exchange.request.clone()).collect()
    }

    /// Removes all exchanges.
    pub fn clear(&self) {
        self.lock().exchanges.clear();
    }

    /// Serves the handlers on a loopback socket until the server is dropped.
    ///
    /// # Errors
    /// Fails if the system provides no socket or no thread.
    pub fn serve(&self) -> io::Result<FakeServer> {
        let fake = self.clone();
        FakeServer::start(Arc::new(move |request| fake.respond(request)))
    }

    /// Responds to one request and records the exchange.
    #[must_use]
    pub fn respond(&self, mut request: Request<Bytes>) -> Response<Bytes> {
        secrets::mark(request.headers_mut());
        let outcome = self.handle(&request);
        let mut state = self.lock();
        let response = outcome.unwrap_or_else(|failure| {
            state.failures += 1;
            failure.into_response(&format!("fake_trace_{}", state.failures))
        });
        state.exchanges.push(Exchange::new(request, response.clone()));
        response
    }

    fn handle(&self, request: &Request<Bytes>) -> Outcome<Response<Bytes>> {
        // Handlers run without the lock: they may be slow or call the fake.
        let (routes, keys) = {
            let state = self.lock();
            (state.routes.clone(), state.keys.clone())
        };
        let (route, mut decoder) = find(&routes, request)?;
        if route.metadata.security == Security::Credential {
            check_key(&keys, request)?;
        }
        panic::catch_unwind(AssertUnwindSafe(|| (route.handler)(&mut decoder)))
            .unwrap_or_else(|payload| Err(panicked(route.metadata, &*payload)))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds the route of a request. If several match, such as `/users/count` and `/users/{user_id}`,
/// the one with the fewest placeholders wins.
fn find<'r>(routes: &[Route], request: &'r Request<Bytes>) -> Outcome<(Route, RequestDecoder<'r>)> {
    let path = request.uri().path();
    let prefix = if path.starts_with("/v1/") { "/v1" } else { "" };
    let mut matching: Vec<_> = routes
        .iter()
        .filter_map(|route| {
            Some((route.clone(), RequestDecoder::new(route.metadata, request, prefix)?))
        })
        .collect();
    matching.sort_by_key(|(route, _)| specificity(route.metadata.path));

    let call = format!("{} {path}", request.method());
    if matching.is_empty() {
        return Err(ApiFailure::not_found("resource_not_found")
            .message("not found")
            .long_message(format!("No handler for {call}; add one with `FakeClerk::on`.")));
    }
    let mut methods: Vec<_> =
        matching.iter().map(|(route, _)| route.metadata.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    let methods = methods.join(", ");
    let route = matching.into_iter().find(|(route, _)| route.metadata.method == request.method());
    route.ok_or_else(|| {
        let failure = ApiFailure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
            .message("method not allowed")
            .long_message(format!("No handler for {call}, only for {methods}."));
        match HeaderValue::try_from(methods) {
            Ok(methods) => failure.header(ALLOW, methods),
            Err(_) => failure,
        }
    })
}

/// Orders paths from the most specific: few placeholders, none for several segments, much fixed text.
fn specificity(path: &str) -> (usize, usize, Reverse<usize>) {
    let fixed = path.split(['{', '}']).step_by(2).map(str::len).sum();
    (path.matches("..}").count(), path.matches('{').count(), Reverse(fixed))
}

fn check_key(keys: &[String], request: &Request<Bytes>) -> Outcome<()> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = header.and_then(|value| value.strip_prefix("Bearer ")).map_or("", str::trim);
    if key.is_empty() {
        return Err(ApiFailure::unauthorized("authentication_invalid")
            .message("Invalid authentication")
            .long_message("The request has no bearer token."));
    }
    if keys.is_empty() || keys.iter().any(|known| known == key) {
        return Ok(());
    }
    Err(ApiFailure::unauthorized("clerk_key_invalid")
        .message("The provided Clerk Secret Key is invalid")
        .long_message("FakeClerk does not accept this key."))
}

fn panicked(metadata: &Metadata, payload: &(dyn Any + Send)) -> ApiFailure {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    ApiFailure::new(StatusCode::INTERNAL_SERVER_ERROR, "fake_handler_panicked")
        .message("a handler panicked")
        .long_message(format!("The handler of {} panicked: {message}", metadata.operation))
}

#[async_trait]
impl HttpTransport for FakeClerk {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        request.extensions_mut().insert(*context);
        Ok(self.respond(request))
    }

    fn name(&self) -> &'static str {
        "fake"
    }

    /// Returns a timer whose waits between attempts take no time.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(FakeTimer::skipping()))
    }
}

/// Shows the operations with a handler, and no keys.
impl fmt::Debug for FakeClerk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        let operations: Vec<_> =
            state.routes.iter().map(|route| route.metadata.operation).collect();
        f.debug_struct("FakeClerk")
            .field("operations", &operations)
            .field("exchanges", &state.exchanges.len())
            .finish_non_exhaustive()
    }
}
