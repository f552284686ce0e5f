//! Keys and tokens that are never shown.

use std::{fmt, sync::Arc};

use http::HeaderValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::ConfigError;

/// A secret key, checked when it is made and redacted wherever it could be shown.
///
/// Its memory is wiped when the last clone is dropped. The header that carries it is marked as
/// sensitive, so that HTTP clients keep it out of their own logs and of HTTP/2's header table.
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
pub struct SecretKey(Arc<Zeroizing<String>>);

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
        match problem(&key) {
            None => Ok(Self(Arc::new(key))),
            Some(problem) => Err(ConfigError::new("secret key", problem)),
        }
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        let text = Zeroizing::new(format!("Bearer {}", self.0.as_str()));
        // The key was checked to be visible ASCII.
        let mut value =
            HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
        value.set_sensitive(true);
        value
    }

    /// The part before the secret: `sk_test_`, `sk_live_`, or nothing where the key has no such
    /// form.
    fn kind(&self) -> &str {
        ["sk_test_", "sk_live_"].into_iter().find(|kind| self.0.starts_with(kind)).unwrap_or("")
    }
}

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
        Some("holds a character that no key has")
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
    use super::*;

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
        .map(|key| format!("{key:?}\n    {}\n", SecretKey::new(key).unwrap_err()))
        .collect();
        assert!(!report.lines().any(|line| line.starts_with(' ') && line.contains("s3cr3t")));
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
