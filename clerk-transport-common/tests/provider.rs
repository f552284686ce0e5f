//! The crypto provider, in a process that has installed none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use clerk_transport_common::tls::TlsSettings;
use rustls::crypto::CryptoProvider;

#[test]
fn a_provider_is_needed_and_the_processs_own_comes_first() {
    let config = TlsSettings::default().client_config();
    if cfg!(any(feature = "aws-lc-rs", feature = "ring")) {
        let provider = format!("{:?}", config.unwrap().crypto_provider());
        let uses_ring = provider.to_lowercase().contains("ring");
        assert_eq!(uses_ring, cfg!(feature = "ring"), "{provider}");
        assert!(CryptoProvider::get_default().is_none());
    } else {
        let error = config.unwrap_err();
        assert!(error.to_string().contains("`rustls-ring`"), "{error}");
    }
    let mut own = rustls::crypto::ring::default_provider();
    own.cipher_suites.truncate(1);
    own.install_default().unwrap();
    let config = TlsSettings::default().client_config().unwrap();
    assert_eq!(config.crypto_provider().cipher_suites.len(), 1);
}
