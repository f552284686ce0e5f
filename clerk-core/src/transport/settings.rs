//! The settings of a built-in transport.

use std::{fmt, time::Duration};

use http::Uri;

use crate::error::ConfigError;

/// Settings of the built-in transports. A ready-made HTTP client uses its own instead.
#[derive(Clone)]
#[non_exhaustive]
pub struct TransportSettings {
    /// The deadline for setting up a connection. Default: 10 seconds.
    pub connect_timeout: Duration,
    /// The age after which a connection takes no new requests. New connections then follow DNS
    /// changes. Default: no limit. A busy connection then stays open for as long as the server
    /// allows.
    pub max_connection_age: Option<Duration>,
    /// The proxy for all requests, as a URL. Default: none. Proxy variables in the environment are
    /// ignored.
    pub proxy: Option<String>,
    /// Certificates to trust in addition to the system's, each as one or more PEM blocks.
    pub root_certificates: Vec<Vec<u8>>,
}

impl TransportSettings {
    /// Returns the proxy, whose URL must have one of `schemes`.
    ///
    /// # Errors
    /// If it is not a URL with a host, if its scheme is another one, or if its port is not a number
    /// from 1 to 65535. The error shows only the URL's scheme, because the rest may contain a
    /// password.
    pub fn proxy_uri(&self, schemes: &[&str]) -> Result<Option<Uri>, ConfigError> {
        let Some(url) = &self.proxy else { return Ok(None) };
        let refused = |problem: String| Err(ConfigError::new("proxy", problem));
        let uri: Uri = match url.parse() {
            Ok(uri) => uri,
            Err(error) => {
                return Err(ConfigError::new("proxy", "has no valid URL").with_source(error));
            }
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return refused("has a URL without a scheme, such as `http://`".to_owned());
        };
        if !schemes.contains(&scheme) {
            let (known, last) = match schemes {
                [known @ .., last] => (known.join("`, `"), *last),
                [] => (String::new(), ""),
            };
            return refused(format!(
                "has the scheme `{scheme}`; this transport supports `{known}` and `{last}`"
            ));
        }
        if authority.host().is_empty() {
            return refused("has a URL without a host".to_owned());
        }
        let host_and_port = authority.as_str().rsplit('@').next().unwrap_or_default();
        let has_port = host_and_port.rsplit(']').next().is_some_and(|rest| rest.contains(':'));
        if has_port && authority.port_u16().is_none_or(|port| port == 0) {
            return refused("has a port that is not a number from 1 to 65535".to_owned());
        }
        Ok(Some(uri))
    }
}

impl Default for TransportSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            max_connection_age: None,
            proxy: None,
            root_certificates: Vec::new(),
        }
    }
}

/// Hides the proxy, because its URL may contain a password.
impl fmt::Debug for TransportSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportSettings")
            .field("connect_timeout", &self.connect_timeout)
            .field("max_connection_age", &self.max_connection_age)
            .field("proxy", &self.proxy.as_ref().map(|_| "[redacted]"))
            .field("root_certificates", &self.root_certificates.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(url: &str) -> Result<(), String> {
        let settings =
            TransportSettings { proxy: Some(url.to_owned()), ..TransportSettings::default() };
        let error = match settings.proxy_uri(&["http", "https"]) {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        Err(error.to_string())
    }

    #[test]
    fn an_invalid_proxy_is_refused_with_the_reason() {
        for (url, reason) in [
            ("", "has no valid URL"),
            ("http://u:secret@a b", "has no valid URL"),
            ("http://u:secret@:3128", "without a host"),
            ("proxy.example:3128", "without a scheme"),
            ("//u:secret@proxy.example", "without a scheme"),
            ("ftp://u:secret@proxy.example", "has the scheme `ftp`"),
            ("socks5://u:secret@proxy.example", "supports `http` and `https`"),
            ("http://u:secret@proxy.example:99999", "port"),
            ("http://u:secret@proxy.example:0", "port"),
            ("http://u:secret@proxy.example:", "port"),
            ("http://u:secret@[::1]:99999", "port"),
        ] {
            let error = outcome(url).unwrap_err();
            assert!(error.contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn a_valid_proxy_is_accepted() {
        for url in [
            "http://proxy.example",
            "https://proxy.example:443/",
            "HTTP://proxy.example:3128",
            "http://u:secret@proxy.example:65535",
            "http://u:secret@[::1]",
            "http://[::1]:3128",
        ] {
            assert_eq!(outcome(url), Ok(()), "{url}");
        }
    }
}
