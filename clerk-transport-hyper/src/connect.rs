//! Opens connections: names, TCP, proxies, TLS.

use std::{io, net::SocketAddr, sync::Arc};

use clerk_core::{error::ConfigError, transport::async_trait};
use http::{Uri, uri::Scheme};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

#[cfg(feature = "rustls-no-provider")]
use clerk_transport_common::tls::TlsSettings;

use self::proxy::Kind;
pub use self::resolve::Resolve;
pub(crate) use self::{
    error::ConnectError,
    proxy::{Proxy, ProxyCredentials},
};

mod error;
mod proxy;
mod resolve;
mod socks;
mod tcp;
#[cfg(test)]
mod tests;
#[cfg(feature = "rustls-no-provider")]
mod tls;

/// Opens connections.
#[async_trait]
pub(crate) trait Connect: Send + Sync {
    /// Opens a connection to the origin of `uri`, or to the proxy that forwards requests to it. The
    /// caller limits the time.
    async fn connect(&self, uri: &Uri) -> Result<Connected, ConnectError>;
}

/// Opens connections over TCP. It holds no connection and belongs to no runtime.
pub(crate) struct Connector {
    /// `None` for the system's.
    resolver: Option<Arc<dyn Resolve>>,
    proxy: Option<Proxy>,
    #[cfg(feature = "rustls-no-provider")]
    tls: tls::Tls,
}

/// The settings of a [`Connector`].
#[derive(Default)]
pub(crate) struct Settings {
    /// Default: the system's.
    pub(crate) resolver: Option<Arc<dyn Resolve>>,
    /// Default: none. The environment is not read.
    pub(crate) proxy: Option<Proxy>,
    #[cfg(feature = "rustls-no-provider")]
    pub(crate) tls: TlsSettings,
    /// Whether HTTP/2 is not offered to servers.
    #[cfg_attr(not(feature = "rustls-no-provider"), allow(dead_code, reason = "for TLS"))]
    pub(crate) http1_only: bool,
}

/// The bytes of a connection.
pub(crate) trait Io: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Io for S {}

/// The bytes of a connection to a server or a proxy: TCP, TLS, or TLS in TLS.
pub(crate) type Stream = Box<dyn Io>;

/// A connection that is ready for a handshake of HTTP.
pub(crate) struct Connected {
    pub(crate) stream: Stream,
    /// Whether the server chose HTTP/2.
    pub(crate) is_http2: bool,
    /// Set if the other side is a proxy that forwards requests: they need their whole URI in the
    /// first line, and the credentials.
    pub(crate) absolute_form: Option<ProxyCredentials>,
}

impl Connected {
    fn to_server(stream: impl Io + 'static, is_http2: bool) -> Self {
        Self { stream: Box::new(stream), is_http2, absolute_form: None }
    }

    fn to_proxy(stream: impl Io + 'static, proxy: &Proxy) -> Self {
        let absolute_form = Some(proxy.for_requests());
        Self { stream: Box::new(stream), is_http2: false, absolute_form }
    }
}

#[async_trait]
impl Connect for Connector {
    async fn connect(&self, uri: &Uri) -> Result<Connected, ConnectError> {
        let origin = Origin::of(uri)?;
        #[cfg(feature = "rustls-no-provider")]
        if origin.is_https || self.has_https_proxy() {
            self.tls.check_trust()?;
        }
        #[cfg(not(feature = "rustls-no-provider"))]
        if origin.is_https {
            return Err(ConnectError::Request(
                "this build has no TLS library: turn on the feature `rustls` or `rustls-ring`",
            ));
        }
        let Some(proxy) = &self.proxy else {
            let stream = self.open(origin.host, origin.port).await?;
            return self.secure(origin, stream).await;
        };
        let stream = self.open(&proxy.host, proxy.port).await.map_err(ConnectError::of_proxy)?;
        match proxy.kind {
            Kind::Http if origin.is_https => {
                let stream = proxy.tunnel(stream, origin).await?;
                self.secure(origin, stream).await
            }
            Kind::Http => Ok(Connected::to_proxy(stream, proxy)),
            #[cfg(feature = "rustls-no-provider")]
            Kind::Https => {
                let stream = self.tls.handshake_with_proxy(&proxy.host, stream).await?;
                if !origin.is_https {
                    return Ok(Connected::to_proxy(stream, proxy));
                }
                let stream = proxy.tunnel(stream, origin).await?;
                let stream = self.tls.handshake(origin.host, stream).await?;
                let is_http2 = tls::is_http2(&stream);
                Ok(Connected::to_server(stream, is_http2))
            }
            Kind::Socks5 { resolves } => {
                let stream = if resolves {
                    let addresses = self.resolve(origin.host, origin.port).await;
                    // The proxy connects, so it is not known which of them accepts.
                    let address = addresses.map_err(ConnectError::Dns)?.into_iter().next();
                    let host = address.map(|address| address.ip().to_string());
                    let port = address.map_or(origin.port, |address| address.port());
                    proxy.socks(stream, host.as_deref().unwrap_or(origin.host), port).await?
                } else {
                    proxy.socks(stream, origin.host, origin.port).await?
                };
                self.secure(origin, stream).await
            }
        }
    }
}

impl Connector {
    /// Reads no root certificates.
    pub(crate) fn new(settings: Settings) -> Result<Self, ConfigError> {
        Ok(Self {
            resolver: settings.resolver,
            proxy: settings.proxy,
            #[cfg(feature = "rustls-no-provider")]
            tls: tls::Tls::new(settings.tls, settings.http1_only)?,
        })
    }

    #[cfg(feature = "rustls-no-provider")]
    fn has_https_proxy(&self) -> bool {
        self.proxy.as_ref().is_some_and(|proxy| proxy.kind == Kind::Https)
    }

    /// Makes the TLS handshake for `https`.
    #[cfg_attr(
        not(feature = "rustls-no-provider"),
        allow(unused_variables, clippy::unused_async, clippy::unused_self, reason = "for TLS")
    )]
    async fn secure(
        &self,
        origin: Origin<'_>,
        stream: TcpStream,
    ) -> Result<Connected, ConnectError> {
        #[cfg(feature = "rustls-no-provider")]
        if origin.is_https {
            let stream = self.tls.handshake(origin.host, stream).await?;
            let is_http2 = tls::is_http2(&stream);
            return Ok(Connected::to_server(stream, is_http2));
        }
        Ok(Connected::to_server(stream, false))
    }

    /// Opens a TCP connection.
    async fn open(&self, host: &str, port: u16) -> Result<TcpStream, ConnectError> {
        let addresses = self.resolve(host, port).await.map_err(ConnectError::Dns)?;
        tcp::connect(addresses).await.map_err(ConnectError::Tcp)
    }

    async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        if let Ok(address) = host.parse() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let addresses = match &self.resolver {
            Some(resolver) => resolver.resolve(host, port).await?,
            None => tokio::net::lookup_host((host, port)).await?.collect(),
        };
        if addresses.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address"));
        }
        Ok(addresses)
    }
}

/// The server of a URI.
#[derive(Clone, Copy)]
struct Origin<'a> {
    is_https: bool,
    /// Without the brackets of IPv6.
    host: &'a str,
    port: u16,
}

impl<'a> Origin<'a> {
    fn of(uri: &'a Uri) -> Result<Self, ConnectError> {
        let is_https = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => false,
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            _ => return Err(ConnectError::Request("its URI is not one of `http` or `https`")),
        };
        let Some(host) = uri.host().filter(|host| !host.is_empty()) else {
            return Err(ConnectError::Request("its URI has no host"));
        };
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        Ok(Self { is_https, host: without_brackets(host), port })
    }

    /// Returns the host and the port, as in `[::1]:443`.
    fn authority(self) -> String {
        let Self { host, port, .. } = self;
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }
}

/// Returns a host without the brackets of IPv6.
fn without_brackets(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}
