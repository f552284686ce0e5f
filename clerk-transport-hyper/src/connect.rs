//! Opens connections: names, TCP, proxies, TLS.

use std::{io, net::SocketAddr, sync::Arc};

use clerk_core::error::ConfigError;
use http::{Uri, uri::Scheme};

#[cfg(feature = "rustls-no-provider")]
use clerk_transport_tls::TlsSettings;

pub use self::resolve::Resolve;
pub(crate) use self::{error::ConnectError, proxy::ProxyCredentials, stream::Stream};

mod error;
mod proxy;
mod resolve;
mod stream;
mod tcp;
#[cfg(feature = "rustls-no-provider")]
mod tls;

/// Opens connections. It holds no connection and belongs to no runtime.
pub(crate) struct Connector {
    /// `None` for the system's.
    resolver: Option<Arc<dyn Resolve>>,
    #[cfg(feature = "rustls-no-provider")]
    tls: tls::Tls,
}

/// The settings of a [`Connector`].
#[derive(Default)]
pub(crate) struct Settings {
    /// Default: the system's.
    pub(crate) resolver: Option<Arc<dyn Resolve>>,
    #[cfg(feature = "rustls-no-provider")]
    pub(crate) tls: TlsSettings,
    /// Whether HTTP/2 is not offered to servers.
    pub(crate) http1_only: bool,
}

/// A connection that is ready for a handshake of HTTP.
pub(crate) struct Connected {
    pub(crate) stream: Stream,
    /// Whether the server chose HTTP/2.
    pub(crate) is_http2: bool,
    /// Set if the other side is a proxy that forwards requests: they need their whole URI in the
    /// first line, and the credentials.
    pub(crate) absolute_form: Option<ProxyCredentials>,
}

impl Connector {
    pub(crate) fn new(settings: Settings) -> Result<Self, ConfigError> {
        Ok(Self {
            resolver: settings.resolver,
            #[cfg(feature = "rustls-no-provider")]
            tls: tls::Tls::new(settings.tls, settings.http1_only)?,
        })
    }

    /// Opens a connection to the origin of `uri`. The caller limits the time.
    pub(crate) async fn connect(&self, uri: &Uri) -> Result<Connected, ConnectError> {
        let origin = Origin::of(uri)?;
        if !origin.is_https {
            let stream = Stream::Tcp(self.open(origin.host, origin.port).await?);
            return Ok(Connected { stream, is_http2: false, absolute_form: None });
        }
        #[cfg(feature = "rustls-no-provider")]
        {
            self.tls.check_trust()?;
            let stream = self.open(origin.host, origin.port).await?;
            let stream = self.tls.handshake(origin.host, stream).await?;
            let is_http2 = tls::is_http2(&stream);
            Ok(Connected { stream: Stream::Tls(Box::new(stream)), is_http2, absolute_form: None })
        }
        #[cfg(not(feature = "rustls-no-provider"))]
        Err(ConnectError::Request(
            "this build has no TLS library: turn on the feature `rustls` or `rustls-ring`",
        ))
    }

    /// Opens a TCP connection.
    async fn open(&self, host: &str, port: u16) -> Result<tokio::net::TcpStream, ConnectError> {
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
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
        Ok(Self { is_https, host, port })
    }
}
