//! Builds an isahc client from the settings.

use clerk_core::{error::ConfigError, transport::TransportSettings};
use isahc::{
    HttpClient, HttpClientBuilder,
    config::{Configurable, VersionNegotiation},
};

/// The schemes of proxies that curl supports. Its error for another scheme quotes the URL, including
/// the password.
const PROXIES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// Checks what isahc would only check with the first request.
pub(crate) fn check(settings: &TransportSettings) -> Result<(), ConfigError> {
    proxy(settings)?;
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
        .connect_timeout(settings.connect_timeout)
        .proxy(proxy(settings)?)
        // Otherwise the environment could exclude hosts from the proxy.
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

fn proxy(settings: &TransportSettings) -> Result<Option<http::Uri>, ConfigError> {
    let Some(url) = &settings.proxy else { return Ok(None) };
    let unusable = || ConfigError::new("proxy", "has no usable URL");
    let uri: http::Uri = url.parse().map_err(|error| unusable().with_source(error))?;
    match uri.scheme_str() {
        Some(scheme) if PROXIES.contains(&scheme) => Ok(Some(uri)),
        _ => Err(unusable()),
    }
}

#[cfg(feature = "rustls")]
fn trust(builder: HttpClientBuilder, settings: &TransportSettings) -> HttpClientBuilder {
    use isahc::tls::{TlsConfig, TrustStore};

    if settings.root_certificates.is_empty() {
        return builder;
    }
    // A custom bundle replaces the system's certificates, so it must contain them.
    let mut store = TrustStore::builder();
    for certificate in rustls_native_certs::load_native_certs().certs {
        store = store.certificate_from_der(certificate);
    }
    for pem in &settings.root_certificates {
        store = store.certificate_from_pem(pem).certificate_from_pem("\n");
    }
    builder.tls_config(TlsConfig::builder().trust_store(store.build()).build())
}

#[cfg(not(feature = "rustls"))]
fn trust(builder: HttpClientBuilder, _: &TransportSettings) -> HttpClientBuilder {
    builder
}
