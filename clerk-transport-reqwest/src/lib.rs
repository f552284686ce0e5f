//! Sends clerk-sdk's requests with [reqwest].
//!
//! ```
//! use std::time::Duration;
//!
//! use clerk_core::TransportSettings;
//! use clerk_transport_reqwest::ReqwestTransport;
//!
//! # fn main() -> Result<(), clerk_core::ConfigError> {
//! let mut settings = TransportSettings::default();
//! settings.connect_timeout = Duration::from_secs(3);
//! let transport = ReqwestTransport::with_settings(&settings)?;
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//! `rustls` or `native-tls` brings TLS and HTTP/2; with both, rustls is used. With neither there
//! is no TLS library in the build, and an `https` URL is refused with an error that says so.
//! rustls works with the process's crypto provider where one is installed, else with aws-lc-rs.
//!
//! `blocking` makes the transport work without a tokio runtime too.
//!
//! # Limits
//! An answer has at most [`MAX_HEADERS`](RequestContext::MAX_HEADERS) (100) header fields of
//! [`MAX_HEADER_BYTES`](RequestContext::MAX_HEADER_BYTES) (64 KiB) together. Over HTTP/1.1 no more
//! than 408 KiB of a head are read, informational answers aside, which are skipped as they come.
//! Over HTTP/2 the server is told of the 64 KiB; an answer that exceeds them all the same is not
//! [valid](TransportErrorKind::Protocol).

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use clerk_core::{
    ConfigError, HttpTransport, Received, RequestContext, TransportError, TransportErrorKind,
    TransportSettings,
};
use http::{
    HeaderValue, Method, header,
    uri::{Authority, Scheme},
};
use reqwest::Url;
use tokio::runtime::Handle;

#[cfg(feature = "blocking")]
mod background;
mod body;
mod connect;
mod error;
mod settings;

use connect::Limited;

/// Sends requests with a [`reqwest::Client`].
///
/// It is called from within a tokio runtime, or from anywhere with the feature `blocking`. Clones
/// share their connections. Calls with a
/// [connect timeout of their own](RequestContext::connect_timeout) share connections with each
/// other, not with the rest.
///
/// A request without `Accept` gets reqwest's `Accept: */*`; nothing else is added. A URI whose path
/// reqwest would change, such as one with a `..` in it, is refused.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// `None` for a ready-made client.
    limited: Option<Arc<Limited>>,
    /// The first origin that was called, parsed. A client mostly calls only one.
    origin: Arc<OnceLock<Origin>>,
    #[cfg(feature = "blocking")]
    background: Arc<background::Background>,
}

struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl ReqwestTransport {
    /// A transport with the default settings.
    ///
    /// # Errors
    /// When the TLS library cannot be set up.
    pub fn new() -> Result<Self, ConfigError> {
        Self::with_settings(&TransportSettings::default())
    }

    /// A transport with these settings.
    ///
    /// # Errors
    /// When the proxy's URL or a certificate cannot be read, or the TLS library cannot be set up.
    pub fn with_settings(settings: &TransportSettings) -> Result<Self, ConfigError> {
        let builder = settings::builder(settings)?.connect_timeout(settings.connect_timeout);
        let transport = Self::from(settings::build(builder)?);
        Ok(Self { limited: Some(Arc::new(Limited::new(settings))), ..transport })
    }

    /// The client for a call, and what setting up a connection may take, where that is known.
    fn client_for(
        &self,
        context: &RequestContext,
    ) -> Result<(reqwest::Client, Option<Duration>), TransportError> {
        let Some(limited) = &self.limited else { return Ok((self.client.clone(), None)) };
        if context.connect_timeout.is_none() {
            return Ok((self.client.clone(), Some(limited.default_limit())));
        }
        let client = limited
            .client()
            .map_err(|error| TransportError::new(TransportErrorKind::Request).with_source(error))?;
        Ok((client, context.connect_timeout))
    }

    async fn exchange(
        client: reqwest::Client,
        request: reqwest::Request,
        context: RequestContext,
        connect_limit: Option<Duration>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut received = Received::Nothing;
        let pending = connect::execute(&client, request, context.connect_timeout);
        let answer = Self::answer(pending, &context, connect_limit, &mut received);
        // reqwest would keep a request's time limit in a map, and a timer and the body in boxes.
        let limit = context.timeout.unwrap_or(Duration::MAX);
        tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
            Err(TransportError::new(TransportErrorKind::Timeout).with_received(received))
        })
    }

    async fn answer(
        pending: impl Future<Output = reqwest::Result<reqwest::Response>>,
        context: &RequestContext,
        connect_limit: Option<Duration>,
        received: &mut Received,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut answer =
            pending.await.map_err(|error| error::before_headers(error, connect_limit))?;
        let body = body::read(&mut answer, context, received)
            .await
            .map_err(|error| error.with_received(*received))?;
        let mut response = http::Response::new(body);
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }

    /// The request in reqwest's types. Its URL is made from the origin's, which saves parsing the
    /// host with every call.
    fn translate(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut url = self.origin_of(&parts.uri)?;
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        if url.path() != parts.uri.path() || url.query() != parts.uri.query() {
            return Err(refused("reqwest would send another path or query than the request's"));
        }
        let mut headers = parts.headers;
        // hyper would leave it to the server to guess that there is no body.
        if body.is_empty() && matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
            headers.entry(header::CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
        }
        let mut translated = reqwest::Request::new(parts.method, url);
        *translated.headers_mut() = headers;
        if !body.is_empty() {
            *translated.body_mut() = Some(body.into());
        }
        Ok(translated)
    }

    fn origin_of(&self, uri: &http::Uri) -> Result<Url, TransportError> {
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(refused("its URI is not absolute"));
        };
        let known = self.origin.get();
        let known = known.filter(|known| {
            // Their own comparison, which lets case differ, takes longer.
            known.scheme == *scheme && known.authority.as_str() == authority.as_str()
        });
        if let Some(known) = known {
            return Ok(known.url.clone());
        }
        let url = Url::parse(&format!("{scheme}://{authority}"))
            .map_err(|error| TransportError::new(TransportErrorKind::Request).with_source(error))?;
        // Another origin may be there already; then this one is parsed with every call.
        let _ = self.origin.set(Origin {
            scheme: scheme.clone(),
            authority: authority.clone(),
            url: url.clone(),
        });
        Ok(url)
    }
}

/// The client's own settings hold, its connect timeout for every call among them. It is not told to
/// refrain from what the contract of [`HttpTransport`] rules out: turn off its redirects, retries,
/// cookies and decompression.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self {
            client,
            limited: None,
            origin: Arc::default(),
            #[cfg(feature = "blocking")]
            background: Arc::default(),
        }
    }
}

#[async_trait]
impl HttpTransport for ReqwestTransport {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = self.translate(request)?;
        let (client, connect_limit) = self.client_for(context)?;
        let exchange = Self::exchange(client, request, *context, connect_limit);
        if Handle::try_current().is_ok() {
            return exchange.await;
        }
        #[cfg(feature = "blocking")]
        return self.background.run(exchange).await;
        #[cfg(not(feature = "blocking"))]
        Err(refused(
            "reqwest works only within a tokio runtime: call it from one, or turn on the feature \
             `blocking`",
        ))
    }

    fn name(&self) -> &'static str {
        "reqwest"
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}

fn refused(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Request).with_source(reason)
}
