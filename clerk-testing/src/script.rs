//! A transport that does what a test tells it to.

use std::{
    collections::VecDeque,
    fmt, io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clerk_core::{
    Bytes,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
    transport::{
        HttpTransport, RequestContext, Timer, TransportError, TransportErrorKind, async_trait,
    },
};

use crate::server::FakeServer;

/// A transport in memory that responds with any bytes, fails in any way, or makes a call wait.
///
/// A [`FakeClerk`](crate::FakeClerk) behaves like Clerk. Use a script for what Clerk rarely does: an
/// error page, a broken connection, a slow response. Clones share the script and its record.
///
/// ```
/// use clerk_api::{actor_tokens::{Actor, CreateActorToken}, conventions};
/// use clerk_core::{Client, transport::TransportErrorKind};
/// use clerk_testing::{FakeTimer, Reply, Script};
///
/// # pollster::block_on(async {
/// let script = Script::replies([
///     Reply::error(TransportErrorKind::Connect),
///     Reply::status(502).header("content-type", "text/html").body("<h1>Bad Gateway</h1>"),
/// ]);
/// let transport = script.clone().timer(FakeTimer::skipping());
/// let client: Client = conventions::client("sk_test_x").transport(transport).build()?;
///
/// let call = client.send(CreateActorToken::new("user_1", Actor::new("user_2")));
/// let error = call.await.unwrap_err();
/// assert_eq!(error.api().unwrap().status(), 502);
/// assert_eq!(script.sent().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
///
/// With a [`FakeTimer`](crate::FakeTimer), a response takes time on the test's clock. With a channel
/// or a semaphore, a call waits until the test lets it go on:
///
/// ```
/// use std::time::Duration;
///
/// use clerk_core::transport::Timer;
/// use clerk_testing::{FakeTimer, Reply, Script};
///
/// let timer = FakeTimer::new();
/// let clock = timer.clone();
/// let slow = Script::new(move |_| Reply::status(204).after(clock.sleep(Duration::from_secs(3))));
/// let hanging = Script::new(|_| Reply::status(204).after(std::future::pending()));
/// ```
#[derive(Clone)]
pub struct Script {
    shared: Arc<Shared>,
    timer: Option<Arc<dyn Timer>>,
}

struct Shared {
    queue: Mutex<VecDeque<Reply>>,
    respond: Mutex<Respond>,
    record: Mutex<Record>,
}

type Respond = Box<dyn FnMut(&Request<Bytes>) -> Reply + Send>;

#[derive(Default)]
struct Record {
    sent: Vec<Request<Bytes>>,
    in_flight: usize,
    most_in_flight: usize,
}

impl Script {
    /// Calls `respond` for each request, when the request begins.
    ///
    /// The request has its [`RequestContext`] as an extension.
    pub fn new<R: Into<Reply>>(
        mut respond: impl FnMut(&Request<Bytes>) -> R + Send + 'static,
    ) -> Self {
        let respond: Respond = Box::new(move |request| respond(request).into());
        let (queue, record) = (Mutex::default(), Mutex::default());
        let shared = Shared { queue, respond: Mutex::new(respond), record };
        Self { shared: Arc::new(shared), timer: None }
    }

    /// Responds to each request with the next reply. Without one, the request fails, and is not
    /// retried.
    pub fn replies<R: Into<Reply>>(
        replies: impl IntoIterator<Item = R, IntoIter: Send + 'static>,
    ) -> Self {
        let mut replies = replies.into_iter();
        Self::new(move |request| replies.next().map_or_else(|| Reply::missing(request), Into::into))
    }

    /// Responds to each request with the same response.
    #[must_use]
    pub fn fixed(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let headers: Vec<_> =
            headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self::new(move |_| {
            let reply = Reply::status(status).body(body.clone());
            headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value))
        })
    }

    /// Sets the timer of a client that sets none, such as a [`FakeTimer`](crate::FakeTimer).
    #[must_use]
    pub fn timer(self, timer: impl Timer) -> Self {
        Self { timer: Some(Arc::new(timer)), ..self }
    }

    /// Adds a reply for one of the next requests. These replies come before those of the script.
    pub fn reply(&self, reply: impl Into<Reply>) {
        let mut queue = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.push_back(reply.into());
    }

    /// Serves the script on a socket, until the returned server is dropped. A failure breaks the
    /// connection.
    ///
    /// # Errors
    ///
    /// Returns an error if the system has no port, no descriptor, or no thread.
    pub fn serve(&self) -> io::Result<FakeServer> {
        let script = self.clone();
        FakeServer::start(move |request| {
            let script = script.clone();
            async move { script.send(request, &RequestContext::default()).await.ok() }
        })
    }

    /// Returns the requests so far, each with its [`RequestContext`] as an extension.
    #[must_use]
    pub fn sent(&self) -> Vec<Request<Bytes>> {
        self.record().sent.clone()
    }

    /// Returns the requests since the last call of this function, and forgets them.
    #[must_use]
    pub fn take_sent(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.record().sent)
    }

    /// Returns the number of requests without a response. A dropped call is not counted.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.record().in_flight
    }

    /// Returns the largest number of requests that were in flight at a time.
    #[must_use]
    pub fn most_in_flight(&self) -> usize {
        self.record().most_in_flight
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.shared.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, request: &Request<Bytes>) -> Reply {
        let queued = self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        queued.unwrap_or_else(|| {
            let mut respond = self.shared.respond.lock().unwrap_or_else(PoisonError::into_inner);
            respond(request)
        })
    }

    fn begin(&self, request: &Request<Bytes>) -> InFlight<'_> {
        let mut record = self.record();
        record.sent.push(request.clone());
        record.in_flight += 1;
        record.most_in_flight = record.most_in_flight.max(record.in_flight);
        InFlight(self)
    }
}

/// Ends the exchange when it is dropped.
struct InFlight<'a>(&'a Script);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.record().in_flight -= 1;
    }
}

/// A script without replies: see [`Script::reply`].
impl Default for Script {
    fn default() -> Self {
        Self::replies::<Reply>([])
    }
}

#[async_trait]
impl HttpTransport for Script {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        request.extensions_mut().insert(context.clone());
        let _in_flight = self.begin(&request);
        let response = self.next(&request).outcome().await?;
        context.check_body(response.body().len().try_into().unwrap_or(u64::MAX))?;
        Ok(response)
    }

    fn name(&self) -> &'static str {
        "script"
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        self.timer.clone()
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").finish_non_exhaustive()
    }
}

/// The response or the failure of one request to a [`Script`].
///
/// A `Response<Bytes>`, a [`TransportError`], and a `Result` of both convert to it.
#[must_use]
pub struct Reply(Kind);

enum Kind {
    Now(Result<Response<Bytes>, TransportError>),
    Later(Pin<Box<dyn Future<Output = Reply> + Send>>),
}

impl Reply {
    /// Responds with `status`, and an empty body.
    ///
    /// # Panics
    ///
    /// Panics unless `status` is between 100 and 999.
    #[allow(clippy::expect_used, reason = "documented; a test passes a literal")]
    pub fn status(status: u16) -> Self {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(status).expect("a valid status");
        response.into()
    }

    /// Responds with 200 and a body of JSON.
    pub fn json(body: impl Into<Bytes>) -> Self {
        Self::status(200).header("content-type", "application/json").body(body)
    }

    /// Fails with an error of this kind, without a response.
    pub fn error(kind: TransportErrorKind) -> Self {
        TransportError::new(kind).into()
    }

    /// Responds or fails with the output of `reply`, when it is ready.
    pub fn later(reply: impl Future<Output = Self> + Send + 'static) -> Self {
        Self(Kind::Later(Box::pin(reply)))
    }

    /// Responds or fails after `wait`.
    pub fn after(self, wait: impl Future<Output = ()> + Send + 'static) -> Self {
        Self::later(async {
            wait.await;
            self
        })
    }

    /// Adds a header to the response.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is invalid.
    #[allow(clippy::expect_used, reason = "documented; a test passes a literal")]
    pub fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name = HeaderName::try_from(name).expect("a valid header name");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("a valid header value");
        self.map(|mut response| {
            response.headers_mut().append(name, value);
            response
        })
    }

    /// Sets the body of the response.
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        self.map(|response| response.map(|_| body))
    }

    fn map(self, change: impl FnOnce(Response<Bytes>) -> Response<Bytes> + Send + 'static) -> Self {
        match self.0 {
            Kind::Now(outcome) => outcome.map(change).into(),
            Kind::Later(reply) => Self::later(async { reply.await.map(change) }),
        }
    }

    async fn outcome(mut self) -> Result<Response<Bytes>, TransportError> {
        loop {
            match self.0 {
                Kind::Now(outcome) => return outcome,
                Kind::Later(reply) => self = reply.await,
            }
        }
    }

    fn missing(request: &Request<Bytes>) -> Self {
        let message = format!("no reply is left for {} {}", request.method(), request.uri().path());
        TransportError::new(TransportErrorKind::Request).with_source(message).into()
    }
}

impl From<Result<Response<Bytes>, TransportError>> for Reply {
    fn from(outcome: Result<Response<Bytes>, TransportError>) -> Self {
        Self(Kind::Now(outcome))
    }
}

impl From<Response<Bytes>> for Reply {
    fn from(response: Response<Bytes>) -> Self {
        Ok(response).into()
    }
}

impl From<TransportError> for Reply {
    fn from(error: TransportError) -> Self {
        Err(error).into()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Now(outcome) => f.debug_tuple("Reply").field(outcome).finish(),
            Kind::Later(_) => f.debug_struct("Reply").finish_non_exhaustive(),
        }
    }
}
