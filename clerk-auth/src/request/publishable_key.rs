//! Publishable keys, which say where an instance's Frontend API is.

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{
        DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE_NO_PAD,
    },
};
use clerk_core::error::ConfigError;

use crate::crypto::sha1;

/// Base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// The number of letters of a cookie suffix.
const SUFFIX: usize = 8;

/// A publishable key, which names the Frontend API of an instance. It is not a secret.
///
/// ```
/// use clerk_auth::PublishableKey;
///
/// let key = PublishableKey::parse("pk_live_Y2xlcmsuZXhhbXBsZS5jb20k")?;
/// assert_eq!(key.frontend_api(), "clerk.example.com");
/// assert!(!key.is_development());
/// # Ok::<(), clerk_core::ConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishableKey {
    text: String,
    development: bool,
    frontend_api: String,
}

impl PublishableKey {
    /// Reads a key: `pk_live_` or `pk_test_`, and the base64 of the Frontend API's host and a `$`.
    ///
    /// # Errors
    /// If the key has another form.
    pub fn parse(key: impl Into<String>) -> Result<Self, ConfigError> {
        let text = key.into();
        let invalid = |problem| ConfigError::new("publishable key", problem);
        let (development, encoded) =
            match (text.strip_prefix("pk_live_"), text.strip_prefix("pk_test_")) {
                (Some(encoded), _) => (false, encoded),
                (_, Some(encoded)) => (true, encoded),
                _ => return Err(invalid("does not begin with `pk_live_` or `pk_test_`")),
            };
        let decoded = BASE64.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let decoded = decoded.ok_or_else(|| invalid("is not the base64 of a host"))?;
        let frontend_api = decoded.strip_suffix('$').unwrap_or_default();
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:_".contains(&byte);
        if !frontend_api.contains('.') || !frontend_api.bytes().all(is_host) {
            return Err(invalid("does not hold a host and a `$`"));
        }
        Ok(Self { development, frontend_api: frontend_api.to_owned(), text })
    }

    /// Creates the key of an instance from the host of its Frontend API, for tests.
    ///
    /// # Errors
    /// If `frontend_api` is not a host.
    pub fn of(frontend_api: &str, development: bool) -> Result<Self, ConfigError> {
        let prefix = if development { "pk_test_" } else { "pk_live_" };
        let encoded = BASE64.encode(format!("{frontend_api}$"));
        Self::parse(format!("{prefix}{encoded}"))
    }

    /// Returns the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the instance is for development.
    #[must_use]
    pub fn is_development(&self) -> bool {
        self.development
    }

    /// Returns the host of the Frontend API.
    #[must_use]
    pub fn frontend_api(&self) -> &str {
        &self.frontend_api
    }

    /// Returns the suffix of the instance's cookies: 8 letters.
    #[must_use]
    pub fn cookie_suffix(&self) -> String {
        let mut suffix = URL_SAFE_NO_PAD.encode(sha1(self.text.as_bytes()));
        suffix.truncate(SUFFIX);
        suffix
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_key_names_the_frontend_api_and_the_suffix() {
        let live = PublishableKey::parse("pk_live_Y2xlcmsuZXhhbXBsZS5jb20k").unwrap();
        assert_eq!((live.frontend_api(), live.is_development()), ("clerk.example.com", false));
        assert_eq!(live.cookie_suffix(), "naoXFJnI");
        let test = "pk_test_Y2xlYW4tbW91c2UtNDIuY2xlcmsuYWNjb3VudHMuZGV2JA==";
        assert_eq!(PublishableKey::parse(test).unwrap().cookie_suffix(), "nftmHubK");
        let unpadded = PublishableKey::parse(test.trim_end_matches('=')).unwrap();
        assert_eq!(unpadded.frontend_api(), "clean-mouse-42.clerk.accounts.dev");
        assert_eq!(PublishableKey::of("clerk.example.com", false).unwrap(), live);
    }

    #[test]
    fn another_form_is_refused() {
        let encode = |text: &str| format!("pk_live_{}", BASE64.encode(text));
        for key in [
            "",
            "sk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
            "pk_live_",
            "pk_live_%%%",
            "pk_prod_Y2xlcms",
            &encode("clerk.example.com"),
            &encode("localhost$"),
            &encode("a.b$$"),
            &encode("a.b$c$"),
            &encode("a.b/c$"),
            &encode("u@a.b$"),
            &encode("$"),
        ] {
            assert!(PublishableKey::parse(key).is_err(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(key in "\\PC{0,40}", encoded in "[A-Za-z0-9+/=_-]{0,40}") {
            let _ = PublishableKey::parse(key);
            if let Ok(key) = PublishableKey::parse(format!("pk_live_{encoded}")) {
                prop_assert!(key.frontend_api().contains('.'));
                prop_assert_eq!(key.cookie_suffix().len(), SUFFIX);
            }
        }
    }
}
