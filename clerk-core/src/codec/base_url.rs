//! The URL that all paths are appended to.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use http::{
    Uri,
    uri::{Authority, Scheme},
};

use crate::{error::ConfigError, percent::is_dot_segment};

/// The URL that all paths are appended to, such as `https://api.example.com/v1`. It is parsed once,
/// and cheap to clone.
///
/// ```
/// use clerk_core::codec::BaseUrl;
///
/// let base = BaseUrl::new("https://api.example.com/v1/")?;
/// assert_eq!(base.to_string(), "https://api.example.com/v1");
/// assert!(BaseUrl::new("http://api.example.com/v1").is_err());
/// # Ok::<(), clerk_core::ConfigError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    prefix: std::sync::Arc<str>,
}

impl BaseUrl {
    /// Parses an `https` URL, or an `http` URL of a loopback address. A trailing slash makes no
    /// difference.
    ///
    /// # Errors
    /// If the URL is not absolute, uses `http` with another host, or has a user name, an invalid
    /// host, an invalid port, a query, a fragment, dot segments, a `%` without two hexadecimal
    /// digits, or a character that must be percent-encoded.
    pub fn new(url: &str) -> Result<Self, ConfigError> {
        let base = Self::insecure(url)?;
        if base.scheme == Scheme::HTTP && !is_loopback(base.authority.host()) {
            return Err(error(
                "is `http` to another machine, so the credential would be sent unencrypted; use \
                 `https`, or call `allow_insecure_http`",
            ));
        }
        Ok(base)
    }

    /// Parses a URL like [`new`](Self::new), but allows `http` to any host. The credential is then
    /// sent unencrypted.
    ///
    /// # Errors
    /// The same as for [`new`](Self::new), except for the scheme.
    pub fn insecure(url: &str) -> Result<Self, ConfigError> {
        if url.contains('#') {
            return Err(error("has a fragment (`#…`); remove it"));
        }
        if !url.contains("://") {
            return Err(error("is not absolute; begin it with `https://`"));
        }
        let uri: Uri = url.parse().map_err(|_| error("is not a URL"))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(error("has no host"));
        };
        if scheme != Scheme::HTTPS && scheme != Scheme::HTTP {
            return Err(error("is neither `https` nor `http`"));
        }
        if authority.as_str().contains('@') {
            return Err(error("has a user name; set the credential on the client instead"));
        }
        check_host(authority.host())?;
        if !has_usable_port(&authority) {
            return Err(error("has an invalid port; use a number from 0 to 65535"));
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err(error("has a query (`?…`); remove it"));
        }
        let prefix = path.as_ref().map_or("", |path| path.path()).trim_end_matches('/');
        if !prefix.bytes().all(is_path_byte) {
            return Err(error("has a character that a path cannot hold; percent-encode it"));
        }
        if !has_whole_escapes(prefix) {
            return Err(error("has a `%` without two hexadecimal digits; write `%25` for a `%`"));
        }
        if prefix.split('/').any(|segment| is_dot_segment(segment.as_bytes())) {
            return Err(error("has a `.` or `..` segment; write the path without it"));
        }
        Ok(Self { scheme, authority, prefix: prefix.into() })
    }

    /// Returns the scheme and the authority.
    pub(crate) fn origin(&self) -> (Scheme, Authority) {
        (self.scheme.clone(), self.authority.clone())
    }

    /// Returns the URL's path, without a trailing slash.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }
}

fn error(problem: &'static str) -> ConfigError {
    ConfigError::new("base URL", problem)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Refuses hosts that HTTP clients refuse or parse differently.
fn check_host(host: &str) -> Result<(), ConfigError> {
    if host.is_empty() {
        return Err(error("has no host"));
    }
    if let Some(address) = host.strip_prefix('[') {
        let address = address.strip_suffix(']').and_then(|address| address.parse().ok());
        let Some(_): Option<Ipv6Addr> = address else {
            return Err(error("has an invalid IPv6 address"));
        };
        return Ok(());
    }
    if !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) {
        return Err(error("has an invalid character in its host"));
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let mut labels = name.split('.');
    if name.len() > MAX_HOST || labels.clone().any(|label| label.len() > MAX_LABEL) {
        return Err(error("has a host that is too long"));
    }
    if labels.clone().any(str::is_empty) {
        return Err(error("has a host with an empty label; check its dots"));
    }
    // URL parsers treat such a host as an IPv4 address.
    let is_number = |label: &str| {
        let hex = label.strip_prefix("0x").or_else(|| label.strip_prefix("0X"));
        let is_hex = hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        is_hex || label.bytes().all(|byte| byte.is_ascii_digit())
    };
    if labels.next_back().is_some_and(is_number) && name.parse::<Ipv4Addr>().is_err() {
        return Err(error("has an invalid IPv4 address; write it as four numbers from 0 to 255"));
    }
    Ok(())
}

/// The longest host and the longest label of a host, in characters (RFC 1035 §2.3.4).
const MAX_HOST: usize = 253;
const MAX_LABEL: usize = 63;

/// Returns whether two hexadecimal digits follow each `%` (RFC 3986 §2.1).
fn has_whole_escapes(path: &str) -> bool {
    path.split('%').skip(1).all(|rest| {
        rest.as_bytes()
            .first_chunk()
            .is_some_and(|digits: &[u8; 2]| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// An empty port means the scheme's default (RFC 3986 §3.2.3).
fn has_usable_port(authority: &Authority) -> bool {
    let after_host = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
    let port = after_host.strip_prefix(':').unwrap_or(after_host);
    port.is_empty() || (!port.starts_with('+') && port.parse::<u16>().is_ok())
}

/// Returns whether RFC 3986 §3.3 allows the byte in a path. URL parsers disagree on the others:
/// some treat `\` as `/`.
fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/%-._~!$&'()*+,;=:@".contains(&byte)
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.authority, self.prefix)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usable_urls_are_normalized() {
        for (url, kept) in [
            ("https://api.example.com/v1", "https://api.example.com/v1"),
            ("https://api.example.com/v1//", "https://api.example.com/v1"),
            ("https://api.example.com", "https://api.example.com"),
            ("http://localhost:3000/x", "http://localhost:3000/x"),
            ("http://127.0.0.2:1", "http://127.0.0.2:1"),
            ("http://[::1]:80/v1", "http://[::1]:80/v1"),
            ("https://api.example.com:/a%20b;v=1", "https://api.example.com:/a%20b;v=1"),
            ("https://api.example.com/%aF%00", "https://api.example.com/%aF%00"),
            ("https://192.0.2.1/v1", "https://192.0.2.1/v1"),
            ("https://my_service.example.com.", "https://my_service.example.com."),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ] {
            assert_eq!(BaseUrl::new(url).unwrap().to_string(), kept);
        }
        assert!(BaseUrl::insecure("http://api.internal/v1").is_ok());
    }

    #[test]
    fn unusable_urls_are_refused_with_the_reason() {
        let report: String = [
            "",
            "api.example.com/v1",
            "/v1",
            "https://",
            "ftp://api.example.com",
            "https://user:hidden@api.example.com",
            "https://api.example.com/v1?x=1",
            "https://api.example.com/v1#x",
            "https://api.example.com/v1/../v2",
            "https://api.example.com/%2E%2e/v2",
            "https://api.example.com/v1\\..\\v2",
            "https://api.example.com/{version}",
            "https://api.example.com/ü",
            "https://api.example.com/%",
            "https://api.example.com/a%",
            "https://api.example.com/a%2",
            "https://api.example.com/a%zz",
            "https://api.example.com/%%20",
            "https://api.example.com/%2/5",
            "https://api%2Eexample.com",
            "https://api..example.com",
            "https://.example.com",
            "https://.",
            "https://a!b.example.com",
            "https://a,b",
            "https://256.0.0.1",
            "https://1.2.3",
            "https://api.example.1",
            "https://0x7f.1",
            "https://127.0.0.0x1",
            "https://[::1",
            "https://[]",
            "https://[::zz]",
            "https://[127.0.0.1]",
            "https://[fe80::1%25eth0]",
            "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com",
            "https://api.example.com:65536/v1",
            "https://api.example.com:+80/v1",
            "https://api example.com",
            "http://api.example.com/v1",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
        ]
        .into_iter()
        .map(|url| match BaseUrl::new(url) {
            Ok(base) => panic!("{url} was taken as {base}"),
            Err(error) => format!("{url}\n    {error}\n"),
        })
        .collect();
        assert!(!report.lines().any(|line| line.starts_with(' ') && line.contains("hidden")));
        insta::assert_snapshot!(report);
    }
}
