//! Second factors.

use clerk_core::SecretString;
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::UserId;

/// Checks a code of a user's authenticator, or a backup code, which is then used up.
///
/// Answers 422 where the code is wrong, 400 where the user has no authenticator, and 404 where
/// there is no such user. These answers may come without a body.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/verify_totp",
    response = TotpCheck,
    errors(400, 404, 422, 500),
    operation = "VerifyTOTP",
)]
pub struct VerifyTotp {
    /// Whose code it should be.
    pub user_id: UserId,
    /// The code to check.
    pub code: SecretString,
}

/// Switches off all second factors of a user: codes by text message, authenticators and backup
/// codes.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/mfa",
    response = ChangedUser,
    errors(404, 500),
    operation = "DisableMFA",
)]
pub struct DisableMfa {
    /// Whose second factors are switched off.
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
)]
pub struct DeleteBackupCodes {
    /// Whose backup codes are deleted.
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
)]
pub struct DeleteTotp {
    /// Whose authenticators are deleted.
    pub user_id: UserId,
}

/// The outcome of a check of a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TotpCheck {
    /// Whether the code is right.
    #[serde(default)]
    pub verified: bool,
    /// What the code is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_type: Option<TotpCodeType>,
}

/// What a code is that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum TotpCodeType {
    /// A code of the user's authenticator.
    Totp,
    /// One of the user's backup codes.
    BackupCode,
    /// A kind that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The user whose second factors were taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ChangedUser {
    /// The user's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}
