//! Passwords.

use clerk_core::{Endpoint, SecretString, StringEnum, model};

use super::User;
use crate::UserId;

/// Removes the password of a user, even if the user has no other way to sign in. The current
/// password is not needed.
///
/// A user without a password is returned unchanged.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/remove_password",
    response = User,
    errors(400, 401, 403, 404, 500),
    incoming,
)]
pub struct RemoveUserPassword {
    /// The user whose password to remove.
    pub user_id: UserId,
    /// Whether to end the user's sessions. Server default: `false`.
    pub sign_out_of_other_sessions: Option<bool>,
}

/// Verifies the password of a user.
///
/// Fails with 422 if the password is wrong, with 400 if the user has no password, and with 404 if
/// the user is unknown. These responses may have no body.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/verify_password",
    response = PasswordCheck,
    errors(400, 404, 422, 500),
    incoming,
)]
pub struct VerifyPassword {
    /// The user whose password to verify.
    pub user_id: UserId,
    /// The password to verify.
    pub password: SecretString,
}

/// Marks the password of a user as compromised. The next sign-in asks for a new one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/password/set_compromised",
    response = User,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct SetUserPasswordCompromised {
    /// The user whose password to mark.
    pub user_id: UserId,
    /// Whether to end the user's sessions.
    pub revoke_all_sessions: Option<bool>,
}

/// Removes the compromised mark from the password of a user.
///
/// If the password is in quarantine because of a reserved email address, the user still has to
/// choose a new one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/password/unset_compromised",
    response = User,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct UnsetUserPasswordCompromised {
    /// The user whose password to unmark.
    pub user_id: UserId,
}

/// The result of a password verification.
#[model]
#[derive(Eq)]
pub struct PasswordCheck {
    /// Whether the password is correct.
    #[serde(default)]
    pub verified: bool,
}

/// The hasher that created a password digest. Each hasher has its own digest format.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum PasswordHasher {
    /// bcrypt.
    Bcrypt,
    /// bcrypt over SHA-256, in Django's format.
    BcryptSha256Django,
    /// MD5.
    Md5,
    /// PBKDF2 with SHA-1.
    Pbkdf2Sha1,
    /// PBKDF2 with SHA-256.
    Pbkdf2Sha256,
    /// PBKDF2 with SHA-256, in Django's format.
    Pbkdf2Sha256Django,
    /// PBKDF2 with SHA-512.
    Pbkdf2Sha512,
    /// PBKDF2 with SHA-512, with salt and hash in hexadecimal.
    Pbkdf2Sha512Hex,
    /// phpass, PHP's portable hash.
    Phpass,
    /// phpass over MD5.
    Md5Phpass,
    /// scrypt, in Firebase's format.
    ScryptFirebase,
    /// scrypt, in Werkzeug's format.
    ScryptWerkzeug,
    /// SHA-256.
    Sha256,
    /// Salted SHA-1, in LDAP's format.
    LdapSsha,
    /// Argon2i.
    Argon2i,
    /// Argon2id.
    Argon2id,
    /// SHA-512, in Symfony's older format.
    Sha512Symfony,
    /// An unknown hasher, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

crate::models::sample! {
    /// Returns the check of a correct password, for tests. Change its fields as needed.
    PasswordCheck = {
        "verified": true,
    }
}
