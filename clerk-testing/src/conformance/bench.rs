//! What a check works with: transports, servers, requests, and a limit to its patience.

use std::{
    error::Error as StdError, fmt, future::Future, iter, net::TcpListener, pin::Pin, sync::Arc,
    time::Duration,
};

use clerk_core::{
    Bytes, HttpTransport, RequestContext, TransportError, TransportErrorKind, TransportSettings,
    http::{self, HeaderMap, HeaderValue, Method, header},
};
use futures_lite::future;
use tokio::runtime::{Builder, Handle, Runtime};

/// What a check found. The error says what was seen instead.
pub(super) type Outcome<T = ()> = Result<T, Box<dyn StdError + Send + Sync>>;

/// A check under way.
pub(super) type Checking<'a> = Pin<Box<dyn Future<Output = Outcome> + Send + 'a>>;

type Make = dyn Fn(&TransportSettings) -> Outcome<Arc<dyn HttpTransport>> + Send + Sync;

/// Whatever takes this long hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// What no error may show.
const SECRETS: [&str; 4] = ["sk_test_conformance", "private-path", "private-query", "private-body"];

/// Makes transports and servers for the checks.
pub(super) struct Bench {
    make: Box<Make>,
    /// `None` where the runtime of the servers could not be started.
    runtime: Option<Runtime>,
}

impl Bench {
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
                Err(error) => Err(format!("the transport cannot be made: {error}").into()),
            }),
            runtime: Builder::new_multi_thread().worker_threads(1).enable_all().build().ok(),
        }
    }

    /// The runtime of the servers.
    pub(super) fn runtime(&self) -> Outcome<&Handle> {
        match &self.runtime {
            Some(runtime) => Ok(runtime.handle()),
            None => Err("the runtime of the servers could not be started".into()),
        }
    }

    pub(super) fn transport(&self) -> Outcome<Arc<dyn HttpTransport>> {
        self.transport_with(&TransportSettings::default())
    }

    pub(super) fn transport_with(
        &self,
        settings: &TransportSettings,
    ) -> Outcome<Arc<dyn HttpTransport>> {
        (self.make)(settings)
    }

    /// Waits for `future`, on any executor, as long as is reasonable.
    pub(super) async fn within<T>(&self, future: impl Future<Output = T>) -> Outcome<T> {
        let deadline = self.runtime()?.spawn(async { tokio::time::sleep(PATIENCE).await });
        let stop = deadline.abort_handle();
        let outcome = future::or(async { Ok(future.await) }, async {
            let _ = deadline.await;
            Err(format!("nothing happened within {} seconds", PATIENCE.as_secs()).into())
        });
        let outcome = outcome.await;
        stop.abort();
        outcome
    }
}

/// The servers' tasks are not waited for: a suite may be dropped within a runtime.
impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Bench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bench").finish_non_exhaustive()
    }
}

/// A request with the headers that every request of the client has.
pub(super) fn request(method: Method, uri: &str, body: impl Into<Bytes>) -> Outcome<Sent> {
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

pub(super) type Sent = http::Request<Bytes>;
pub(super) type Answer = http::Response<Bytes>;

pub(super) fn get(uri: &str) -> Outcome<Sent> {
    request(Method::GET, uri, Bytes::new())
}

/// A request whose path, query and body are secrets.
pub(super) fn secret(origin: &str) -> Outcome<Sent> {
    request(Method::POST, &format!("{origin}/private-path?key=private-query"), "private-body")
}

/// Limits a request: see [`send`].
pub(super) fn limit(mut request: Sent, limit: impl FnOnce(&mut RequestContext)) -> Sent {
    let mut context = RequestContext::of(&request);
    limit(&mut context);
    request.extensions_mut().insert(context);
    request
}

/// Sends a request with its limits.
pub(super) async fn send(
    transport: &dyn HttpTransport,
    mut request: Sent,
) -> Result<Answer, TransportError> {
    let context = request.extensions_mut().remove::<RequestContext>().unwrap_or_default();
    transport.send(request, &context).await
}

/// Sends a request to which there has to be an answer.
pub(super) async fn answer(transport: &dyn HttpTransport, request: Sent) -> Outcome<Answer> {
    let what = format!("{} {}", request.method(), request.uri());
    send(transport, request).await.map_err(|error| format!("{what} failed: {error}").into())
}

/// Sends a request to which there can be no answer. The error has to be of a kind that `expected`
/// accepts, and to name no secret.
pub(super) async fn failure(
    transport: &dyn HttpTransport,
    request: Sent,
    expected: impl FnOnce(TransportErrorKind) -> bool,
) -> Outcome {
    let error = fails(transport, request).await?;
    ensure(expected(error.kind()), || format!("the error is {:?}: {error}", error.kind()))
}

/// Sends a request to which there can be no answer. The error has to name no secret.
pub(super) async fn fails(transport: &dyn HttpTransport, request: Sent) -> Outcome<TransportError> {
    match send(transport, request).await {
        Ok(answer) => {
            let (status, length) = (answer.status(), answer.body().len());
            Err(format!("there is an answer: {status} with {length} bytes").into())
        }
        Err(error) => {
            names_no_secret(&error)?;
            Ok(error)
        }
    }
}

fn names_no_secret(error: &TransportError) -> Outcome {
    let mut text = String::new();
    let error: &(dyn StdError + 'static) = error;
    for cause in iter::successors(Some(error), |&error| error.source()) {
        text = format!("{text}{cause} {cause:?} {cause:#?} ");
    }
    match SECRETS.iter().find(|secret| text.contains(**secret)) {
        Some(secret) => Err(format!("the error shows {secret:?} of the request").into()),
        None => Ok(()),
    }
}

/// An error with this text, unless `condition` holds.
pub(super) fn ensure(condition: bool, text: impl FnOnce() -> String) -> Outcome {
    if condition { Ok(()) } else { Err(text().into()) }
}

/// An error that shows both values, unless they are equal.
pub(super) fn equal<T: PartialEq + fmt::Debug>(what: &str, seen: T, expected: T) -> Outcome {
    ensure(seen == expected, || format!("{what}: {seen:?} instead of {expected:?}"))
}

/// An error, unless the bodies are equal. It does not print them.
pub(super) fn equal_body(seen: &[u8], expected: &[u8]) -> Outcome {
    let same = iter::zip(seen, expected).take_while(|(seen, expected)| seen == expected).count();
    ensure(seen == expected, || {
        format!(
            "the body has {} bytes, the first {same} of them right, instead of {}",
            seen.len(),
            expected.len(),
        )
    })
}

/// The values of a header, as text.
pub(super) fn values(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect()
}

/// One byte of each value, over and over.
pub(super) fn pattern(length: usize) -> Bytes {
    (0..=u8::MAX).cycle().take(length).collect()
}

/// Where nobody listens.
pub(super) fn unused_origin() -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    Ok(format!("http://{}", listener.local_addr()?))
}
