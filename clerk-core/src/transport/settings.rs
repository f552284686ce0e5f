//! What a built-in transport can be told when it is made.

use std::{fmt, time::Duration};

/// Settings that every built-in transport knows. A ready-made client has its own instead.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportSettings {
    /// The longest time that setting up a connection may take. 10 seconds by default.
    pub connect_timeout: Duration,
    /// The proxy that all requests go through, as a URL. None by default: the environment is not
    /// read.
    pub proxy: Option<String>,
    /// Certificates to trust besides the system's, each as one or more PEM blocks.
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

/// A proxy's URL may hold a password, so it is not shown.
impl fmt::Debug for TransportSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportSettings")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxy", &self.proxy.as_ref().map(|_| "[redacted]"))
            .field("root_certificates", &self.root_certificates.len())
            .finish()
    }
}
