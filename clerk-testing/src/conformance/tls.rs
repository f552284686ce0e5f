//! Certificate authorities, a new one for each check, and their server certificates.

use std::sync::Arc;

use clerk_core::transport::TransportSettings;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use super::harness::Outcome;

pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    pub(super) fn new() -> Outcome<Self> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::default();
        params.distinguished_name = named("Conformance Root");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem })
    }

    /// Returns settings that trust this authority.
    pub(super) fn settings(&self) -> TransportSettings {
        let mut settings = TransportSettings::default();
        settings.root_certificates.push(self.pem.clone().into_bytes());
        settings
    }

    /// Returns a TLS acceptor for HTTP/2 and HTTP/1.1, with a certificate for `host`.
    pub(super) fn acceptor(&self, host: &str) -> Outcome<TlsAcceptor> {
        self.acceptor_of(host, &[b"h2", b"http/1.1"])
    }

    /// Returns a TLS acceptor for HTTP/1.1, with a certificate for `host`.
    pub(super) fn http1_acceptor(&self, host: &str) -> Outcome<TlsAcceptor> {
        self.acceptor_of(host, &[b"http/1.1"])
    }

    fn acceptor_of(&self, host: &str, protocols: &[&[u8]]) -> Outcome<TlsAcceptor> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new([host.to_owned()])?;
        params.distinguished_name = named("Conformance Server");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        // The provider is explicit, because the process may have two and no default.
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn named(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}
