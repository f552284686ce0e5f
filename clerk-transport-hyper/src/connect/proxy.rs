//! Proxies.

use std::{fmt, future::poll_fn, pin::pin, task::Poll};

use base64::{Engine, engine::general_purpose::STANDARD};
use clerk_core::{error::ConfigError, transport::TransportSettings};
use http::{HeaderValue, Request, StatusCode, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{ConnectError, Origin, socks};

/// The largest head of a proxy's response to `CONNECT`, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// The proxy for all connections.
pub(crate) struct Proxy {
    pub(super) kind: Kind,
    pub(super) host: String,
    pub(super) port: u16,
    credentials: Option<Credentials>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Http,
    #[cfg(feature = "rustls-no-provider")]
    Https,
    Socks5 {
        /// Whether the transport resolves the server's name, and not the proxy.
        resolves: bool,
    },
}

/// A user and a password.
struct Credentials {
    user: String,
    password: String,
    basic: HeaderValue,
}

/// The credentials for a proxy that forwards requests.
#[derive(Clone)]
pub(crate) struct ProxyCredentials(Option<HeaderValue>);

impl ProxyCredentials {
    /// Returns the value of `Proxy-Authorization`, if the proxy's URL has credentials.
    pub(crate) fn header(&self) -> Option<&HeaderValue> {
        self.0.as_ref()
    }
}

impl Proxy {
    /// Returns the proxy of `settings`.
    pub(crate) fn of(settings: &TransportSettings) -> Result<Option<Self>, ConfigError> {
        let schemes = ["http", "https", "socks5", "socks5h"];
        let Some(uri) = settings.proxy_uri(&schemes)? else { return Ok(None) };
        let (kind, default_port) = match uri.scheme_str() {
            #[cfg(feature = "rustls-no-provider")]
            Some("https") => (Kind::Https, 443),
            #[cfg(not(feature = "rustls-no-provider"))]
            Some("https") => {
                return Err(ConfigError::new(
                    "proxy",
                    "has the scheme `https`, which needs the feature `rustls` or `rustls-ring`",
                ));
            }
            Some(scheme @ ("socks5" | "socks5h")) => {
                (Kind::Socks5 { resolves: scheme == "socks5" }, 1080)
            }
            _ => (Kind::Http, 80),
        };
        let credentials = uri.authority().and_then(|authority| authority.as_str().rsplit_once('@'));
        Ok(Some(Self {
            kind,
            host: super::without_brackets(uri.host().unwrap_or_default()).to_owned(),
            port: uri.port_u16().unwrap_or(default_port),
            credentials: credentials.map(|(text, _)| Credentials::parse(text)).transpose()?,
        }))
    }

    /// Returns the credentials for requests that the proxy forwards.
    pub(super) fn for_requests(&self) -> ProxyCredentials {
        ProxyCredentials(self.basic().cloned())
    }

    fn basic(&self) -> Option<&HeaderValue> {
        self.credentials.as_ref().map(|credentials| &credentials.basic)
    }

    /// Asks the HTTP proxy behind `stream` for a tunnel to `origin`, and returns the stream.
    pub(super) async fn tunnel<S>(&self, stream: S, origin: Origin<'_>) -> Result<S, ConnectError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let broken = |error: hyper::Error| {
            ConnectError::proxy("the proxy did not open a tunnel to the server").caused_by(error)
        };
        let authority = origin.authority();
        let mut request = Request::connect(authority.as_str())
            .header(header::HOST, authority.as_str())
            .body(String::new())
            .map_err(|_| ConnectError::Request("its URI has a host that no proxy understands"))?;
        if let Some(basic) = self.basic() {
            request.headers_mut().insert(header::PROXY_AUTHORIZATION, basic.clone());
        }
        let mut builder = http1::Builder::new();
        let handshake = builder.max_buf_size(MAX_HEAD).handshake(TokioIo::new(stream));
        let (mut sender, connection) = handshake.await.map_err(broken)?;
        let mut connection = pin!(connection.without_shutdown());
        let mut response = pin!(sender.send_request(request));
        let mut ended = None;
        let response = poll_fn(|context| {
            if ended.is_none() {
                if let Poll::Ready(outcome) = connection.as_mut().poll(context) {
                    ended = Some(outcome);
                }
            }
            response.as_mut().poll(context)
        });
        let status = response.await.map_err(broken)?.status();
        if !status.is_success() {
            return Err(self.refused(status));
        }
        let parts = match ended {
            Some(outcome) => outcome,
            None => connection.await,
        };
        let parts = parts.map_err(broken)?;
        if parts.read_buf.is_empty() {
            Ok(parts.io.into_inner())
        } else {
            Err(ConnectError::proxy("the proxy sent its own bytes into the tunnel"))
        }
    }

    fn refused(&self, status: StatusCode) -> ConnectError {
        if status != StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            return ConnectError::proxy(format!(
                "the proxy refused a tunnel to the server with status {status}: allow the server \
                 there, or use another proxy"
            ));
        }
        ConnectError::proxy(if self.credentials.is_none() {
            "the proxy asks for credentials: add them to its URL, as in `http://user:password@host`"
        } else {
            "the proxy refused the credentials in its URL"
        })
    }

    /// Asks the SOCKS proxy behind `stream` for a tunnel to `host` and `port`, and returns the stream.
    pub(super) async fn socks<S>(
        &self,
        mut stream: S,
        host: &str,
        port: u16,
    ) -> Result<S, ConnectError>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let credentials = self.credentials.as_ref();
        let credentials = credentials.map(|it| (it.user.as_str(), it.password.as_str()));
        socks::open_tunnel(&mut stream, host, port, credentials).await.map_err(|error| {
            ConnectError::proxy(
                "the SOCKS proxy did not open a tunnel to the server: check the credentials in its \
                 URL, and that it allows the server",
            )
            .caused_by(error)
        })?;
        Ok(stream)
    }
}

impl Credentials {
    /// Reads `user:password`, with percent encoding.
    fn parse(text: &str) -> Result<Self, ConfigError> {
        let (user, password) = text.split_once(':').unwrap_or((text, ""));
        let decode = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (user, password) = (decode(user), decode(password));
        let basic = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        let mut basic = HeaderValue::try_from(basic)
            .map_err(|_| ConfigError::new("proxy", "has invalid credentials"))?;
        basic.set_sensitive(true);
        Ok(Self { user, password, basic })
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("kind", &self.kind).finish_non_exhaustive()
    }
}
