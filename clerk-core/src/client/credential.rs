//! Credentials that a client sends.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue,
    header::{AUTHORIZATION, InvalidHeaderValue},
};
use zeroize::{Zeroize, Zeroizing};

use crate::{error::ConfigError, redact::CredentialSecret, retry::CredentialHeader};

const BEARER: &str = "Bearer ";
const BASIC: &str = "Basic ";

/// A credential: a secret and the header that carries it.
///
/// The secret is in memory once. Clones, the client, and its requests share it, and it is wiped
/// when the last of them is dropped. An HTTP client makes its own copy when it writes to a socket.
/// The header is marked as sensitive, which keeps it out of HTTP clients' logs and out of HTTP/2's
/// header table. `Debug` does not show the secret, and errors redact it if a response repeats it.
///
/// ```
/// use clerk_core::client::Credential;
///
/// let key = Credential::header("x-api-key", "topsecret")?;
/// assert_eq!(format!("{key:?}"), "Credential(x-api-key: [redacted])");
/// assert!(Credential::bearer("two words").is_err());
/// # Ok::<(), clerk_core::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Credential {
    name: HeaderName,
    secret: CredentialSecret,
}

impl Credential {
    /// Creates a credential from a bearer token: `Authorization: Bearer …` (RFC 6750 §2.1).
    ///
    /// # Errors
    /// If the token is empty, is in quotes, begins with `Bearer `, or contains white space or
    /// another character that a token cannot have. The error does not show the token.
    pub fn bearer(token: impl Into<String>) -> Result<Self, ConfigError> {
        let token = Zeroizing::new(token.into());
        check("bearer token", &token)?;
        Self::new(AUTHORIZATION, BEARER, &token, None)
            .map_err(|_| ConfigError::new("bearer token", INVALID))
    }

    /// Creates a credential from a user name and a password: `Authorization: Basic …` (RFC 7617).
    /// Both are treated as secret, because many APIs take a key as the user name and leave the
    /// password empty.
    ///
    /// # Errors
    /// If the user name contains a colon.
    pub fn basic(user: &str, password: impl Into<String>) -> Result<Self, ConfigError> {
        let password = Zeroizing::new(password.into());
        if user.contains(':') {
            return Err(ConfigError::new("user name", "contains a colon, which ends it"));
        }
        let pair = Zeroizing::new([user, ":", &password].concat());
        let encoded = Zeroizing::new(STANDARD.encode(&*pair));
        Self::new(AUTHORIZATION, BASIC, &encoded, Some(Arc::new(pair)))
            .map_err(|_| ConfigError::new("password", INVALID))
    }

    /// Creates a credential from a secret in any header, such as `X-Api-Key`.
    ///
    /// # Errors
    /// If the name is not a header name, or if the value is empty, is in quotes, contains white
    /// space, or cannot be sent in a header. The error does not show the value.
    pub fn header(name: &str, value: impl Into<String>) -> Result<Self, ConfigError> {
        let value = Zeroizing::new(value.into());
        let name = HeaderName::try_from(name)
            .map_err(|_| ConfigError::new("header of the credential", "has an invalid name"))?;
        check("credential", &value)?;
        Self::new(name, "", &value, None).map_err(|_| ConfigError::new("credential", INVALID))
    }

    fn new(
        name: HeaderName,
        scheme: &str,
        secret: &str,
        pair: Option<Arc<Zeroizing<String>>>,
    ) -> Result<Self, InvalidHeaderValue> {
        // `concat` allocates once. A growing string would leave copies behind.
        let header = wiped_header(Zeroizing::new([scheme, secret].concat()))?;
        Ok(Self { name, secret: CredentialSecret { header, scheme: scheme.len(), pair } })
    }

    /// Returns the name of the header.
    #[must_use]
    pub fn name(&self) -> &HeaderName {
        &self.name
    }

    /// Returns the value of the header. It is marked as sensitive.
    #[must_use]
    pub fn value(&self) -> &HeaderValue {
        &self.secret.header
    }

    pub(super) fn header_field(&self) -> CredentialHeader<'_> {
        (&self.name, &self.secret.header)
    }

    pub(super) fn secret(&self) -> &CredentialSecret {
        &self.secret
    }
}

/// A header whose memory is wiped when its last clone is dropped.
fn wiped_header<T>(text: Zeroizing<T>) -> Result<HeaderValue, InvalidHeaderValue>
where
    T: AsRef<[u8]> + Zeroize + Send + 'static,
{
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text))?;
    value.set_sensitive(true);
    Ok(value)
}

const INVALID: &str = "contains a character that a header cannot carry";

fn check(setting: &'static str, secret: &str) -> Result<(), ConfigError> {
    let problem = if secret.is_empty() {
        "is empty"
    } else if is_quoted(secret) {
        "is in quotes; remove them (`docker --env-file` keeps the quotes of its file)"
    } else if [BEARER, BASIC].into_iter().any(|scheme| has_scheme(secret, scheme)) {
        "begins with the scheme of an `Authorization` header; leave that out"
    } else if secret.contains(['\n', '\r']) {
        "contains a line break; read it without the one at the end of the file"
    } else if secret.contains(char::is_whitespace) {
        "contains white space; trim it"
    } else if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        INVALID
    } else {
        return Ok(());
    };
    Err(ConfigError::new(setting, problem))
}

fn is_quoted(secret: &str) -> bool {
    ['"', '\'', '`']
        .into_iter()
        .any(|quote| secret.strip_prefix(quote).is_some_and(|secret| secret.ends_with(quote)))
}

fn has_scheme(secret: &str, scheme: &str) -> bool {
    secret.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({}: [redacted])", self.name)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use http::HeaderMap;

    use super::*;

    /// A secret that reports its memory when it is wiped.
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
        let value = wiped_header(Zeroizing::new(watched)).unwrap();

        let headers: Vec<HeaderMap> =
            (0..3).map(|_| HeaderMap::from_iter([(AUTHORIZATION, value.clone())])).collect();
        let copies = headers.clone();
        for copy in copies.iter().chain(&headers) {
            assert_eq!(copy[AUTHORIZATION].as_bytes().as_ptr(), value.as_bytes().as_ptr());
            assert!(copy[AUTHORIZATION].is_sensitive());
        }
        drop(value);
        drop(headers);
        assert!(left.lock().unwrap().is_empty(), "the copies still need it");
        drop(copies);
        assert_eq!(*left.lock().unwrap(), [[0; 8]]);
    }

    #[test]
    fn unusable_credentials_are_refused_and_not_shown() {
        let mut report = String::new();
        let keys = ["", "s3cr3t\n", " s3cr3t", "s3cr3t\u{a0}", "s3cr3tä", "s3cr3t\u{7f}"];
        let wrapped = ["\"s3cr3t\"", "'s3cr3t'", "`s3cr3t`", "Bearer s3cr3t", "bearer s3cr3t"];
        for key in keys.into_iter().chain(wrapped) {
            let shown = key.replace("s3cr3t", "…");
            let bearer = Credential::bearer(key).unwrap_err();
            let header = Credential::header("x-api-key", key).unwrap_err();
            report.push_str(&format!("{shown:?}\n    {bearer}\n    {header}\n"));
        }
        let errors = [Credential::basic("a:b", "s3cr3t"), Credential::header("x y", "s3cr3t")];
        for error in errors {
            report.push_str(&format!("{}\n", error.unwrap_err()));
        }
        assert!(!report.contains("s3cr3t"));
        insta::assert_snapshot!(report);
    }

    #[test]
    fn each_kind_has_its_header() {
        let basic = Credential::basic("Aladdin", "open sesame").unwrap();
        assert_eq!(basic.value(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        let bearer = Credential::bearer("t0ken").unwrap();
        assert_eq!(
            (bearer.name().as_str(), bearer.value()),
            ("authorization", &"Bearer t0ken".parse().unwrap())
        );
        let key = Credential::header("X-Api-Key", "k3y").unwrap();
        assert_eq!(key.name(), "x-api-key");
        for credential in [basic, bearer, key] {
            assert!(credential.value().is_sensitive());
        }
    }
}
