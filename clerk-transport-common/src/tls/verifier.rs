//! Verifies servers with root certificates that are read on demand.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use rustls::{
    CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{self, CryptoProvider},
    pki_types::{CertificateDer, ServerName, UnixTime},
};

use super::roots::{SOURCES, Source, Trust, of_roots};

/// Tries one source of root certificates after another. The slow ones are read only if the others
/// do not trust the server.
pub(crate) struct Verifier {
    provider: Arc<CryptoProvider>,
    /// The certificates from the settings.
    own: Trust,
    sources: Vec<(Source, OnceLock<Trust>)>,
}

impl Verifier {
    /// Creates a verifier that trusts `own` in addition to [`SOURCES`].
    pub(crate) fn new(provider: Arc<CryptoProvider>, own: RootCertStore) -> Self {
        let own = of_roots(Arc::new(own), &provider);
        let sources = SOURCES.iter().map(|source| (*source, OnceLock::new())).collect();
        Self { provider, own, sources }
    }

    fn verifiers(&self) -> impl Iterator<Item = &Arc<dyn ServerCertVerifier>> {
        let sources = self.sources.iter().filter_map(|(source, verifier)| {
            verifier.get_or_init(|| source(&self.provider)).as_ref()
        });
        self.own.iter().chain(sources)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut failure = Error::InvalidCertificate(CertificateError::UnknownIssuer);
        for verifier in self.verifiers() {
            let outcome = verifier.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            );
            match outcome {
                // No root of this source signed it.
                Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {}
                Err(error) => failure = error,
                Ok(verified) => return Ok(verified),
            }
        }
        Err(failure)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").finish_non_exhaustive()
    }
}
