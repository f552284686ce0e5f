//! A fake of Clerk's Backend API.

use std::{
    any::Any,
    collections::BTreeSet,
    fmt, io,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use clerk_core::{
    Bytes, Endpoint,
    endpoint::{Metadata, ParamLocation},
    http::{Extensions, Request, Response, StatusCode, header::AUTHORIZATION},
    incoming::{IncomingEndpoint, RequestDecoder},
    transport::{
        Deadline, HttpTransport, RequestContext, SystemTimer, Timer, TransportError,
        TransportErrorKind, async_trait,
    },
};
use serde_json::{Map, Value, json};

use crate::{
    failure::{ApiFailure, Outcome},
    fault::{Fault, FaultKind},
    recorded::{Exchange, Recorded, secrets},
    routes::{Matches, Route},
    server::FakeServer,
    timer::FakeTimer,
};

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
/// | 400 | the body is unreadable |
/// | 401 | the key is missing or wrong, unless the operation is public |
/// | 404 | no operation has this path |
/// | 405 | operations with this path have other methods, which `Allow` lists |
/// | 422 | a param is missing or invalid, or a member of the body is unknown; `meta.param_name` holds its path |
/// | 501 | the operation has no handler; the code is `fake_operation_unsupported` |
///
/// The feature `testing` tells the fake Clerk's operations, those of the groups that are compiled
/// in. Without it, an operation without a handler is a 404.
///
/// Paths are relative to the base URL, with or without a leading `/v1`.
#[derive(Clone)]
pub struct FakeClerk(Arc<Mutex<State>>);

struct State {
    routes: Vec<Route>,
    keys: Vec<String>,
    exchanges: Vec<Exchange>,
    failures: u64,
    /// The faults of coming calls, each with its operation.
    faults: Vec<(&'static Metadata, Fault)>,
    clock: FakeTimer,
    /// The data of users, tokens, and webhooks, which this module does not know.
    shared: Extensions,
}

impl State {
    /// Returns the response of a failure, with the next trace ID.
    fn fail(&mut self, failure: ApiFailure) -> Response<Bytes> {
        self.failures += 1;
        failure.into_response(&format!("fake_trace_{}", self.failures))
    }
}

impl Default for FakeClerk {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State {
            routes: Vec::new(),
            keys: Vec::new(),
            exchanges: Vec::new(),
            failures: 0,
            faults: Vec::new(),
            clock: FakeTimer::skipping(),
            shared: Extensions::new(),
        })))
    }
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
            check_members(request)?;
            let response = handler(E::decode_request(request)?)?;
            Ok(E::encode_response(&response)?)
        })
    }

    /// Sets a handler of the operation `E` that returns status, headers and body itself. It
    /// replaces an earlier one. The endpoint needs no [`IncomingEndpoint`].
    ///
    /// ```
    /// use clerk_api::actor_tokens::RevokeActorToken;
    /// use clerk_core::{Bytes, http::Response, incoming::IncomingEndpoint};
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
        let metadata = E::METADATA;
        let mut state = self.lock();
        state.routes.retain(|route| !route.is(metadata));
        state.routes.push(Route { metadata, handler: Some(Arc::new(handler)) });
        drop(state);
        self
    }

    /// Adds an accepted key. Without one, the fake accepts any key.
    pub fn secret_key(self, key: impl Into<String>) -> Self {
        self.lock().keys.push(key.into());
        self
    }

    /// Lets the next call of the operation `E` fail. The call after it is carried out again.
    ///
    /// Several faults of an operation apply to one call each, in order. A retry is a call.
    pub fn fail_next<E: Endpoint>(&self, fault: impl Into<Fault>) {
        self.lock().faults.push((E::METADATA, fault.into()));
    }

    /// Returns the clock of the fake, which a test can [advance](FakeTimer::advance).
    ///
    /// Times of the default handlers follow it, and invitations, sessions, and lockouts expire by
    /// it. Waits between attempts do not move it, unless it is also the
    /// [timer](clerk_core::client::ClientBuilder::timer) of the client.
    #[must_use]
    pub fn clock(&self) -> FakeTimer {
        self.lock().clock.clone()
    }

    /// Returns the operations with a handler, in the order the handlers were set.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static Metadata> {
        self.lock().routes.iter().map(|route| route.metadata).collect()
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
        FakeServer::start(move |request| {
            let (delay, response) = fake.reply(request);
            async move {
                if !delay.is_zero() {
                    SystemTimer::default().sleep(delay).await;
                }
                response
            }
        })
    }

    /// Responds to one request and records the exchange.
    ///
    /// A call whose connection [breaks](Fault::disconnect) gets a 502 with the code
    /// `fake_connection_broken`, and a [delay](Fault::delay) only moves the clock.
    #[must_use]
    pub fn respond(&self, request: Request<Bytes>) -> Response<Bytes> {
        let (delay, response) = self.reply(request);
        self.clock().advance(delay);
        response.unwrap_or_else(|| {
            let failure = ApiFailure::new(StatusCode::BAD_GATEWAY, "fake_connection_broken")
                .message("the connection broke");
            self.lock().fail(failure)
        })
    }

    /// Carries out one request, with the fault that is set for it, and records the exchange. A
    /// request that is not carried out is not recorded. Returns the delay of the response, which is
    /// `None` if the connection breaks.
    fn reply(&self, mut request: Request<Bytes>) -> (Duration, Option<Response<Bytes>>) {
        secrets::mark(request.headers_mut());
        let mut delay = Duration::ZERO;
        let mut is_lost = false;
        let outcome = match self.take_fault(&request) {
            Some(FaultKind::Disconnect) => return (delay, None),
            Some(FaultKind::Respond(failure)) => Err(failure),
            Some(FaultKind::Delay(by)) => {
                delay = by;
                self.handle(&request)
            }
            Some(FaultKind::LoseResponse) => {
                is_lost = true;
                self.handle(&request)
            }
            None => self.handle(&request),
        };
        let mut state = self.lock();
        let response = outcome.unwrap_or_else(|failure| state.fail(failure));
        state.exchanges.push(Exchange::new(request, response.clone()));
        (delay, (!is_lost).then_some(response))
    }

    fn take_fault(&self, request: &Request<Bytes>) -> Option<FaultKind> {
        let mut state = self.lock();
        if state.faults.is_empty() {
            return None;
        }
        // A fault can be set for an operation without a handler.
        let mut routes = state.routes.clone();
        for (metadata, _) in &state.faults {
            if !routes.iter().any(|route| route.is(metadata)) {
                routes.push(Route { metadata, handler: None });
            }
        }
        let metadata = Matches::new(&routes, request).metadata()?;
        let is_meant =
            |(of, _): &(&Metadata, Fault)| of.method == metadata.method && of.path == metadata.path;
        let position = state.faults.iter().position(is_meant)?;
        Some(state.faults.remove(position).1.0)
    }

    fn handle(&self, request: &Request<Bytes>) -> Outcome<Response<Bytes>> {
        // Handlers run without the lock: they may be slow or call the fake.
        let (routes, keys) = {
            let state = self.lock();
            (state.routes.clone(), state.keys.clone())
        };
        let matches = Matches::new(&routes, request);
        if !matches.is_public() {
            check_key(&keys, request)?;
        }
        let (metadata, handler, mut decoder) = matches.take()?;
        panic::catch_unwind(AssertUnwindSafe(|| handler(&mut decoder)))
            .unwrap_or_else(|payload| Err(panicked(metadata, &*payload)))
    }

    /// Keeps data of another module for all clones of the fake.
    #[allow(dead_code, reason = "for the features `auth`, `testing`, and `webhooks`")]
    pub(crate) fn share<T: Clone + Send + Sync + 'static>(&self, data: T) {
        self.lock().shared.insert(data);
    }

    /// Returns the data of another module.
    #[allow(dead_code, reason = "for the features `auth`, `testing`, and `webhooks`")]
    pub(crate) fn shared<T: Clone + Default + Send + Sync + 'static>(&self) -> T {
        self.lock().shared.get_or_insert_default::<T>().clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rejects members of the body that the operation does not have.
fn check_members(request: &RequestDecoder<'_>) -> Outcome<()> {
    let params = request.metadata().params;
    let is_object = params.iter().any(|param| param.location == ParamLocation::Member);
    if !is_object || params.iter().any(|param| param.location == ParamLocation::Body) {
        return Ok(());
    }
    // The operation itself rejects a body that is not an object.
    let Ok(members) = serde_json::from_slice::<Map<String, Value>>(request.request().body()) else {
        return Ok(());
    };
    let known: BTreeSet<_> = params
        .iter()
        .filter(|param| param.location == ParamLocation::Member)
        .map(|param| param.name)
        .collect();
    let unknown = members.keys().filter(|name| !known.contains(name.as_str())).map(|name| {
        ApiFailure::unprocessable("form_param_unknown")
            .message("is unknown")
            .long_message(format!("{name} is not a valid parameter for this request."))
            .meta(json!({ "param_name": name }))
    });
    unknown.reduce(ApiFailure::and).map_or(Ok(()), Err)
}

fn check_key(keys: &[String], request: &Request<Bytes>) -> Outcome<()> {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = header.and_then(|value| value.strip_prefix("Bearer ")).map_or("", str::trim);
    if key.is_empty() {
        return Err(ApiFailure::unauthorized("authorization_header_format_invalid")
            .message("Invalid Authorization header format")
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
        request.extensions_mut().insert(context.clone());
        let (delay, response) = self.reply(request);
        if let Some(limit) = context.timeout.filter(|limit| *limit < delay) {
            self.clock().advance(limit);
            return Err(TransportError::new(TransportErrorKind::Timeout)
                .with_deadline(Deadline::Attempt(limit)));
        }
        self.clock().advance(delay);
        response.ok_or_else(|| TransportError::new(TransportErrorKind::Interrupted))
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
