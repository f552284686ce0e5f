//! The settings of a built-in transport.

use std::{fmt, time::Duration};

/// Settings of the built-in transports. A ready-made HTTP client has its own instead.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportSettings {
    /// The deadline for setting up a connection. Default: 10 seconds.
    pub connect_timeout: Duration,
    /// The proxy for all requests, as a URL. Default: none. The environment is not read.
    pub proxy: Option<String>,
    /// Certificates to trust in addition to the system's, each as one or more PEM blocks.
    pub root_certificates: Vec<Vec<u8>>,
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: None,
            root_certificates: Vec::new(),
        }
    }
}

/// Hides the proxy, since its URL may hold a password.
impl fmt::Debug for TransportSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportSettings")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &self.proxy.as_ref().map(|_| "[redacted]"))
            .field("root_certificates", &self.root_certificates.len())
            .finish()
    }
}
