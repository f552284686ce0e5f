//! Builds a reqwest client from the settings.

use clerk_core::{error::ConfigError, transport::TransportSettings};
use reqwest::{Client, ClientBuilder, Proxy, redirect, retry};

/// Builds a client. With rustls, it reads no root certificates yet.
pub(crate) fn client(settings: &TransportSettings) -> Result<Client, ConfigError> {
    secure(builder(settings)?, &settings.root_certificates)?
        .build()
        .map_err(|error| ConfigError::new("transport", "cannot be set up").with_source(error))
}

fn builder(settings: &TransportSettings) -> Result<ClientBuilder, ConfigError> {
    let builder = Client::builder()
        .connect_timeout(settings.connect_timeout)
        // Other crates may have turned on reqwest's decompression features.
        .no_brotli()
        .no_deflate()
        .no_gzip()
        .no_zstd()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(retry::never());
    let Some(uri) = settings.proxy_uri(&["http", "https"])? else { return Ok(builder) };
    let proxy = Proxy::all(uri.to_string()).map_err(|error| {
        // The URL may contain a password.
        ConfigError::new("proxy", "has no valid URL").with_source(error.without_url())
    })?;
    Ok(builder.proxy(proxy))
}

/// Sets up TLS and HTTP/2.
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
fn secure(builder: ClientBuilder, certificates: &[Vec<u8>]) -> Result<ClientBuilder, ConfigError> {
    use std::time::Duration;

    use clerk_core::transport::RequestContext;

    let limit = u32::try_from(RequestContext::MAX_HEADER_BYTES).unwrap_or(u32::MAX);
    let builder = builder
        .http2_max_header_list_size(limit)
        // A connection that is silent for this long while a call waits is closed.
        .http2_keep_alive_interval(Duration::from_secs(10))
        .http2_keep_alive_timeout(Duration::from_secs(5));
    trust(builder, certificates)
}

/// Creates rustls's configuration here. reqwest would read the certificates at once, for each
/// client, and supports no provider except aws-lc-rs.
#[cfg(feature = "rustls-no-provider")]
fn trust(builder: ClientBuilder, certificates: &[Vec<u8>]) -> Result<ClientBuilder, ConfigError> {
    let mut config = tls(certificates).client_config()?;
    config.alpn_protocols = vec!["h2".into(), "http/1.1".into()];
    Ok(builder.tls_backend_preconfigured(config))
}

/// Returns the TLS settings.
#[cfg(feature = "rustls-no-provider")]
pub(crate) fn tls(certificates: &[Vec<u8>]) -> clerk_transport_common::tls::TlsSettings {
    let mut settings = clerk_transport_common::tls::TlsSettings::default();
    settings.root_certificates = certificates.to_vec();
    settings
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
fn trust(
    mut builder: ClientBuilder,
    certificates: &[Vec<u8>],
) -> Result<ClientBuilder, ConfigError> {
    let unreadable = || ConfigError::new("root certificate", "is not in PEM");
    #[cfg(feature = "webpki-roots")]
    for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
        let root =
            reqwest::Certificate::from_der(der).map_err(|error| unreadable().with_source(error))?;
        builder = builder.tls_certs_merge([root]);
    }
    for pem in certificates {
        let parsed = reqwest::Certificate::from_pem_bundle(pem)
            .map_err(|error| unreadable().with_source(error))?;
        if parsed.is_empty() {
            return Err(unreadable());
        }
        builder = builder.tls_certs_merge(parsed);
    }
    Ok(builder)
}

#[cfg(not(any(feature = "rustls-no-provider", feature = "native-tls")))]
fn secure(builder: ClientBuilder, certificates: &[Vec<u8>]) -> Result<ClientBuilder, ConfigError> {
    if certificates.is_empty() {
        return Ok(builder);
    }
    Err(ConfigError::new(
        "root certificate",
        "needs a TLS library: turn on the feature `rustls` or `native-tls`",
    ))
}
