//! Passwords.

use clerk_core::{Patch, SecretString};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use super::User;
use crate::UserId;

/// Removes a user's password, even where the user has no other way to sign in. The password need
/// not be known.
///
/// A user without a password is answered as is.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/remove_password",
    response = User,
    errors(400, 401, 403, 404, 500),
)]
pub struct RemoveUserPassword {
    /// Whose password is removed.
    pub user_id: UserId,
    /// Whether the user's sessions end. The server's default is `false`.
    pub sign_out_of_other_sessions: Option<bool>,
}

/// Checks a user's password.
///
/// Answers 422 where the password is wrong, 400 where the user has none, and 404 where there is no
/// such user. These answers may come without a body.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/verify_password",
    response = PasswordCheck,
    errors(400, 404, 422, 500),
)]
pub struct VerifyPassword {
    /// Whose password it should be.
    pub user_id: UserId,
    /// The password to check.
    pub password: SecretString,
}

/// Marks a user's password as compromised: the next sign-in asks for a new one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/password/set_compromised",
    response = User,
    errors(400, 401, 403, 404, 422),
)]
pub struct SetUserPasswordCompromised {
    /// Whose password is marked.
    pub user_id: UserId,
    /// Whether the user's sessions end.
    pub revoke_all_sessions: Patch<bool>,
}

/// Takes the mark of being compromised off a user's password.
///
/// A user whose password is in quarantine because of a reserved email address still has to choose a
/// new one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/password/unset_compromised",
    response = User,
    errors(400, 401, 403, 404, 422),
)]
pub struct UnsetUserPasswordCompromised {
    /// Whose password is no longer marked.
    pub user_id: UserId,
}

/// The outcome of a check of a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PasswordCheck {
    /// Whether it is the user's password.
    #[serde(default)]
    pub verified: bool,
}

/// What made the digest of a password. Each has a format of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PasswordHasher {
    /// bcrypt.
    Bcrypt,
    /// bcrypt over SHA-256, as Django writes it.
    BcryptSha256Django,
    /// MD5.
    Md5,
    /// PBKDF2 with SHA-1.
    Pbkdf2Sha1,
    /// PBKDF2 with SHA-256.
    Pbkdf2Sha256,
    /// PBKDF2 with SHA-256, as Django writes it.
    Pbkdf2Sha256Django,
    /// PBKDF2 with SHA-512.
    Pbkdf2Sha512,
    /// PBKDF2 with SHA-512, salt and hash in hexadecimal.
    Pbkdf2Sha512Hex,
    /// phpass, PHP's portable hash.
    Phpass,
    /// phpass over MD5.
    Md5Phpass,
    /// scrypt, as Firebase writes it.
    ScryptFirebase,
    /// scrypt, as Werkzeug writes it.
    ScryptWerkzeug,
    /// SHA-256.
    Sha256,
    /// Salted SHA-1, as LDAP writes it.
    LdapSsha,
    /// Argon2i.
    Argon2i,
    /// Argon2id.
    Argon2id,
    /// SHA-512, as Symfony once wrote it.
    Sha512Symfony,
    /// A hasher that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
