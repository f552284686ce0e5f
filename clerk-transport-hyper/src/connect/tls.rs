//! TLS.

use std::sync::Arc;

use clerk_core::error::ConfigError;
use clerk_transport_common::{NO_CERTIFICATES, tls::TlsSettings};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, pki_types::ServerName},
};

use super::ConnectError;

pub(crate) struct Tls {
    settings: TlsSettings,
    connector: TlsConnector,
    /// Offers no protocols, for proxies.
    proxy_connector: TlsConnector,
}

impl Tls {
    /// Reads no root certificates.
    pub(crate) fn new(settings: TlsSettings, http1_only: bool) -> Result<Self, ConfigError> {
        let mut config: ClientConfig = settings.client_config()?;
        let proxy_connector = Arc::new(config.clone()).into();
        let offered: &[&str] = if http1_only { &["http/1.1"] } else { &["h2", "http/1.1"] };
        config.alpn_protocols = offered.iter().map(|name| (*name).into()).collect();
        Ok(Self { settings, connector: Arc::new(config).into(), proxy_connector })
    }

    /// Refuses a connection if no server can be trusted.
    pub(crate) fn check_trust(&self) -> Result<(), ConnectError> {
        if self.settings.trusts_any() {
            Ok(())
        } else {
            Err(ConnectError::Request(NO_CERTIFICATES))
        }
    }

    /// Makes the handshake with the server `host`.
    pub(crate) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
    ) -> Result<TlsStream<S>, ConnectError> {
        handshake(&self.connector, host, stream).await
    }

    /// Makes the handshake with the proxy `host`.
    pub(crate) async fn handshake_with_proxy<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
    ) -> Result<TlsStream<S>, ConnectError> {
        handshake(&self.proxy_connector, host, stream).await.map_err(ConnectError::of_proxy)
    }
}

async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
    connector: &TlsConnector,
    host: &str,
    stream: S,
) -> Result<TlsStream<S>, ConnectError> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| ConnectError::Request("the host of its URI is no valid name for TLS"))?;
    connector.connect(name, stream).await.map_err(ConnectError::Tls)
}

/// Returns whether the server chose HTTP/2.
pub(crate) fn is_http2<S>(stream: &TlsStream<S>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(b"h2")
}
