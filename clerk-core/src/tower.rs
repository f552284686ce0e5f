//! Adapters between transports and `tower::Service`.

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
use bytes::{Buf, Bytes};
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

use crate::{
    error::{TransportError, TransportErrorKind},
    transport::{BodyReader, HttpTransport, Outcome, RequestContext, SystemTimer, Timer, within},
};

type BoxError = Box<dyn StdError + Send + Sync>;

/// A `tower::Service` as a transport, such as a client under layers of `tower-http`.
///
/// ```
/// use clerk_core::{
///     Client, ClientBuilder, http::{HeaderName, HeaderValue},
///     tower::{TowerTransport, TransportService},
/// };
/// use tower::ServiceBuilder;
/// use tower_http::{set_header::SetRequestHeaderLayer, trace::TraceLayer};
///
/// fn layered() -> ClientBuilder {
///     Client::builder("https://api.example.com").middleware(|transport| {
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
/// Each request goes to a clone of the service, once that is ready. The request's extensions hold
/// its [`RequestContext`]. This adapter enforces the limits in it: the deadline, which includes the
/// wait for readiness, and the body's size. The service is responsible for the rest of the
/// [contract](HttpTransport#contract): above all it must not follow redirects or send a request
/// twice.
///
/// If an error of the service or of its body is a [`TransportError`], it is returned unchanged. Any
/// other error becomes the source of one of kind [`Other`](TransportErrorKind::Other), which is not
/// retried. If the service knows more about its errors, convert them with `map_err`.
pub struct TowerTransport<S> {
    /// Locked while it is cloned, so that `S` need not be `Sync`.
    service: Mutex<S>,
    timer: Arc<dyn Timer>,
}

impl<S> TowerTransport<S> {
    /// Sends requests through `service`.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service), timer: Arc::new(SystemTimer) }
    }

    /// Sets the timer for the deadline of a request. Default: [`SystemTimer`].
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
    async fn send(&self, mut request: Request<Bytes>, context: &RequestContext) -> Outcome {
        let service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        request.extensions_mut().insert(context.clone());
        let mut reader = BodyReader::new(context);
        let exchange = exchange(service, request, &mut reader);
        let outcome = within(&*self.timer, context.timeout, exchange).await.unwrap_or_else(|| {
            let timeout = TransportError::new(TransportErrorKind::Timeout);
            Err(timeout.with_received(reader.received()))
        });
        Ok(outcome?.map(|()| reader.finish()))
    }

    fn name(&self) -> &'static str {
        "tower"
    }
}

/// Shows the type of the service, which need not be `Debug`.
impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TowerTransport({})", type_name::<S>())
    }
}

/// Sends the request, and leaves the body of the response in `reader`.
async fn exchange<S, B>(
    mut service: S,
    request: Request<Bytes>,
    reader: &mut BodyReader,
) -> Result<Response<()>, TransportError>
where
    S: Service<Request<Full<Bytes>>, Response = Response<B>>,
    S::Error: Into<BoxError>,
    B: Body,
    B::Error: Into<BoxError>,
{
    poll_fn(|waker| service.poll_ready(waker)).await.map_err(failure)?;
    let response = service.call(request.map(Full::new)).await.map_err(failure)?;
    let (head, body) = response.into_parts();
    reader.head(head.status, &head.headers, Some(body.size_hint().lower()))?;
    let mut body = pin!(body);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| reader.explain(failure(error)))?;
        if let Ok(mut data) = frame.into_data() {
            reader.push(data.copy_to_bytes(data.remaining()))?;
        }
    }
    Ok(Response::from_parts(head, ()))
}

fn failure(error: impl Into<BoxError>) -> TransportError {
    match error.into().downcast() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Other).with_source(error),
    }
}

/// A transport as a `tower::Service`, for layers and other code that takes a service.
///
/// Clones share the transport. It is always ready. It reads a request's [`RequestContext`] from the
/// extensions; without one there are no limits.
pub struct TransportService<T>(Arc<T>);

impl<T: HttpTransport> TransportService<T> {
    /// Sends requests through `transport`.
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
