//! The settings of a transport.

use std::{fmt, sync::Arc, time::Duration};

use clerk_core::{error::ConfigError, transport::TransportSettings};
#[cfg(feature = "rustls-no-provider")]
use clerk_transport_common::tls::{ClientCertificate, TlsSettings};

use crate::{
    connect::{Connector, Proxy, Resolve, Settings},
    pool::Limits,
    transport::HyperTransport,
};

/// Less than 60 seconds, after which common load balancers close idle connections.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

const MAX_IDLE_CONNECTIONS: usize = 1024;

impl HyperTransport {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    /// If there is no crypto provider.
    pub fn new() -> Result<Self, ConfigError> {
        Self::builder().build()
    }

    /// Creates a transport with these settings.
    ///
    /// # Errors
    /// If the proxy's URL or a certificate is invalid, or if there is no crypto provider.
    pub fn with_settings(settings: &TransportSettings) -> Result<Self, ConfigError> {
        Self::builder().settings(settings.clone()).build()
    }

    /// Returns a builder with further settings.
    pub fn builder() -> HyperTransportBuilder {
        HyperTransportBuilder::new()
    }
}

/// Builds a [`HyperTransport`].
///
/// ```
/// use std::time::Duration;
///
/// use clerk_transport_hyper::HyperTransport;
///
/// # fn main() -> Result<(), clerk_core::ConfigError> {
/// let transport = HyperTransport::builder()
///     .connect_timeout(Duration::from_secs(3))
///     .idle_timeout(Duration::from_secs(20))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "a builder does nothing until `build`"]
pub struct HyperTransportBuilder {
    settings: TransportSettings,
    idle_timeout: Duration,
    max_idle_connections: usize,
    http1_only: bool,
    resolver: Option<Arc<dyn Resolve>>,
    #[cfg(feature = "rustls-no-provider")]
    client_certificate: Option<ClientCertificate>,
}

impl HyperTransportBuilder {
    pub(crate) fn new() -> Self {
        Self {
            settings: TransportSettings::default(),
            idle_timeout: IDLE_TIMEOUT,
            max_idle_connections: MAX_IDLE_CONNECTIONS,
            http1_only: false,
            resolver: None,
            #[cfg(feature = "rustls-no-provider")]
            client_certificate: None,
        }
    }

    /// Sets all settings that the built-in transports share. Replaces their earlier values.
    pub fn settings(mut self, settings: TransportSettings) -> Self {
        self.settings = settings;
        self
    }

    /// Sets the deadline for setting up a connection: DNS, TCP, proxy, and TLS together. Default: 10
    /// seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// Sets the age after which a connection takes no new requests. New connections then follow DNS
    /// changes. Default: no limit.
    pub fn max_connection_age(mut self, age: Duration) -> Self {
        self.settings.max_connection_age = Some(age);
        self
    }

    /// Sets how long an idle connection is kept. Choose less than the server's own limit; otherwise
    /// the server may close a connection while a request is on its way. Default: 50 seconds.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Sets how many idle connections are kept for each server and each runtime. Connections in use
    /// are not limited. Default: 1,024.
    pub fn max_idle_connections(mut self, number: usize) -> Self {
        self.max_idle_connections = number;
        self
    }

    /// Sets the proxy for all requests, as a URL that may contain a user name and a password. Proxy
    /// variables in the environment are ignored. Default: none.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.settings.proxy = Some(url.into());
        self
    }

    /// Does not offer HTTP/2 to servers. Default: HTTP/2 is offered over TLS.
    pub fn http1_only(mut self) -> Self {
        self.http1_only = true;
        self
    }

    /// Sets the resolver for the names of servers and proxies. Default: the system's.
    pub fn resolver(mut self, resolver: impl Resolve) -> Self {
        self.resolver = Some(Arc::new(resolver));
        self
    }

    /// Trusts these certificates, one or more PEM blocks, in addition to the system's.
    #[cfg(feature = "rustls-no-provider")]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.root_certificates.push(pem.into());
        self
    }

    /// Sets the client certificate, for servers that request one, such as a gateway in front of the
    /// API.
    #[cfg(feature = "rustls-no-provider")]
    pub fn client_certificate(mut self, certificate: ClientCertificate) -> Self {
        self.client_certificate = Some(certificate);
        self
    }

    /// Builds the transport. Does not read the system's certificates, and opens no connection.
    ///
    /// # Errors
    /// If the proxy's URL or a certificate is invalid, or if there is no crypto provider.
    pub fn build(self) -> Result<HyperTransport, ConfigError> {
        let limits = Limits {
            connect_timeout: self.settings.connect_timeout,
            max_age: self.settings.max_connection_age,
            idle_timeout: self.idle_timeout,
            max_idle: self.max_idle_connections,
        };
        let proxy = Proxy::of(&self.settings)?;
        #[cfg(feature = "rustls-no-provider")]
        let tls = {
            let mut tls = TlsSettings::default();
            tls.root_certificates = self.settings.root_certificates;
            tls.client_certificate = self.client_certificate;
            tls
        };
        #[cfg(not(feature = "rustls-no-provider"))]
        if !self.settings.root_certificates.is_empty() {
            return Err(ConfigError::new(
                "root certificate",
                "needs a TLS library: turn on the feature `rustls` or `rustls-ring`",
            ));
        }
        let connector = Connector::new(Settings {
            resolver: self.resolver,
            proxy,
            #[cfg(feature = "rustls-no-provider")]
            tls,
            http1_only: self.http1_only,
        })?;
        Ok(HyperTransport::of(connector, limits))
    }
}

/// Hides the client certificate and the proxy, whose URL may contain a password.
impl fmt::Debug for HyperTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransportBuilder")
            .field("settings", &self.settings)
            .field("idle_timeout", &self.idle_timeout)
            .field("max_idle_connections", &self.max_idle_connections)
            .field("http1_only", &self.http1_only)
            .field("resolver", &self.resolver)
            .finish_non_exhaustive()
    }
}
