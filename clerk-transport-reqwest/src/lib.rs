//! Sends requests with [reqwest].
//!
//! ```
//! use std::time::Duration;
//!
//! use clerk_core::transport::TransportSettings;
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
//! `rustls`, `rustls-ring`, or `native-tls` adds TLS and HTTP/2. With several, rustls is used. With
//! none, the build has no TLS library, and the transport refuses `https` URLs with an error.
//!
//! rustls uses the process's crypto provider if one is installed. Otherwise it uses ring with
//! `rustls-ring`, and aws-lc-rs with `rustls` alone. ring starts faster: aws-lc-rs needs 20 ms of
//! CPU for the first random number of a process. The system's certificates are read once per
//! process, when the first `https` URL is called.
//!
//! `webpki-roots` adds Mozilla's root certificates to the system's, for machines that have none,
//! such as a minimal container image. Without any certificates, the transport refuses `https` URLs
//! with an error.
//!
//! `blocking` makes the transport also work without a tokio runtime, and for callers that block
//! their thread. It adds a thread with its own runtime, which starts with the first such call.
//!
//! # Runtimes
//! A transport can be used from any number of tokio runtimes. Each has its own connections, which
//! are closed when the runtime shuts down. The first call in a runtime creates a client for it.
//!
//! A runtime without a timer or without I/O cannot make calls. With the feature `blocking`, they
//! run on the transport's own thread. Without it, they fail with an error that names the feature.
//! [`clerk_transport_common::runtime`] shows what tokio prints in this case.
//!
//! # Limits
//! A response has at most [`MAX_HEADERS`](RequestContext::MAX_HEADERS) (100) header fields with a
//! total of [`MAX_HEADER_BYTES`](RequestContext::MAX_HEADER_BYTES) (64 KiB). Over HTTP/1.1, at most
//! 408 KiB of a head are read, not counting informational responses, which are skipped. Over
//! HTTP/2, the client announces the limit of 64 KiB to the server; a response that exceeds it is a
//! [protocol error](TransportErrorKind::Protocol).
//!
//! reqwest has one connect timeout for all calls. A call with [its
//! own](RequestContext::connect_timeout) is refused before anything is sent.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use clerk_core::{
    error::{ConfigError, TransportError, TransportErrorKind},
    transport::{HttpTransport, RequestContext, TransportSettings},
};
use clerk_transport_common::runtime::Runtimes;
use http::{
    HeaderValue, Method, header,
    uri::{Authority, Scheme},
};
use reqwest::Url;

use self::clients::{Clients, Generation};

mod body;
mod clients;
mod error;
mod settings;

/// Sends requests with a [`reqwest::Client`].
///
/// Call it within a tokio runtime, or anywhere with the feature `blocking`. Clones share their
/// connections within a runtime.
///
/// A request without `Accept` gets reqwest's `Accept: */*`; nothing else is added. The transport
/// refuses a URI if reqwest would change its path, for example by removing `..`.
#[derive(Clone)]
pub struct ReqwestTransport {
    runtimes: Runtimes<Clients>,
    /// The first origin that was called, already parsed. Most clients call only one.
    origin: Arc<OnceLock<Origin>>,
}

struct Origin {
    scheme: Scheme,
    authority: Authority,
    url: Url,
}

impl ReqwestTransport {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    /// If the TLS library cannot be set up.
    pub fn new() -> Result<Self, ConfigError> {
        Self::with_settings(&TransportSettings::default())
    }

    /// Creates a transport with these settings.
    ///
    /// # Errors
    /// If the proxy's URL is invalid or has another scheme than `http` and `https`, if a certificate
    /// is invalid, or if the TLS library cannot be set up.
    pub fn with_settings(settings: &TransportSettings) -> Result<Self, ConfigError> {
        Ok(Self::with_clients(Clients::new(settings)?))
    }

    fn with_clients(clients: Clients) -> Self {
        Self { runtimes: Runtimes::new(clients), origin: Arc::default() }
    }

    /// Refuses a request that reqwest cannot send unchanged.
    fn check(
        &self,
        request: &http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<(), TransportError> {
        if context.connect_timeout.is_some() {
            return Err(refused(
                "reqwest has one connect timeout for all calls: set it on the client",
            ));
        }
        #[cfg(feature = "rustls-no-provider")]
        if request.uri().scheme() == Some(&Scheme::HTTPS) && !self.runtimes.factory().trust_any() {
            return Err(refused(clerk_transport_common::NO_CERTIFICATES));
        }
        #[cfg(not(feature = "rustls-no-provider"))]
        let _ = request;
        Ok(())
    }

    /// Converts the request to reqwest's types. Builds its URL from the parsed origin, so that the
    /// host is not parsed for every call.
    fn translate(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut url = self.origin_of(&parts.uri)?;
        url.set_path(parts.uri.path());
        url.set_query(parts.uri.query());
        if url.path() != parts.uri.path() || url.query() != parts.uri.query() {
            return Err(refused("reqwest would send another path or query than the request's"));
        }
        let mut headers = parts.headers;
        // hyper sends no length for an empty body.
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
            // Comparing the types ignores case and takes longer.
            known.scheme == *scheme && known.authority.as_str() == authority.as_str()
        });
        if let Some(known) = known {
            return Ok(known.url.clone());
        }
        let url = Url::parse(&format!("{scheme}://{authority}"))
            .map_err(|error| TransportError::new(TransportErrorKind::Request).with_source(error))?;
        // If another origin is already known, this one is parsed for every call.
        let _ = self.origin.set(Origin {
            scheme: scheme.clone(),
            authority: authority.clone(),
            url: url.clone(),
        });
        Ok(url)
    }
}

/// Uses the client's own settings, including its connect timeout. The contract of [`HttpTransport`]
/// rules out redirects, retries, cookies, and decompression: turn them off on the client.
///
/// The transport cannot recreate the client. All runtimes therefore share its connections, which
/// stop when the runtime that opened them stops, and a dead connection is used until the client
/// notices.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self::with_clients(Clients::ready_made(client))
    }
}

impl HttpTransport for ReqwestTransport {
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
        let request = self.check(&request, context).and_then(|()| self.translate(request));
        Box::pin(async move {
            let request = request?;
            let generation = self.runtimes.current(context)?;
            let (generation, outcome) = match generation {
                Some(generation) => {
                    let outcome = generation.exchange(request, context).await;
                    (generation, outcome)
                }
                None => {
                    let exchange = |generation: Arc<Generation>, context| async move {
                        let outcome = generation.exchange(request, &context).await;
                        Ok((generation, outcome))
                    };
                    self.runtimes.in_background(context, exchange).await?
                }
            };
            if outcome.as_ref().is_err_and(|error| error.kind() == TransportErrorKind::Timeout) {
                clients::timed_out(&self.runtimes, &generation);
            }
            outcome
        })
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

type Outcome = Result<http::Response<Bytes>, TransportError>;

fn refused(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Request).with_source(reason)
}
