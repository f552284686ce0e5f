//! Creating, reading, changing and deleting users.

use clerk_core::{Json, Patch, SecretString};
use clerk_macros::CatalogueEndpoint as Endpoint;

use super::{DeletedObject, IdentificationStatus, PasswordHasher, User};
use crate::{EmailAddressId, PhoneNumberId, ProfileImageId, UserId, Web3WalletId};

/// Creates a user.
///
/// What a user needs to have is set in the instance's settings. Email addresses and phone numbers
/// count as verified unless their status says otherwise. Answers 422 where something is missing, is
/// not valid or is taken, and 402 where the plan does not include what is asked for.
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
)]
pub struct CreateUser {
    /// The user's ID in the application's own system, unique in the instance.
    pub external_id: Patch<String>,
    /// The first name.
    pub first_name: Patch<String>,
    /// The last name.
    pub last_name: Patch<String>,
    /// The language and region, such as `en-US`.
    pub locale: Patch<String>,
    /// The email addresses, each unique in the instance. The first becomes the primary one.
    pub email_address: Option<Vec<String>>,
    /// In which state each email address is added, `verified` or `reserved`: as many as there are
    /// addresses, in their order. All are `verified` where there are none.
    pub email_address_identification_status: Option<Vec<IdentificationStatus>>,
    /// The phone numbers in E.164, each unique in the instance. The first becomes the primary one.
    pub phone_number: Option<Vec<String>>,
    /// In which state each phone number is added, `verified` or `reserved`: as many as there are
    /// numbers, in their order. All are `verified` where there are none.
    pub phone_number_identification_status: Option<Vec<IdentificationStatus>>,
    /// The addresses of web3 wallets, each unique in the instance. The first becomes the primary
    /// one.
    pub web3_wallet: Option<Vec<String>>,
    /// The username, unique in the instance.
    pub username: Patch<String>,
    /// The password in plain text: 8 characters or more, and on no list of leaked ones.
    pub password: Patch<SecretString>,
    /// The password's digest, in place of the password, as `password_hasher` writes it.
    pub password_digest: Patch<SecretString>,
    /// What made the digest.
    pub password_hasher: Option<PasswordHasher>,
    /// Whether the password is taken however weak it is. Meant for moving users to Clerk.
    pub skip_password_checks: Patch<bool>,
    /// Whether the user needs no password although the instance asks for one. Not possible where a
    /// password is the only way to sign in.
    pub skip_password_requirement: Patch<bool>,
    /// The secret that the user's authenticator has already: 6 digits every 30 seconds, over SHA-1.
    pub totp_secret: Patch<SecretString>,
    /// The backup codes that the user has already, in plain text or as bcrypt digests.
    pub backup_codes: Option<Vec<SecretString>>,
    /// The application's own data, which the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// The application's own data, which only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
    /// The application's own data, which the frontend can read and write, and so is not to be
    /// relied on: a JSON object.
    pub unsafe_metadata: Option<Json>,
    /// Whether the user may delete their account from the frontend.
    pub delete_self_enabled: Patch<bool>,
    /// When the user accepted the legal terms, in RFC 3339, as a
    /// [`Timestamp`](clerk_core::Timestamp) writes itself.
    pub legal_accepted_at: Patch<String>,
    /// Whether the user need not have accepted the legal terms. Meant for moving users to Clerk.
    pub skip_legal_checks: Patch<bool>,
    /// Whether the user may lack identifiers that the instance asks for, as long as there is one.
    /// What is missing cannot be signed in with.
    pub skip_user_requirement: Patch<bool>,
    /// Whether the user may create organizations from the frontend.
    pub create_organization_enabled: Patch<bool>,
    /// How many organizations the user may create; 0 for any number.
    pub create_organizations_limit: Patch<u32>,
    /// When the user signed up, in RFC 3339, as a [`Timestamp`](clerk_core::Timestamp) writes
    /// itself.
    pub created_at: Patch<String>,
    /// Whether the user may sign in on a device that is new to Clerk without a further check.
    pub bypass_client_trust: Patch<bool>,
    /// Whether the user is banned from the start. Takes a plan that includes bans.
    pub banned: Patch<bool>,
    /// Whether the user is locked from the start. Takes an instance with lockout.
    pub locked: Patch<bool>,
}

/// Retrieves a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/users/{user_id}", response = User, errors(400, 401, 404))]
pub struct GetUser {
    /// The user to retrieve.
    pub user_id: UserId,
}

/// Changes a user.
///
/// Metadata are changed by [`UpdateUserMetadata`](super::UpdateUserMetadata) and
/// [`ReplaceUserMetadata`](super::ReplaceUserMetadata).
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/users/{user_id}",
    response = User,
    errors(400, 401, 404, 409, 422),
)]
pub struct UpdateUser {
    /// The user to change.
    pub user_id: UserId,
    /// The user's ID in the application's own system, unique in the instance.
    pub external_id: Patch<String>,
    /// The first name.
    pub first_name: Patch<String>,
    /// The last name.
    pub last_name: Patch<String>,
    /// The language and region, such as `en-US`.
    pub locale: Patch<String>,
    /// The primary email address: a verified one of the user.
    pub primary_email_address_id: Patch<EmailAddressId>,
    /// Whether the user is told that the primary email address has changed. The server's default is
    /// `false`.
    pub notify_primary_email_address_changed: Patch<bool>,
    /// The primary phone number: a verified one of the user.
    pub primary_phone_number_id: Patch<PhoneNumberId>,
    /// The primary web3 wallet: a verified one of the user.
    pub primary_web3_wallet_id: Patch<Web3WalletId>,
    /// The username, unique in the instance. An empty one takes it away, as `Patch::Clear` does.
    pub username: Patch<String>,
    /// The image that becomes the profile image.
    pub profile_image_id: Patch<ProfileImageId>,
    /// The password in plain text: 8 characters or more, and on no list of leaked ones.
    pub password: Patch<SecretString>,
    /// The password's digest, in place of the password, as `password_hasher` writes it.
    pub password_digest: Option<SecretString>,
    /// What made the digest.
    pub password_hasher: Option<PasswordHasher>,
    /// Whether the `password` is taken however weak it is.
    pub skip_password_checks: Patch<bool>,
    /// Whether the change of the `password` ends the user's sessions.
    pub sign_out_of_other_sessions: Patch<bool>,
    /// The secret that the user's authenticator has already.
    pub totp_secret: Patch<SecretString>,
    /// The backup codes that the user has already.
    pub backup_codes: Option<Vec<SecretString>>,
    /// Whether the user may delete their account from the frontend.
    pub delete_self_enabled: Patch<bool>,
    /// Whether the user may create organizations from the frontend.
    pub create_organization_enabled: Patch<bool>,
    /// When the user accepted the legal terms, in RFC 3339, as a
    /// [`Timestamp`](clerk_core::Timestamp) writes itself.
    pub legal_accepted_at: Patch<String>,
    /// Whether the user need not have accepted the legal terms.
    pub skip_legal_checks: Patch<bool>,
    /// How many organizations the user may create; 0 for any number.
    pub create_organizations_limit: Patch<u32>,
    /// When the user signed up, in RFC 3339, as a [`Timestamp`](clerk_core::Timestamp) writes
    /// itself.
    pub created_at: Patch<String>,
    /// Whether the user may sign in on a device that is new to Clerk without a further check.
    pub bypass_client_trust: Patch<bool>,
}

/// Deletes a user. This cannot be undone.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}",
    response = DeletedObject,
    errors(400, 401, 404),
)]
pub struct DeleteUser {
    /// The user to delete.
    pub user_id: UserId,
}
