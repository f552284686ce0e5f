//! Secrets in requests and responses.

use std::{cell::RefCell, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// A secret in a request or a response, such as a token. It is plain text on the wire, redacted in
/// `Debug`, and wiped when dropped. If the response to a call repeats a secret of its request,
/// errors redact it.
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
    /// Returns the secret.
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
        // While a thread exits, there is no list anymore, and no request either.
        let _ = SERIALIZED.try_with(|secrets| {
            if let Some(secrets) = &mut *secrets.borrow_mut() {
                secrets.push(self.clone());
            }
        });
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for SecretString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

thread_local! {
    static SERIALIZED: RefCell<Option<Vec<SecretString>>> = const { RefCell::new(None) };
}

/// Calls `encode`, and returns the secrets that it serializes.
///
/// A serializer does not distinguish secrets from other text, and a secret may be anywhere in a
/// model. Each secret therefore reports itself, and no endpoint can forget one.
pub(crate) fn serialized_secrets<T>(encode: impl FnOnce() -> T) -> (T, Vec<SecretString>) {
    /// Restores the caller's list, even if `encode` panics.
    struct Outer(Option<Vec<SecretString>>);

    impl Drop for Outer {
        fn drop(&mut self) {
            SERIALIZED.set(self.0.take());
        }
    }

    let _outer = Outer(SERIALIZED.replace(Some(Vec::new())));
    let result = encode();
    (result, SERIALIZED.take().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn write(secret: &str) -> String {
        serde_json::to_string(&BTreeMap::from([("a", [SecretString::from(secret)])])).unwrap()
    }

    fn serialized(encode: impl FnOnce()) -> Vec<String> {
        let secrets = serialized_secrets(encode).1;
        secrets.iter().map(|secret| secret.expose().to_owned()).collect()
    }

    #[test]
    fn nested_secrets_are_found() {
        let secrets = serialized(|| {
            assert_eq!(write("x\""), r#"{"a":["x\""]}"#);
            assert_eq!(serialized(|| drop(write("inner"))), ["inner"]);
            write("y");
        });
        assert_eq!(secrets, ["x\"", "y"]);
    }

    #[test]
    fn a_panic_ends_the_search() {
        let encode = || serialized_secrets(|| panic!("as expected"));
        assert!(std::panic::catch_unwind(encode).is_err());
        write("later");
        assert!(SERIALIZED.take().is_none());
        assert!(serialized(|| ()).is_empty());
    }
}
