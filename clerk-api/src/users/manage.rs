//! Operations that create, get, update and delete users.

use clerk_core::{Endpoint, Json, Patch, SecretString, values::Rfc3339};

use super::{DeletedObject, IdentificationStatus, PasswordHasher, User};
use crate::{EmailAddressId, PhoneNumberId, ProfileImageId, UserId, Web3WalletId};

/// Creates a user.
///
/// The instance's settings define which fields are required. Email addresses and phone numbers are
/// verified unless their status says otherwise. Fails with 422 if a parameter is missing, invalid
/// or taken, and with 402 if the plan does not include a feature that the request uses.
///
/// ```
/// use clerk_api::users::CreateUser;
///
/// let request = CreateUser::new()
///     .email_address(["ada@example.com"])
///     .first_name("Ada")
///     .skip_password_requirement(true);
/// assert_eq!(request.email_address.as_deref(), Some(&["ada@example.com".to_owned()][..]));
/// ```
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users",
    response = User,
    errors(400, 401, 402, 403, 422),
    incoming,
)]
pub struct CreateUser {
    /// The user's external ID: their ID in the application's own system, unique in the instance.
    pub external_id: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The user's locale, such as `en-US`.
    pub locale: Option<String>,
    /// The email addresses, each unique in the instance. The first one becomes the primary address.
    pub email_address: Option<Vec<String>>,
    /// The status of each email address, `verified` or `reserved`, in the order of the addresses.
    /// It must have one element for each address. Default: all are `verified`.
    pub email_address_identification_status: Option<Vec<IdentificationStatus>>,
    /// The phone numbers in E.164 format, each unique in the instance. The first one becomes the
    /// primary number.
    pub phone_number: Option<Vec<String>>,
    /// The status of each phone number, `verified` or `reserved`, in the order of the numbers. It
    /// must have one element for each number. Default: all are `verified`.
    pub phone_number_identification_status: Option<Vec<IdentificationStatus>>,
    /// The web3 wallet addresses, each unique in the instance. The first one becomes the primary
    /// wallet.
    pub web3_wallet: Option<Vec<String>>,
    /// The username, unique in the instance.
    pub username: Option<String>,
    /// The password in plain text: at least 8 characters, and not on a list of leaked passwords.
    pub password: Option<SecretString>,
    /// The password's digest, instead of the password, in the format of
    /// [`password_hasher`](Self::password_hasher).
    pub password_digest: Option<SecretString>,
    /// The hasher that created the digest.
    pub password_hasher: Option<PasswordHasher>,
    /// Whether to accept the password even if it is weak. Intended for migrations to Clerk.
    pub skip_password_checks: Option<bool>,
    /// Whether to create the user without a password even if the instance requires one. Not
    /// possible if a password is the only way to sign in.
    pub skip_password_requirement: Option<bool>,
    /// The secret of the user's existing authenticator. It must use 6 digits, 30 seconds and SHA-1.
    pub totp_secret: Option<SecretString>,
    /// The user's existing backup codes, in plain text or as bcrypt digests.
    pub backup_codes: Option<Vec<SecretString>>,
    /// Application data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
    /// Application data that the frontend can read and write: a JSON object. Do not trust it.
    pub unsafe_metadata: Option<Json>,
    /// Whether the user may delete their account from the frontend.
    pub delete_self_enabled: Option<bool>,
    /// When the user accepted the legal terms.
    pub legal_accepted_at: Option<Rfc3339>,
    /// Whether to create the user even if they have not accepted the legal terms. Intended for
    /// migrations to Clerk.
    pub skip_legal_checks: Option<bool>,
    /// Whether to create the user without identifiers that the instance requires. At least one
    /// identifier must be set. The user cannot sign in with a missing one.
    pub skip_user_requirement: Option<bool>,
    /// Whether the user may create organizations from the frontend.
    pub create_organization_enabled: Option<bool>,
    /// Maximum number of organizations that the user may create. 0 means no limit.
    pub create_organizations_limit: Option<u64>,
    /// When the user signed up.
    pub created_at: Option<Rfc3339>,
    /// Whether the user may sign in on a new device without an additional check.
    pub bypass_client_trust: Option<bool>,
    /// Whether to ban the user from the start. The plan must include bans.
    pub banned: Option<bool>,
    /// Whether to lock the user from the start. Lockout must be enabled for the instance.
    pub locked: Option<bool>,
}

/// Gets a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}",
    response = User,
    errors(400, 401, 404),
    incoming,
)]
pub struct GetUser {
    /// The user to get.
    pub user_id: UserId,
}

/// Updates a user.
///
/// To change the user's metadata, use [`UpdateUserMetadata`](super::UpdateUserMetadata) and
/// [`ReplaceUserMetadata`](super::ReplaceUserMetadata).
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/users/{user_id}",
    response = User,
    errors(400, 401, 404, 409, 422),
    incoming,
)]
pub struct UpdateUser {
    /// The user to update.
    pub user_id: UserId,
    /// The user's external ID: their ID in the application's own system, unique in the instance.
    pub external_id: Patch<String>,
    /// The first name.
    pub first_name: Patch<String>,
    /// The last name.
    pub last_name: Patch<String>,
    /// The user's locale, such as `en-US`.
    pub locale: Patch<String>,
    /// The primary email address. It must be one of the user's verified addresses.
    pub primary_email_address_id: Patch<EmailAddressId>,
    /// Whether to notify the user that the primary email address has changed. Server default:
    /// `false`.
    pub notify_primary_email_address_changed: Patch<bool>,
    /// The primary phone number. It must be one of the user's verified numbers.
    pub primary_phone_number_id: Patch<PhoneNumberId>,
    /// The primary web3 wallet. It must be one of the user's verified wallets.
    pub primary_web3_wallet_id: Patch<Web3WalletId>,
    /// The username, unique in the instance. An empty string removes it, like `Patch::Clear`.
    pub username: Patch<String>,
    /// The image to use as the profile image.
    pub profile_image_id: Patch<ProfileImageId>,
    /// The password in plain text: at least 8 characters, and not on a list of leaked passwords.
    pub password: Patch<SecretString>,
    /// The password's digest, instead of the password, in the format of
    /// [`password_hasher`](Self::password_hasher).
    pub password_digest: Option<SecretString>,
    /// The hasher that created the digest.
    pub password_hasher: Option<PasswordHasher>,
    /// Whether to accept the [`password`](Self::password) even if it is weak.
    pub skip_password_checks: Patch<bool>,
    /// Whether a change of the [`password`](Self::password) ends the user's sessions.
    pub sign_out_of_other_sessions: Patch<bool>,
    /// The secret of the user's existing authenticator.
    pub totp_secret: Patch<SecretString>,
    /// The user's existing backup codes.
    pub backup_codes: Option<Vec<SecretString>>,
    /// Whether the user may delete their account from the frontend.
    pub delete_self_enabled: Patch<bool>,
    /// Whether the user may create organizations from the frontend.
    pub create_organization_enabled: Patch<bool>,
    /// When the user accepted the legal terms.
    pub legal_accepted_at: Patch<Rfc3339>,
    /// Whether to update the user even if they have not accepted the legal terms.
    pub skip_legal_checks: Patch<bool>,
    /// Maximum number of organizations that the user may create. 0 means no limit.
    pub create_organizations_limit: Patch<u64>,
    /// When the user signed up.
    pub created_at: Patch<Rfc3339>,
    /// Whether the user may sign in on a new device without an additional check.
    pub bypass_client_trust: Patch<bool>,
}

/// Deletes a user. This cannot be undone.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}",
    response = DeletedObject,
    errors(400, 401, 404),
    incoming,
)]
pub struct DeleteUser {
    /// The user to delete.
    pub user_id: UserId,
}
