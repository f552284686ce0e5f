//! Builds a reqwest client from the settings.

use clerk_core::{error::ConfigError, transport::TransportSettings};
use reqwest::{Client, ClientBuilder, Proxy, redirect, retry};

/// Builds a client, and returns it with whether it can trust any server.
///
/// A machine without CA certificates is no error here, since a client may call only `http` URLs.
pub(crate) fn client(settings: &TransportSettings) -> Result<(Client, bool), ConfigError> {
    let error = match secure(builder(settings)?, &settings.root_certificates)?.build() {
        Ok(client) => return Ok((client, true)),
        Err(error) => error,
    };
    #[cfg(feature = "rustls")]
    if settings.root_certificates.is_empty() {
        // rustls refuses to look for certificates where there are none.
        let untrusting = secure(builder(settings)?.tls_certs_only([]), &[])?;
        if let Ok(client) = untrusting.build() {
            return Ok((client, false));
        }
    }
    Err(ConfigError::new("transport", "cannot be set up").with_source(error))
}

fn builder(settings: &TransportSettings) -> Result<ClientBuilder, ConfigError> {
    let builder = Client::builder()
        .connect_timeout(settings.connect_timeout)
        // Other crates may have turned on the features that decompress.
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
        // The URL may hold a password.
        ConfigError::new("proxy", "has no valid URL").with_source(error.without_url())
    })?;
    Ok(builder.proxy(proxy))
}

/// Sets up TLS and HTTP/2.
#[cfg(feature = "_tls")]
fn secure(
    mut builder: ClientBuilder,
    certificates: &[Vec<u8>],
) -> Result<ClientBuilder, ConfigError> {
    use std::time::Duration;

    use clerk_core::transport::RequestContext;

    let limit = u32::try_from(RequestContext::MAX_HEADER_BYTES).unwrap_or(u32::MAX);
    builder = builder
        .http2_max_header_list_size(limit)
        // A connection that is silent for this long while a call waits is closed.
        .http2_keep_alive_interval(Duration::from_secs(10))
        .http2_keep_alive_timeout(Duration::from_secs(5));
    #[cfg(feature = "rustls")]
    {
        builder = builder.tls_backend_rustls();
    }
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

#[cfg(feature = "_tls")]
fn unreadable() -> ConfigError {
    ConfigError::new("root certificate", "is not in PEM")
}

#[cfg(not(feature = "_tls"))]
fn secure(builder: ClientBuilder, certificates: &[Vec<u8>]) -> Result<ClientBuilder, ConfigError> {
    if certificates.is_empty() {
        return Ok(builder);
    }
    Err(ConfigError::new(
        "root certificate",
        "needs a TLS library: turn on the feature `rustls` or `native-tls`",
    ))
}
