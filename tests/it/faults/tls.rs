//! Certificates, valid and invalid.

use std::{
    io,
    sync::{Arc, LazyLock},
};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

use crate::faults::{fault::Certificate, peer::Io};

/// The authority that the clients trust, and one that they do not.
static TRUSTED: LazyLock<Authority> = LazyLock::new(|| Authority::new("trusted"));
static UNKNOWN: LazyLock<Authority> = LazyLock::new(|| Authority::new("unknown"));

struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// The certificate that the clients trust.
pub fn root() -> Vec<u8> {
    TRUSTED.pem.clone().into_bytes()
}

/// Accepts a TLS connection.
pub async fn accept(stream: TcpStream, certificate: Certificate, alpn: &[u8]) -> io::Result<Io> {
    let (authority, host) = match certificate {
        Certificate::Good | Certificate::Expired => (&*TRUSTED, "127.0.0.1"),
        Certificate::WrongHost => (&*TRUSTED, "other.example"),
        Certificate::UnknownAuthority => (&*UNKNOWN, "127.0.0.1"),
    };
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    params.use_authority_key_identifier_extension = true;
    if certificate == Certificate::Expired {
        params.not_after = date_time_ymd(2001, 1, 1);
    }
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    // Named, because the process may have two providers and no default.
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![alpn.to_vec()];
    let stream = TlsAcceptor::from(Arc::new(config)).accept(stream).await?;
    Ok(Box::pin(stream))
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }
}
