//! The tools of a check: transports, requests, assertions, and a time limit.

use std::{
    error::Error as StdError, fmt, future::Future, iter, net::TcpListener, pin::Pin, sync::Arc,
    time::Duration,
};

use clerk_core::{
    Bytes,
    http::{self, HeaderMap, HeaderValue, Method, header},
    transport::{
        HttpTransport, RequestContext, TransportError, TransportErrorKind, TransportSettings,
    },
};
use futures_lite::future;
use tokio::runtime::{Builder, Handle, Runtime};

/// The outcome of a check. The error describes the problem.
pub(super) type Outcome<T = ()> = Result<T, Box<dyn StdError + Send + Sync>>;

/// A running check.
pub(super) type CheckFuture<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

pub(super) type Transport = Arc<dyn HttpTransport>;
type Make = dyn Fn(&TransportSettings) -> Outcome<Transport> + Send + Sync;

pub(super) const MIB: usize = 1 << 20;

/// The time limit of one check.
const CHECK_TIMEOUT: Duration = Duration::from_secs(30);

/// Parts of a request that no error may show.
const SECRETS: [&str; 4] = ["sk_test_conformance", "private-path", "private-query", "private-body"];

/// Creates transports, and holds the runtime of the servers.
pub(super) struct Harness {
    make: Box<Make>,
    /// `None` if the runtime could not be started.
    runtime: Option<Runtime>,
}

impl Harness {
    pub(super) fn new<T, E>(
        make: impl Fn(&TransportSettings) -> Result<T, E> + Send + Sync + 'static,
    ) -> Self
    where
        T: HttpTransport,
        E: fmt::Display,
    {
        Self {
            make: Box::new(move |settings| match make(settings) {
                Ok(transport) => Ok(Arc::new(transport)),
                Err(error) => Err(format!("failed to create the transport: {error}").into()),
            }),
            runtime: Builder::new_multi_thread().worker_threads(1).enable_all().build().ok(),
        }
    }

    /// Returns the runtime of the servers.
    pub(super) fn runtime(&self) -> Outcome<&Handle> {
        let handle = self.runtime.as_ref().map(Runtime::handle);
        handle.ok_or_else(|| "failed to start the runtime of the servers".into())
    }

    pub(super) fn transport(&self) -> Outcome<Transport> {
        self.transport_with(&TransportSettings::default())
    }

    pub(super) fn transport_with(&self, settings: &TransportSettings) -> Outcome<Transport> {
        (self.make)(settings)
    }

    /// Waits for `future` on any executor, for at most [`CHECK_TIMEOUT`].
    pub(super) async fn within<T>(&self, future: impl Future<Output = T>) -> Outcome<T> {
        let deadline = self.runtime()?.spawn(async { tokio::time::sleep(CHECK_TIMEOUT).await });
        let stop = deadline.abort_handle();
        let outcome = future::or(async { Ok(future.await) }, async {
            let _ = deadline.await;
            Err(format!("timed out after {} seconds", CHECK_TIMEOUT.as_secs()).into())
        });
        let outcome = outcome.await;
        stop.abort();
        outcome
    }
}

/// Does not wait for the servers' tasks, because a suite may be dropped within a runtime.
impl Drop for Harness {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Harness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Harness").finish_non_exhaustive()
    }
}

/// Returns a request with the headers that all requests of the client have.
pub(super) fn request(method: Method, uri: &str, body: impl Into<Bytes>) -> Outcome<Request> {
    let body = body.into();
    let mut request = http::Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri.parse()?;
    let has_body = !request.body().is_empty();
    let headers = request.headers_mut();
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer sk_test_conformance"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static("conformance/1"));
    if has_body {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Ok(request)
}

pub(super) type Request = http::Request<Bytes>;
pub(super) type Response = http::Response<Bytes>;

pub(super) fn get(uri: &str) -> Outcome<Request> {
    request(Method::GET, uri, Bytes::new())
}

/// Returns a request whose path, query and body are secrets.
pub(super) fn secret(origin: &str) -> Outcome<Request> {
    request(Method::POST, &format!("{origin}/private-path?key=private-query"), "private-body")
}

/// Sets limits on a request. [`send`] applies them.
pub(super) fn limit(mut request: Request, limit: impl FnOnce(&mut RequestContext)) -> Request {
    let mut context = RequestContext::of(&request);
    limit(&mut context);
    request.extensions_mut().insert(context);
    request
}

/// Sends a request with the limits that [`limit`] set.
pub(super) async fn send(
    transport: &dyn HttpTransport,
    mut request: Request,
) -> Result<Response, TransportError> {
    let context = request.extensions_mut().remove::<RequestContext>().unwrap_or_default();
    transport.send(request, &context).await
}

/// Sends a request that must get a response.
pub(super) async fn response(transport: &dyn HttpTransport, request: Request) -> Outcome<Response> {
    let what = format!("{} {}", request.method(), request.uri());
    send(transport, request).await.map_err(|error| format!("{what} failed: {error}").into())
}

/// Sends a request that must fail with one of the `expected` kinds. The error must not show a
/// secret.
pub(super) async fn fails_with(
    transport: &dyn HttpTransport,
    request: Request,
    expected: &[TransportErrorKind],
) -> Outcome {
    let error = error(transport, request).await?;
    ensure(expected.contains(&error.kind()), || format!("the error is {:?}: {error}", error.kind()))
}

/// Sends a request that must fail, and returns the error. It must not show a secret.
pub(super) async fn error(
    transport: &dyn HttpTransport,
    request: Request,
) -> Outcome<TransportError> {
    match send(transport, request).await {
        Ok(response) => {
            let (status, length) = (response.status(), response.body().len());
            Err(format!("unexpected response: {status} with {length} bytes").into())
        }
        Err(error) => {
            shows_no_secret(&error)?;
            Ok(error)
        }
    }
}

/// Sends a request that must get neither a response nor an error before it is dropped.
pub(super) async fn pending(transport: &dyn HttpTransport, request: Request) -> Outcome {
    let outcome = send(transport, request).await;
    Err(format!("the call completed: {outcome:?}").into())
}

fn shows_no_secret(error: &TransportError) -> Outcome {
    let mut text = String::new();
    let error: &(dyn StdError + 'static) = error;
    for cause in iter::successors(Some(error), |&error| error.source()) {
        text = format!("{text}{cause} {cause:?} {cause:#?} ");
    }
    match SECRETS.iter().find(|secret| text.contains(**secret)) {
        Some(secret) => Err(format!("the error shows {secret:?} from the request").into()),
        None => Ok(()),
    }
}

/// Returns an error with `text` unless `condition` holds.
pub(super) fn ensure(condition: bool, text: impl FnOnce() -> String) -> Outcome {
    if condition { Ok(()) } else { Err(text().into()) }
}

/// Returns an error that shows both values unless they are equal.
pub(super) fn equal<T: PartialEq + fmt::Debug>(what: &str, seen: T, expected: T) -> Outcome {
    ensure(seen == expected, || format!("{what}: {seen:?} instead of {expected:?}"))
}

/// Returns an error unless the bodies are equal. The error does not show them.
pub(super) fn equal_body(seen: &[u8], expected: &[u8]) -> Outcome {
    let same = iter::zip(seen, expected).take_while(|(seen, expected)| seen == expected).count();
    ensure(seen == expected, || {
        format!(
            "the body has {} bytes instead of {}, and the first {same} match",
            seen.len(),
            expected.len(),
        )
    })
}

/// Returns the values of a header as text.
pub(super) fn values(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect()
}

/// Returns `length` bytes that cycle through all byte values.
pub(super) fn pattern(length: usize) -> Bytes {
    (0..=u8::MAX).cycle().take(length).collect()
}

/// Returns an origin that refuses connections.
pub(super) fn unused_origin() -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(format!("http://{}", listener.local_addr()?))
}
