//! Sends clerk-sdk's requests with [isahc], on any executor.
//!
//! ```
//! use std::time::Duration;
//!
//! use clerk_core::TransportSettings;
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
//! `rustls` or `native-tls` brings TLS and HTTP/2; with both, rustls is used. With neither there
//! is no TLS library in the build, and an `https` URL is refused with an error that says so.
//! Root certificates besides the system's need `rustls`.
//!
//! # Limits
//! An answer has at most [`MAX_HEADERS`](RequestContext::MAX_HEADERS) (100) header fields of
//! [`MAX_HEADER_BYTES`](RequestContext::MAX_HEADER_BYTES) (64 KiB) together. curl reads no more than
//! 300 KiB of headers, of which those of informational answers are part; what exceeds that is a
//! [broken connection](TransportErrorKind::Interrupted) to it.
//!
//! # Logs
//! isahc and curl would tell `tracing` of all that they send and receive, keys and bodies included.
//! They are kept from it, unless something in the build turns on the feature `log` of `tracing`. Then
//! a subscriber for `DEBUG` or `TRACE` has to leave the target `isahc` out.
//!
//! # Many descriptors
//! isahc stands on curl, and curl as it is built for it cannot use a socket whose descriptor is
//! 1024 or higher. In a process with that many open descriptors calls fail with an error that says
//! so. A build with `-DHAVE_POLL` in the environment variable `CFLAGS` has no such limit.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use clerk_core::{
    ConfigError, Deadline, HttpTransport, RequestContext, TransportError, TransportErrorKind,
    TransportSettings,
};
use http::{HeaderValue, Method, header};
use isahc::{
    AsyncBody, HttpClient,
    config::{Configurable, RedirectPolicy},
};

use self::{
    pool::{Lease, Pool},
    quiet::quiet,
};

mod body;
mod check;
#[cfg(unix)]
mod descriptors;
mod error;
mod pool;
mod quiet;
mod settings;

/// Sends requests with an [`isahc::HttpClient`].
///
/// Clones share their connections.
///
/// A request without `Accept` or `User-Agent` gets curl's, and a body without a `Content-Type` is
/// sent as `application/octet-stream`. A URI with a segment `.` or `..`, which curl would fold, and
/// a header value that is not ASCII are refused.
///
/// curl sends a request again when a connection that was used before closes without an answer. To
/// prevent that, bodies can be read once only, and a request without a body gets a connection of its
/// own unless its method is safe to repeat (`GET`, `HEAD`).
///
/// curl takes a head that breaks off for a whole one. So an answer over HTTP/1.1 that has no body
/// and does not announce that counts as a broken connection, unless its status has none. isahc gives
/// the headers together with the first byte of the body: until then an error says that
/// [nothing had arrived](clerk_core::Received::Nothing).
///
/// isahc notices that a call was dropped when the next bytes of the answer arrive. So the
/// connection pool of a dropped call is given up, and closed when the other calls on it are done.
#[derive(Clone)]
pub struct IsahcTransport {
    pool: Arc<Pool>,
    /// For requests that must not meet a used connection.
    fresh: Arc<Pool>,
    /// `None` for a ready-made client, which may have time limits of its own.
    connect_timeout: Option<Duration>,
}

impl IsahcTransport {
    /// A transport with the default settings.
    ///
    /// # Errors
    /// When curl cannot be set up.
    pub fn new() -> Result<Self, ConfigError> {
        Self::with_settings(&TransportSettings::default())
    }

    /// A transport with these settings.
    ///
    /// # Errors
    /// When the proxy's URL or a certificate cannot be used, or curl cannot be set up.
    pub fn with_settings(settings: &TransportSettings) -> Result<Self, ConfigError> {
        settings::check(settings)?;
        let (reusing, fresh) = (settings.clone(), settings.clone());
        Ok(Self {
            pool: Pool::new(move || settings::client(&reusing, true)).map(Arc::new)?,
            fresh: Pool::new(move || settings::client(&fresh, false)).map(Arc::new)?,
            connect_timeout: Some(settings.connect_timeout),
        })
    }

    fn lease(&self, method: &Method, body: &Bytes) -> Lease {
        if body.is_empty() && !method.is_safe() { self.fresh.lease() } else { self.pool.lease() }
    }
}

/// The client's own settings hold, but for the redirects, the decompression and the
/// `Expect: 100-continue`, which are turned off.
///
/// The client cannot be replaced: a call that is dropped ends with the next bytes of the answer or
/// with its time limit, and a request without a body may meet a used connection.
impl From<HttpClient> for IsahcTransport {
    fn from(client: HttpClient) -> Self {
        let pool = Arc::new(Pool::ready_made(client));
        Self { fresh: pool.clone(), pool, connect_timeout: None }
    }
}

#[async_trait]
impl HttpTransport for IsahcTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        check::sendable(&request)?;
        let mut lease = self.lease(request.method(), request.body());
        let started = Instant::now();
        let mut outcome = exchange(lease.client(), request, context).await;
        let timed_out =
            matches!(&outcome, Err(error) if error.kind() == TransportErrorKind::Timeout);
        let in_time = context.timeout.is_none_or(|timeout| started.elapsed() < timeout);
        if let (true, Some(default)) = (timed_out && in_time, self.connect_timeout) {
            // curl does not tell its two time limits apart. This was not the call's, so it was
            // that for setting up the connection.
            let limit = context.connect_timeout.unwrap_or(default);
            outcome = Err(TransportError::new(TransportErrorKind::Connect)
                .with_deadline(Deadline::Connect(limit)));
        }
        // An answer that is too large has not ended: what is left of it must not be waited for.
        let ended = !matches!(
            outcome.as_ref().map_err(TransportError::kind),
            Err(TransportErrorKind::BodyTooLarge { .. } | TransportErrorKind::HeadTooLarge)
        );
        if ended {
            lease.done();
        }
        outcome
    }

    fn name(&self) -> &'static str {
        "isahc"
    }
}

async fn exchange(
    client: &HttpClient,
    request: http::Request<Bytes>,
    context: &RequestContext,
) -> Result<http::Response<Bytes>, TransportError> {
    let method = request.method().clone();
    let request = translate(request, context)?;
    let sending = quiet(async { client.send_async(request).await });
    let answer = sending.await.map_err(error::before_headers)?;
    let (parts, body) = answer.into_parts();
    let announced = body.len();
    let body = body::read(&parts, body, context).await?;
    check::whole(&method, &parts, announced, &body)?;
    let mut response = http::Response::new(body);
    *response.status_mut() = parts.status;
    *response.version_mut() = parts.version;
    *response.headers_mut() = parts.headers;
    Ok(response)
}

/// The request in isahc's types, with what keeps curl from adding to it.
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
    // curl counts in milliseconds, and takes 0 for no limit.
    let shortest = Duration::from_millis(1);
    if let Some(timeout) = context.timeout {
        builder = builder.timeout(timeout.max(shortest));
    }
    if let Some(timeout) = context.connect_timeout {
        builder = builder.connect_timeout(timeout.max(shortest));
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
