//! rustls with root certificates.
//!
//! [`TlsSettings::client_config`] returns a configuration without reading root certificates. They
//! are read once per process, when the first server is verified.
//!
//! If the process has installed a crypto provider, it is used. Otherwise the feature `ring` selects
//! ring, and `aws-lc-rs` selects aws-lc-rs. With neither, `client_config` returns an error.
//!
//! ring starts faster: aws-lc-rs needs 20 ms of CPU for the first random number of a process.
//! aws-lc-rs also offers a key exchange that is safe against quantum computers.
//!
//! `webpki-roots` adds Mozilla's root certificates to the system's.

use std::{fmt, sync::Arc};

use clerk_core::error::ConfigError;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use self::verifier::Verifier;

mod roots;
mod verifier;

/// TLS settings.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TlsSettings {
    /// Certificates to trust in addition to the system's, each as one or more PEM blocks.
    pub root_certificates: Vec<Vec<u8>>,
    /// The client's own certificate, for servers that request one. Default: none.
    pub client_certificate: Option<ClientCertificate>,
}

impl TlsSettings {
    /// Returns a configuration without ALPN protocols.
    ///
    /// # Errors
    /// If a certificate or the private key is invalid, or if there is no crypto provider.
    pub fn client_config(&self) -> Result<ClientConfig, ConfigError> {
        let provider = provider()?;
        let verifier = Verifier::new(provider.clone(), self.roots()?);
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| {
                ConfigError::new("crypto provider", "does not support TLS").with_source(error)
            })?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        match &self.client_certificate {
            None => Ok(config.with_no_client_auth()),
            Some(certificate) => {
                let (chain, key) = certificate.parse()?;
                config.with_client_auth_cert(chain, key).map_err(|error| {
                    ConfigError::new(CLIENT_CERTIFICATE, "and its private key do not work")
                        .with_source(error)
                })
            }
        }
    }

    fn roots(&self) -> Result<RootCertStore, ConfigError> {
        const SETTING: &str = "root certificate";
        let mut roots = RootCertStore::empty();
        for pem in &self.root_certificates {
            for certificate in certificates(pem, SETTING)? {
                roots
                    .add(certificate)
                    .map_err(|error| ConfigError::new(SETTING, "is invalid").with_source(error))?;
            }
        }
        Ok(roots)
    }

    /// Returns whether any server can be trusted. Reads the system's certificates unless the
    /// settings have others.
    #[must_use]
    pub fn trusts_any(&self) -> bool {
        cfg!(feature = "webpki-roots")
            || !self.root_certificates.is_empty()
            || roots::system_has_any()
    }
}

const CLIENT_CERTIFICATE: &str = "client certificate";

/// A client certificate and its private key.
#[derive(Clone)]
pub struct ClientCertificate {
    chain: Vec<u8>,
    key: Vec<u8>,
}

impl ClientCertificate {
    /// Creates one from PEM: `chain` has the certificate and the intermediate certificates, `key`
    /// the private key. The transport checks them when it is built.
    pub fn from_pem(chain: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        Self { chain: chain.into(), key: key.into() }
    }

    fn parse(&self) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), ConfigError> {
        let chain = certificates(&self.chain, CLIENT_CERTIFICATE)?;
        // The cause could quote the key.
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|_| {
            ConfigError::new(CLIENT_CERTIFICATE, "has a private key that is not in PEM")
        })?;
        Ok((chain, key))
    }
}

/// Hides both, because the key is a secret.
impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCertificate").finish_non_exhaustive()
    }
}

/// Reads one or more certificates in PEM.
fn certificates(
    pem: &[u8],
    setting: &'static str,
) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let parsed = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    let unreadable = || ConfigError::new(setting, "is not in PEM");
    let parsed = parsed.map_err(|error| unreadable().with_source(error))?;
    if parsed.is_empty() { Err(unreadable()) } else { Ok(parsed) }
}

fn provider() -> Result<Arc<CryptoProvider>, ConfigError> {
    if let Some(provider) = CryptoProvider::get_default() {
        return Ok(provider.clone());
    }
    #[cfg(feature = "ring")]
    return Ok(Arc::new(rustls::crypto::ring::default_provider()));
    #[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
    return Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    #[cfg(not(any(feature = "aws-lc-rs", feature = "ring")))]
    Err(ConfigError::new(
        "crypto provider",
        "is missing: call `CryptoProvider::install_default` of rustls before the transport is \
         built, or turn on the feature `rustls` or `rustls-ring`",
    ))
}
