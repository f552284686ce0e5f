//! Keys and tokens that are never shown.

use std::fmt;

use bytes::Bytes;
use http::{HeaderValue, header::InvalidHeaderValue};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::{Zeroize, Zeroizing};

use crate::ConfigError;

/// What a bearer token's header begins with.
const SCHEME: &str = "Bearer ";

/// A secret key, checked when it is made and redacted wherever it could be shown.
///
/// There is one copy of it, which its clones, the client and the requests share, and which is wiped
/// when the last of them is dropped. What an HTTP client writes to its socket is that client's own.
/// The header that carries the key is marked as sensitive, so that HTTP clients keep it out of their
/// own logs and of HTTP/2's header table.
///
/// ```
/// use clerk_core::SecretKey;
///
/// let key = SecretKey::new("sk_test_abc")?;
/// assert_eq!(format!("{key:?}"), "SecretKey(sk_test_[redacted])");
/// assert!(SecretKey::new("pk_test_abc").is_err());
/// # Ok::<(), clerk_core::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct SecretKey(HeaderValue);

impl SecretKey {
    /// Takes a key as Clerk's dashboard gives it.
    ///
    /// # Errors
    /// When the key is empty, is a publishable key, or holds white space or any other character
    /// that a bearer token cannot have (RFC 6750 §2.1). The error does not show the key.
    pub fn new(key: impl Into<String>) -> Result<Self, ConfigError> {
        Self::checked(Zeroizing::new(key.into()))
    }

    pub(crate) fn checked(key: Zeroizing<String>) -> Result<Self, ConfigError> {
        let problem = match problem(&key) {
            // One allocation of the right size: one that grows would leave a copy behind.
            None => match header(Zeroizing::new([SCHEME, &key].concat())) {
                Ok(header) => return Ok(Self(header)),
                Err(_) => NO_KEY,
            },
            Some(problem) => problem,
        };
        Err(ConfigError::new("secret key", problem))
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The part before the secret: `sk_test_`, `sk_live_`, or nothing where the key has no such
    /// form.
    fn kind(&self) -> &str {
        let key = self.0.to_str().unwrap_or_default().trim_start_matches(SCHEME);
        ["sk_test_", "sk_live_"].into_iter().find(|kind| key.starts_with(kind)).unwrap_or_default()
    }
}

/// A header whose memory is wiped when its last clone is dropped.
fn header<T>(text: Zeroizing<T>) -> Result<HeaderValue, InvalidHeaderValue>
where
    T: AsRef<[u8]> + Zeroize + Send + 'static,
{
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))?;
    value.set_sensitive(true);
    Ok(value)
}

const NO_KEY: &str = "holds a character that no key has";

fn problem(key: &str) -> Option<&'static str> {
    if key.is_empty() {
        Some("is empty; take it from the API keys page of Clerk's dashboard")
    } else if key.contains(['\n', '\r']) {
        Some("holds a line break; read it without the one at the end of the file")
    } else if key.contains(char::is_whitespace) {
        Some("holds white space; trim it")
    } else if key.starts_with("pk_") {
        Some("is a publishable key (`pk_…`); the Backend API takes the secret one (`sk_…`)")
    } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some(NO_KEY)
    } else {
        None
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({}[redacted])", self.kind())
    }
}

/// A secret in an answer, such as a token: its text on the wire, redacted in `Debug`, wiped when
/// dropped.
///
/// ```
/// use clerk_core::SecretString;
///
/// let token = SecretString::from("eyJhbGciOi");
/// assert_eq!(format!("{token:?}"), "[redacted]");
/// assert_eq!(token.expose(), "eyJhbGciOi");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SecretString {
    fn from(secret: &str) -> Self {
        Self(Zeroizing::new(secret.to_owned()))
    }
}

impl From<String> for SecretString {
    fn from(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Serialize for SecretString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SecretString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use http::{HeaderMap, header::AUTHORIZATION};

    use super::*;

    /// A key that reports what is left of it when it is wiped.
    struct Watched {
        text: [u8; 8],
        left: Arc<Mutex<Vec<[u8; 8]>>>,
    }

    impl AsRef<[u8]> for Watched {
        fn as_ref(&self) -> &[u8] {
            &self.text
        }
    }

    impl Zeroize for Watched {
        fn zeroize(&mut self) {
            self.text.zeroize();
            self.left.lock().unwrap().push(self.text);
        }
    }

    #[test]
    fn a_header_is_shared_and_wiped_with_its_last_clone() {
        let left = Arc::new(Mutex::new(Vec::new()));
        let watched = Watched { text: *b"Bearer x", left: left.clone() };
        let key = SecretKey(header(Zeroizing::new(watched)).unwrap());

        let headers: Vec<HeaderMap> =
            (0..3).map(|_| HeaderMap::from_iter([(AUTHORIZATION, key.header())])).collect();
        let copies = headers.clone();
        for copy in copies.iter().chain(&headers) {
            assert_eq!(copy[AUTHORIZATION].as_bytes().as_ptr(), key.0.as_bytes().as_ptr());
            assert!(copy[AUTHORIZATION].is_sensitive());
        }
        drop(key);
        drop(headers);
        assert!(left.lock().unwrap().is_empty(), "the copies still need it");
        drop(copies);
        assert_eq!(*left.lock().unwrap(), [[0; 8]]);
    }

    #[test]
    fn unusable_keys_are_refused_and_not_shown() {
        let report: String = [
            "",
            "sk_test_s3cr3t\n",
            " sk_test_s3cr3t",
            "sk_test_s3cr3t\u{a0}",
            "pk_test_s3cr3t",
            "sk_test_s3cr3tä",
            "sk_test_s3cr3t\u{7f}",
        ]
        .into_iter()
        .map(|key| {
            let error = SecretKey::new(key).unwrap_err().to_string();
            assert!(!error.contains("s3cr3t"));
            format!("{:?}\n    {error}\n", key.replace("s3cr3t", "…"))
        })
        .collect();
        insta::assert_snapshot!(report);
    }

    #[test]
    fn a_key_shows_its_kind_only() {
        let shown = |key| format!("{:?}", SecretKey::new(key).unwrap());
        assert_eq!(shown("sk_live_abc"), "SecretKey(sk_live_[redacted])");
        assert_eq!(shown("ak_abc"), "SecretKey([redacted])");
        assert!(SecretKey::new("sk_live_abc").unwrap().header().is_sensitive());
    }
}
