//! Adapters to and from `tower::Service`.

use std::{
    any::type_name,
    error::Error as StdError,
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use async_trait::async_trait;
use bytes::{Buf, BufMut, Bytes, BytesMut};
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

use crate::{
    HttpTransport, Received, RequestContext, SystemTimer, Timer, TransportError,
    TransportErrorKind, timer::within,
};

type BoxError = Box<dyn StdError + Send + Sync>;

/// A `tower::Service` as a transport, such as a client under layers of `tower-http`.
///
/// ```
/// use clerk_core::{
///     Client, ClientBuilder, TowerTransport, TransportService,
///     http::{HeaderName, HeaderValue},
/// };
/// use tower::ServiceBuilder;
/// use tower_http::{set_header::SetRequestHeaderLayer, trace::TraceLayer};
///
/// fn layered(key: &str) -> ClientBuilder {
///     Client::builder(key).decorate(|transport| {
///         let name = HeaderName::from_static("x-service");
///         let service = ServiceBuilder::new()
///             .layer(TraceLayer::new_for_http())
///             .layer(SetRequestHeaderLayer::overriding(name, HeaderValue::from_static("billing")))
///             .service(TransportService::new(transport));
///         TowerTransport::new(service)
///     })
/// }
/// ```
///
/// Each request goes to a clone of the service, once that is ready. The request's
/// [`RequestContext`] is in its extensions, and this adapter keeps to the limits in it: the time,
/// until the service is ready included, and the size of the body. The rest of the
/// [contract](HttpTransport#contract) is up to the service: above all it must neither follow
/// redirects nor send a request twice.
///
/// An error of the service, or of its body, that is a [`TransportError`] comes through as it is.
/// Any other becomes the source of one of kind [`Other`](TransportErrorKind::Other), after which
/// nothing is retried. A service that knows more says so with `map_err`.
pub struct TowerTransport<S> {
    /// Locked while it is cloned, which spares `S` from having to be `Sync`.
    service: Mutex<S>,
    timer: Arc<dyn Timer>,
}

impl<S> TowerTransport<S> {
    /// Sends requests through `service`.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service), timer: Arc::new(SystemTimer) }
    }

    /// Sets by what the time limit of a request is kept. [`SystemTimer`] unless set.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Arc::new(timer);
        self
    }
}

#[async_trait]
impl<S, B> HttpTransport for TowerTransport<S>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: Body + Send,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    async fn send(
        &self,
        mut request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        request.extensions_mut().insert(*context);
        let mut received = Received::Nothing;
        let exchange = exchange(service, request, context, &mut received);
        within(&*self.timer, context.timeout, exchange).await.unwrap_or_else(|| {
            Err(TransportError::new(TransportErrorKind::Timeout).with_received(received))
        })
    }

    fn name(&self) -> &'static str {
        "tower"
    }
}

/// Shows the type of the service, which need not be `Debug` and may hold anything.
impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TowerTransport({})", type_name::<S>())
    }
}

async fn exchange<S, B>(
    mut service: S,
    request: Request<Bytes>,
    context: &RequestContext,
    received: &mut Received,
) -> Result<Response<Bytes>, TransportError>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body,
    B::Error: Into<BoxError>,
{
    poll_fn(|waker| service.poll_ready(waker)).await.map_err(failure)?;
    let answer = service.call(request.map(Full::new)).await.map_err(failure)?;
    let (head, body) = answer.into_parts();
    *received = Received::body(head.status, 0);
    context.check_body(body.size_hint().lower()).map_err(after(*received))?;

    let mut body = pin!(body);
    let mut whole = BytesMut::new();
    let mut bytes = 0_u64;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(failure).map_err(after(*received))?.into_data() else {
            continue;
        };
        bytes = bytes.saturating_add(u64::try_from(data.remaining()).unwrap_or(u64::MAX));
        *received = Received::body(head.status, bytes);
        context.check_body(bytes).map_err(after(*received))?;
        whole.put(data);
    }
    Ok(Response::from_parts(head, whole.freeze()))
}

fn failure(error: impl Into<BoxError>) -> TransportError {
    match error.into().downcast() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Other).with_source(error),
    }
}

/// Says how much had arrived, where the error does not.
fn after(received: Received) -> impl Fn(TransportError) -> TransportError {
    move |error| match error.received() {
        Some(_) => error,
        None => error.with_received(received),
    }
}

/// A transport as a `tower::Service`, to put layers around or to hand to what takes a service.
///
/// Clones share the transport. It is ready at any time. A request's
/// [`RequestContext`] is taken from its extensions; without one it has no limits.
pub struct TransportService<T>(Arc<T>);

impl<T: HttpTransport> TransportService<T> {
    /// Sends what the service is called with through `transport`.
    pub fn new(transport: T) -> Self {
        Self(Arc::new(transport))
    }
}

impl<T, B> Service<Request<B>> for TransportService<T>
where
    T: HttpTransport,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<BoxError>,
{
    type Response = Response<Full<Bytes>>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let transport = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(|error| {
                TransportError::new(TransportErrorKind::Request).with_source(error)
            })?;
            let request = Request::from_parts(head, body.to_bytes());
            let context = RequestContext::of(&request);
            Ok(transport.send(request, &context).await?.map(Full::new))
        })
    }
}

impl<T> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for TransportService<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TransportService").field(&self.0).finish()
    }
}
