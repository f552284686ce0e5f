//! Clients that a test makes with reqwest.

/// Returns a builder. reqwest panics if neither it nor the process has a crypto provider.
pub(crate) fn builder() -> reqwest::ClientBuilder {
    #[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy()
}
