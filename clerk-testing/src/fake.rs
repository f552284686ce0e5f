//! Clerk, as far as a test needs it.

use std::{
    any::Any,
    fmt, io,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clerk_core::{
    Auth, Bytes, Endpoint, HttpTransport, Metadata, RequestContext, Timer, TransportError,
    async_trait,
    http::{
        HeaderValue, Request, Response, StatusCode,
        header::{ALLOW, AUTHORIZATION},
    },
    server::{RequestDecoder, ServerHalf},
};

use crate::{ApiFailure, Exchange, FakeServer, FakeTimer, Wire};

type Answer = Result<Response<Bytes>, ApiFailure>;
type Handler = dyn Fn(&mut RequestDecoder<'_>) -> Answer + Send + Sync;

/// A fake of Clerk's Backend API, with a handler for each operation that a test calls.
///
/// It is a transport: a client that has it calls the handlers in process, and waits no time before
/// it tries a call again. [`serve`](Self::serve)
/// puts the same handlers behind a socket. Clones share handlers and records.
///
/// A handler is any `Fn`, so what it remembers from call to call stands in a `Mutex` of its own.
/// One that panics makes the fake answer 500 with the panic's message.
///
/// Without being asked it answers, in the shape of Clerk's errors:
///
/// | status | to |
/// | --- | --- |
/// | 401 | a missing or wrong key, unless the operation is public |
/// | 404 | a path of no operation that has a handler |
/// | 405 | a path whose operations have other methods, with `Allow` |
/// | 422 | a parameter that is missing or cannot be read, with its path as `meta.param_name` |
///
/// Paths are those below the base URL, with or without `/v1` before them.
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
    /// A fake that knows no operation and takes any key.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the operation `E` with `handler`, which replaces an earlier one.
    pub fn on<E: ServerHalf + 'static>(
        self,
        handler: impl Fn(E) -> Result<E::Response, ApiFailure> + Send + Sync + 'static,
    ) -> Self {
        self.on_raw::<E>(move |request| {
            let response = handler(E::decode_request(request)?)?;
            Ok(E::encode_response(&response)?)
        })
    }

    /// Answers the operation `E` with `handler`, which writes status, headers and body itself and
    /// replaces an earlier one. It suits an endpoint without a server half, too.
    ///
    /// ```
    /// use clerk_api::actor_tokens::RevokeActorToken;
    /// use clerk_core::{Bytes, http::Response, server::ServerHalf};
    /// use clerk_testing::FakeClerk;
    ///
    /// let fake = FakeClerk::new().on_raw::<RevokeActorToken>(|request| {
    ///     let id = RevokeActorToken::decode_request(request)?.actor_token_id;
    ///     let mut response = Response::new(Bytes::from(format!("<h1>No {id}</h1>")));
    ///     *response.status_mut() = clerk_core::http::StatusCode::BAD_GATEWAY;
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
        let route = Route { metadata: E::METADATA, handler: Arc::new(handler) };
        let mut state = self.lock();
        state.routes.retain(|other| !other.is_same(&route));
        state.routes.push(route);
        drop(state);
        self
    }

    /// Takes this key. Without one, any key will do; further ones are taken as well.
    pub fn secret_key(self, key: impl Into<String>) -> Self {
        self.lock().keys.push(key.into());
        self
    }

    /// All exchanges, in the order in which they were answered.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.lock().exchanges.clone()
    }

    /// The requests of all exchanges. Those that came in process have the call's
    /// [`RequestContext`] in their extensions.
    #[must_use]
    pub fn requests(&self) -> Vec<Wire<Request<Bytes>>> {
        self.lock().exchanges.iter().map(|exchange| exchange.request.clone()).collect()
    }

    /// Forgets all exchanges.
    pub fn clear(&self) {
        self.lock().exchanges.clear();
    }

    /// Answers over a socket of the loopback interface, until the server is dropped.
    ///
    /// # Errors
    /// When the system gives no socket or no thread.
    pub fn serve(&self) -> io::Result<FakeServer> {
        FakeServer::start(self.clone())
    }

    /// Answers one request and records the exchange.
    #[must_use]
    pub fn answer(&self, mut request: Request<Bytes>) -> Response<Bytes> {
        if let Some(key) = request.headers_mut().get_mut(AUTHORIZATION) {
            key.set_sensitive(true);
        }
        let answer = self.handle(&request);
        let mut state = self.lock();
        let response = answer.unwrap_or_else(|failure| {
            state.failures += 1;
            failure.into_response(&format!("fake_trace_{}", state.failures))
        });
        state
            .exchanges
            .push(Exchange { request: Wire::new(request), response: Wire::new(response.clone()) });
        response
    }

    fn handle(&self, request: &Request<Bytes>) -> Answer {
        // Handlers run without the lock: they may be slow, and may call the fake.
        let (routes, keys) = {
            let state = self.lock();
            (state.routes.clone(), state.keys.clone())
        };
        let (route, mut decoder) = find(&routes, request)?;
        if route.metadata.auth == Auth::Bearer {
            check_key(&keys, request)?;
        }
        panic::catch_unwind(AssertUnwindSafe(|| (route.handler)(&mut decoder)))
            .unwrap_or_else(|payload| Err(panicked(route.metadata, &*payload)))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Route {
    fn is_same(&self, other: &Self) -> bool {
        self.metadata.method == other.metadata.method && self.metadata.path == other.metadata.path
    }
}

/// The route of a request. Where a path fits several, such as `/users/count` and
/// `/users/{user_id}`, the one with the fewest placeholders has it.
fn find<'r>(
    routes: &[Route],
    request: &'r Request<Bytes>,
) -> Result<(Route, RequestDecoder<'r>), ApiFailure> {
    let path = request.uri().path();
    let prefix = if path.starts_with("/v1/") { "/v1" } else { "" };
    let mut fitting: Vec<_> = routes
        .iter()
        .filter_map(|route| {
            Some((route.clone(), RequestDecoder::new(route.metadata, request, prefix)?))
        })
        .collect();
    fitting.sort_by_key(|(route, _)| route.metadata.path.matches('{').count());

    let call = format!("{} {path}", request.method());
    if fitting.is_empty() {
        return Err(ApiFailure::not_found("resource_not_found")
            .message("not found")
            .long_message(format!("No handler for {call}; give FakeClerk one with `on`.")));
    }
    let mut methods: Vec<_> =
        fitting.iter().map(|(route, _)| route.metadata.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    let methods = methods.join(", ");
    let route = fitting.into_iter().find(|(route, _)| route.metadata.method == request.method());
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

fn check_key(keys: &[String], request: &Request<Bytes>) -> Result<(), ApiFailure> {
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
        .long_message("The key is none of those that FakeClerk was told to take."))
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
        Ok(self.answer(request))
    }

    fn name(&self) -> &'static str {
        "fake"
    }

    /// Waits between attempts take no time.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(Arc::new(FakeTimer::skipping()))
    }
}

/// Shows the operations that have a handler, and no key.
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
