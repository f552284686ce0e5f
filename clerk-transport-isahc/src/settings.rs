//! Builds an isahc client from the settings.

use std::time::Duration;

use clerk_core::{error::ConfigError, transport::TransportSettings};
use isahc::{
    HttpClient, HttpClientBuilder,
    config::{Configurable, VersionNegotiation},
};

/// The schemes of proxies that curl supports. Its error for other schemes quotes the URL, including
/// the password.
const PROXIES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// Converts a duration to one that curl accepts. curl counts in milliseconds, 0 means no limit, and
/// the longest is about 24 days, because C's `long` may have 32 bits.
pub(crate) fn curl_time(duration: Duration) -> Duration {
    duration.clamp(Duration::from_millis(1), Duration::from_millis(i32::MAX.unsigned_abs().into()))
}

/// Checks settings that isahc would check only with the first request.
pub(crate) fn check(settings: &TransportSettings) -> Result<(), ConfigError> {
    settings.proxy_uri(&PROXIES)?;
    if settings.root_certificates.is_empty() {
        return Ok(());
    }
    if !cfg!(feature = "rustls") {
        return Err(ConfigError::new(
            "root certificate",
            "needs the feature `rustls`: without it, add the certificate to the system's",
        ));
    }
    for pem in &settings.root_certificates {
        if !String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(ConfigError::new("root certificate", "is not in PEM"));
        }
    }
    Ok(())
}

/// Builds a client that reuses connections, or one that opens a connection for each request.
pub(crate) fn client(settings: &TransportSettings, reuse: bool) -> Result<HttpClient, ConfigError> {
    #[cfg(unix)]
    if !crate::descriptors::enough_left() {
        let problem = "cannot be set up, because the process has no descriptors left";
        return Err(ConfigError::new("transport", problem));
    }
    let mut builder = HttpClient::builder()
        .connect_timeout(curl_time(settings.connect_timeout))
        .proxy(settings.proxy_uri(&PROXIES)?)
        // Otherwise the environment could bypass the proxy for some hosts.
        .proxy_blacklist(Vec::<String>::new())
        .tcp_nodelay();
    if !reuse {
        builder =
            builder.connection_cache_size(0).version_negotiation(VersionNegotiation::http11());
    }
    trust(builder, settings)
        .build()
        .map_err(|error| ConfigError::new("transport", "cannot be set up").with_source(error))
}

#[cfg(feature = "rustls")]
fn trust(builder: HttpClientBuilder, settings: &TransportSettings) -> HttpClientBuilder {
    use isahc::tls::{TlsConfig, TrustStore};

    if settings.root_certificates.is_empty() && !cfg!(feature = "webpki-roots") {
        return builder;
    }
    // A custom bundle replaces the system's certificates, so it must contain them.
    let mut store = TrustStore::builder();
    for certificate in rustls_native_certs::load_native_certs().certs {
        store = store.certificate_from_der(certificate);
    }
    #[cfg(feature = "webpki-roots")]
    for certificate in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        store = store.certificate_from_der(certificate);
    }
    for pem in &settings.root_certificates {
        store = store.certificate_from_pem(pem).certificate_from_pem("\n");
    }
    builder.tls_config(TlsConfig::builder().trust_store(store.build()).build())
}

/// Returns whether rustls trusts only the system's certificates.
pub(crate) fn trusts_system(settings: &TransportSettings) -> bool {
    cfg!(feature = "rustls")
        && !cfg!(feature = "webpki-roots")
        && settings.root_certificates.is_empty()
}

/// Returns whether the system has no certificates. Takes a few milliseconds.
pub(crate) fn has_no_certificates() -> bool {
    #[cfg(feature = "rustls")]
    return rustls_native_certs::load_native_certs().certs.is_empty();
    #[cfg(not(feature = "rustls"))]
    false
}

#[cfg(not(feature = "rustls"))]
fn trust(builder: HttpClientBuilder, _: &TransportSettings) -> HttpClientBuilder {
    builder
}
