//! Second factors of users.

use clerk_core::{Endpoint, SecretString, StringEnum, model};

use crate::UserId;

/// Verifies a code of a user's authenticator, or a backup code. A backup code is used up.
///
/// Fails with 422 if the code is wrong, with 400 if the user has no authenticator, and with 404 if
/// the user is unknown. These responses may have no body.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/verify_totp",
    response = TotpCheck,
    errors(400, 404, 422, 500),
    operation = "VerifyTOTP",
    incoming,
)]
pub struct VerifyTotp {
    /// The user whose code to verify.
    pub user_id: UserId,
    /// The code to verify.
    pub code: SecretString,
}

/// Disables all second factors of a user: codes by text message, authenticators and backup codes.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/mfa",
    response = ChangedUser,
    errors(404, 500),
    operation = "DisableMFA",
    incoming,
)]
pub struct DisableMfa {
    /// The user whose second factors to disable.
    pub user_id: UserId,
}

/// Deletes all backup codes of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/backup_code",
    response = ChangedUser,
    errors(404, 500),
    operation = "DeleteBackupCode",
    incoming,
)]
pub struct DeleteBackupCodes {
    /// The user whose backup codes to delete.
    pub user_id: UserId,
}

/// Deletes all authenticators of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/totp",
    response = ChangedUser,
    errors(404, 500),
    operation = "DeleteTOTP",
    incoming,
)]
pub struct DeleteTotp {
    /// The user whose authenticators to delete.
    pub user_id: UserId,
}

/// The result of a code verification.
#[model]
#[derive(Eq)]
pub struct TotpCheck {
    /// Whether the code is correct.
    #[serde(default)]
    pub verified: bool,
    /// The type of the code.
    pub code_type: Option<TotpCodeType>,
}

/// The type of a verified code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TotpCodeType {
    /// A code from the user's authenticator.
    Totp,
    /// One of the user's backup codes.
    BackupCode,
    /// An unknown type, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The user whose second factors were removed.
#[model]
#[derive(Eq)]
pub struct ChangedUser {
    /// The user's ID.
    pub user_id: Option<UserId>,
}
