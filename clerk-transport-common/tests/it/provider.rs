//! The crypto provider, in a process that has installed none. The test runs again in its own process.

use std::{env, process::Command};

use clerk_transport_common::tls::TlsSettings;
use rustls::crypto::CryptoProvider;

#[test]
fn a_provider_is_needed_and_the_processs_own_comes_first() {
    const ALONE: &str = "CLERK_TEST_ALONE";
    if env::var_os(ALONE).is_none() {
        let name = "provider::a_provider_is_needed_and_the_processs_own_comes_first";
        let mut test = Command::new(env::current_exe().unwrap());
        let output = test.env(ALONE, "1").args(["--exact", name]).output().unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
        return;
    }
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
