//! Builds a reqwest client from the settings.

use clerk_core::{error::ConfigError, transport::TransportSettings};
use reqwest::{Client, ClientBuilder, Proxy, redirect, retry};

pub(crate) fn client(settings: &TransportSettings) -> Result<Client, ConfigError> {
    let mut builder = Client::builder()
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
    if let Some(url) = &settings.proxy {
        let proxy = Proxy::all(url).map_err(|error| {
            // The URL may hold a password.
            ConfigError::new("proxy", "has no usable URL").with_source(error.without_url())
        })?;
        builder = builder.proxy(proxy);
    }
    secure(builder, &settings.root_certificates)?
        .build()
        .map_err(|error| ConfigError::new("transport", "cannot be set up").with_source(error))
}

/// Sets up TLS and HTTP/2.
#[cfg(feature = "_tls")]
fn secure(
    mut builder: ClientBuilder,
    certificates: &[Vec<u8>],
) -> Result<ClientBuilder, ConfigError> {
    let limit = clerk_core::transport::RequestContext::MAX_HEADER_BYTES;
    builder = builder.http2_max_header_list_size(u32::try_from(limit).unwrap_or(u32::MAX));
    #[cfg(feature = "rustls")]
    {
        builder = builder.tls_backend_rustls();
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
