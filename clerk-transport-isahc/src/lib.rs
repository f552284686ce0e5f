//! Sends requests with [isahc], on any executor.
//!
//! ```
//! use std::time::Duration;
//!
//! use clerk_core::transport::TransportSettings;
//! use clerk_transport_isahc::IsahcTransport;
//!
//! # fn main() -> Result<(), clerk_core::ConfigError> {
//! let mut settings = TransportSettings::default();
//! settings.connect_timeout = Duration::from_secs(3);
//! let transport = IsahcTransport::with_settings(&settings)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//! `rustls` or `native-tls` adds TLS and HTTP/2. With both, rustls is used. With neither, the build
//! has no TLS library, and the transport refuses `https` URLs with an error. Additional root
//! certificates need `rustls`.
//!
//! `webpki-roots` adds Mozilla's root certificates to the system's, for machines that have none,
//! such as a minimal container image. It needs `rustls`. Without any certificates, `https` calls
//! fail with an error that tells what to do.
//!
//! # Limits
//! A response has at most [`MAX_HEADERS`](RequestContext::MAX_HEADERS) (100) header fields with a
//! total of [`MAX_HEADER_BYTES`](RequestContext::MAX_HEADER_BYTES) (64 KiB). curl reads at most 300
//! KiB of headers, including those of informational responses, and reports more as a [broken
//! connection](TransportErrorKind::Interrupted).
//!
//! # Logs
//! isahc and curl would report everything that they send and receive to `tracing`, including
//! credentials and bodies. This crate prevents that, unless another crate turns on the feature
//! `log` of `tracing`, as actix-web does. In that case, exclude the target `isahc` from `DEBUG` and
//! `TRACE` logs.
//!
//! # Many descriptors
//! isahc's bundled curl cannot use a socket with a descriptor of 1024 or higher. In a process with
//! that many open descriptors, calls fail with an error that names the fix. A build with
//! `-DHAVE_POLL` in the environment variable `CFLAGS` has no such limit.

use std::{
    fmt, future, mem,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use clerk_core::{
    error::{ConfigError, Deadline, TransportError, TransportErrorKind},
    transport::{HttpTransport, RequestContext, TransportSettings},
};
use http::{HeaderValue, Method, header, uri::Scheme};
use isahc::{
    AsyncBody, HttpClient,
    config::{Configurable, RedirectPolicy},
};

use self::{
    pool::{End, Pool},
    quiet::quiet,
    settings::curl_time,
};

mod body;
mod check;
#[cfg(unix)]
mod descriptors;
mod error;
mod pool;
mod quiet;
mod reuse;
mod settings;

/// Sends requests with an [`isahc::HttpClient`].
///
/// Clones share their connections.
///
/// A request without `Accept` or `User-Agent` gets curl's, and a body without `Content-Type` is
/// sent as `application/octet-stream`. The transport refuses a URI with a segment `.` or `..`,
/// which curl would remove, and a header value that is not ASCII.
///
/// curl repeats a request if a reused connection closes without a response. To prevent that, a body
/// can be read only once, and a request without a body uses a new connection unless its method is
/// safe to repeat (`GET`, `HEAD`). Reuse cannot be made safe for such a request: curl repeats it
/// unless it cannot read the body again, and it does not read a body of length 0. It would read an
/// empty body of unknown length, but send it with `Transfer-Encoding: chunked` over HTTP/1.1, which
/// not every server accepts. The server's HTTP version is known only after connecting.
///
/// curl accepts truncated headers. A response over HTTP/1.1 without a body and without an announced
/// length therefore counts as a broken connection, unless its status has no body. isahc returns the
/// headers together with the first byte of the body. Until then, errors report that [nothing was
/// received](clerk_core::error::Received::Nothing).
///
/// isahc notices a dropped call only when the next bytes of the response arrive. The connection
/// pool of a dropped call is therefore replaced, and closed when its other calls are done. Over
/// HTTP/2 the pool stays, and the stream of a dropped call ends with its next bytes or at its
/// deadline.
#[derive(Clone)]
pub struct IsahcTransport {
    pool: Arc<Pool>,
    /// For requests that must not reuse a connection.
    fresh: Arc<Pool>,
    /// `None` for a ready-made client, which may have its own deadlines.
    connect_timeout: Option<Duration>,
    /// Whether only the system's certificates are trusted.
    trusts_system: bool,
}

impl IsahcTransport {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    /// If curl cannot be set up.
    pub fn new() -> Result<Self, ConfigError> {
        Self::with_settings(&TransportSettings::default())
    }

    /// Creates a transport with these settings.
    ///
    /// # Errors
    /// If the proxy's URL is invalid or has a scheme that curl does not support, if a certificate is
    /// invalid, or if curl cannot be set up.
    pub fn with_settings(settings: &TransportSettings) -> Result<Self, ConfigError> {
        settings::check(settings)?;
        let pool = |reuse| {
            let own = settings.clone();
            let make = move || settings::client(&own, reuse);
            Pool::new(settings.max_connection_age, make).map(Arc::new)
        };
        Ok(Self {
            pool: pool(true)?,
            fresh: pool(false)?,
            connect_timeout: Some(settings.connect_timeout),
            trusts_system: settings::trusts_system(settings),
        })
    }

    /// Returns the pool for a request.
    fn pool(&self, request: &http::Request<Bytes>) -> &Arc<Pool> {
        let is_repeated_by_curl = request.body().is_empty() && !request.method().is_safe();
        let is_http1 = || request.uri().scheme() == Some(&Scheme::HTTP) || self.pool.speaks_http1();
        if is_repeated_by_curl || !reuse::is_safe() && is_http1() {
            &self.fresh
        } else {
            &self.pool
        }
    }

    /// Makes an exchange, and explains its error better than curl does.
    async fn run(
        &self,
        pool: &Arc<Pool>,
        request: &mut http::Request<AsyncBody>,
        needs_trust: bool,
        context: &RequestContext,
    ) -> Outcome {
        let mut lease = pool.lease();
        let started = Instant::now();
        let mut outcome = exchange(lease.client(), request, context).await;
        let timed_out =
            matches!(&outcome, Err(error) if error.kind() == TransportErrorKind::Timeout);
        if let (true, Some(default)) = (timed_out, self.connect_timeout) {
            let limit = context.connect_timeout.unwrap_or(default);
            if is_connect_timeout(started.elapsed(), limit, context.timeout) {
                outcome = Err(TransportError::new(TransportErrorKind::Connect)
                    .with_deadline(Deadline::Connect(limit)));
            }
        }
        let failed_to_connect =
            matches!(&outcome, Err(error) if error.kind() == TransportErrorKind::Connect);
        if failed_to_connect && needs_trust && settings::has_no_certificates() {
            outcome = Err(TransportError::new(TransportErrorKind::Request)
                .with_source(clerk_transport_common::NO_CERTIFICATES));
        }
        if let Ok(response) = &outcome {
            lease.responded(response.version());
        }
        lease.end(match outcome.as_ref().map_err(TransportError::kind) {
            Err(TransportErrorKind::Timeout) => End::TimedOut,
            // Do not drain the rest of the response.
            Err(TransportErrorKind::BodyTooLarge { .. } | TransportErrorKind::HeadTooLarge) => {
                End::Unread
            }
            _ => End::Done,
        });
        outcome
    }
}

/// Uses the client's own settings, but turns off redirects, decompression, and
/// `Expect: 100-continue`.
///
/// The transport cannot replace the client. A dropped call therefore ends with the next bytes of
/// the response or at its deadline, and a request without a body may reuse a connection.
impl From<HttpClient> for IsahcTransport {
    fn from(client: HttpClient) -> Self {
        let pool = Arc::new(Pool::ready_made(client));
        Self { fresh: pool.clone(), pool, connect_timeout: None, trusts_system: false }
    }
}

impl HttpTransport for IsahcTransport {
    /// Not an `async fn`, because its future would contain the request twice.
    fn send<'this, 'context, 'exchange>(
        &'this self,
        request: http::Request<Bytes>,
        context: &'context RequestContext,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'exchange>>
    where
        'this: 'exchange,
        'context: 'exchange,
        Self: 'exchange,
    {
        let pool = self.pool(&request);
        let needs_trust = self.trusts_system && request.uri().scheme() == Some(&Scheme::HTTPS);
        let translated = check::sendable(&request).and_then(|()| translate(request, context));
        let mut request = match translated {
            Ok(request) => request,
            Err(error) => return Box::pin(future::ready(Err(error))),
        };
        Box::pin(async move { self.run(pool, &mut request, needs_trust, context).await })
    }

    fn name(&self) -> &'static str {
        "isahc"
    }
}

type Outcome = Result<http::Response<Bytes>, TransportError>;

/// Returns whether the deadline that passed after `elapsed` is the one for setting up the
/// connection. curl does not tell its two deadlines apart, and its clock may be ahead of ours. The
/// nearer deadline counts, because a sent request must never be reported as not sent.
fn is_connect_timeout(elapsed: Duration, connect: Duration, attempt: Option<Duration>) -> bool {
    attempt.is_none_or(|attempt| {
        let between = attempt.saturating_sub(connect) / 2;
        connect < attempt && elapsed < connect.saturating_add(between)
    })
}

/// Takes and sends the request, and receives the response.
async fn exchange(
    client: &HttpClient,
    request: &mut http::Request<AsyncBody>,
    context: &RequestContext,
) -> Outcome {
    let method = request.method().clone();
    let sending = quiet(async { client.send_async(mem::take(request)).await });
    let (parts, mut body) = sending.await.map_err(error::before_headers)?.into_parts();
    let announced = body.len();
    let body = body::read(&parts, &mut body, context).await?;
    check::whole(&method, &parts, announced, &body)?;
    let mut response = http::Response::new(body);
    *response.status_mut() = parts.status;
    *response.version_mut() = parts.version;
    *response.headers_mut() = parts.headers;
    Ok(response)
}

/// Converts the request to isahc's types, with the settings that keep curl from changing it.
fn translate(
    request: http::Request<Bytes>,
    context: &RequestContext,
) -> Result<http::Request<AsyncBody>, TransportError> {
    let (parts, body) = request.into_parts();
    let mut headers = parts.headers;
    let has_body = !body.is_empty();
    if has_body {
        headers
            .entry(header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/octet-stream"));
    } else if matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
        headers.entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    let mut builder = http::Request::builder()
        .method(parts.method)
        .uri(parts.uri)
        .redirect_policy(RedirectPolicy::None)
        .automatic_decompression(false)
        .expect_continue(false);
    if let Some(timeout) = context.timeout {
        builder = builder.timeout(curl_time(timeout));
    }
    if let Some(timeout) = context.connect_timeout {
        builder = builder.connect_timeout(curl_time(timeout));
    }
    if let Some(map) = builder.headers_mut() {
        *map = headers;
    }
    let body = if has_body { body::once(body) } else { AsyncBody::empty() };
    builder
        .body(body)
        .map_err(|error| TransportError::new(TransportErrorKind::Request).with_source(error))
}

impl fmt::Debug for IsahcTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IsahcTransport").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn the_deadline_that_passed_is_the_nearer_one() {
        let is_connect = |elapsed, connect, attempt: Option<u64>| {
            let [elapsed, connect] = [elapsed, connect].map(Duration::from_micros);
            is_connect_timeout(elapsed, connect, attempt.map(Duration::from_micros))
        };
        // curl's clock is ahead.
        assert!(!is_connect(299_900, 10_000_000, Some(300_000)));
        assert!(!is_connect(29_999_900, 10_000_000, Some(30_000_000)));
        assert!(is_connect(9_999_900, 10_000_000, Some(30_000_000)));
        assert!(is_connect(10_001_000, 10_000_000, Some(30_000_000)));
        assert!(is_connect(10_001_000, 10_000_000, None));
        assert!(!is_connect(5_000, 5_000, Some(5_000)));
    }

    #[test]
    fn the_future_of_a_call_holds_the_request_once() {
        let (transport, context) = (IsahcTransport::new().unwrap(), RequestContext::default());
        let request = http::Request::post("http://127.0.0.1").body(Bytes::new()).unwrap();
        let size = size_of_val(&*transport.send(request, &context));
        assert!(size <= 1_000, "a future of {size} bytes");
    }
}
