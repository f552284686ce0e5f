//! Email addresses of users.

use clerk_core::{Endpoint, Patch, SecretString};

pub use crate::models::{deleted::DeletedObject, identification::*};
use crate::{EmailAddressId, UserId, VerificationId};

/// Adds an email address to a user.
///
/// Fails with 422 if the address is invalid or taken.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/email_addresses",
    response = EmailAddress,
    errors(400, 401, 403, 404, 409, 422),
    incoming,
)]
pub struct CreateEmailAddress {
    /// The user who gets the address.
    pub user_id: UserId,
    /// The email address, as defined by RFC 5322.
    pub email_address: String,
    /// Whether the address counts as verified.
    pub verified: Option<bool>,
    /// Whether the address becomes the user's primary address. A user's first address always does.
    pub primary: Option<bool>,
    /// Whether to notify the user's former primary address that it is no longer primary. Server
    /// default: `false`.
    pub notify_primary_email_address_changed: Option<bool>,
}

/// Gets an email address.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/email_addresses/{email_address_id}",
    response = EmailAddress,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct GetEmailAddress {
    /// The email address to get.
    pub email_address_id: EmailAddressId,
}

/// Deletes an email address of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/email_addresses/{email_address_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404, 409),
    incoming,
)]
pub struct DeleteEmailAddress {
    /// The email address to delete.
    pub email_address_id: EmailAddressId,
}

/// Updates an email address: marks it as verified, or makes it the primary address. The address
/// itself cannot change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/email_addresses/{email_address_id}",
    response = EmailAddress,
    errors(400, 401, 403, 404, 409),
    incoming,
)]
pub struct UpdateEmailAddress {
    /// The email address to update.
    pub email_address_id: EmailAddressId,
    /// Whether the address counts as verified.
    pub verified: Patch<bool>,
    /// Whether the address becomes the user's primary address.
    pub primary: Patch<bool>,
    /// Whether to notify the user's former primary address that it is no longer primary. Server
    /// default: `false`.
    pub notify_primary_email_address_changed: Patch<bool>,
}

/// Sends a verification code to an email address, for a sign-in that the backend runs itself.
///
/// To check the code, use [`AttemptEmailAddressVerification`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/email_addresses/{email_address_id}/prepare_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 500),
    incoming,
)]
pub struct PrepareEmailAddressVerification {
    /// The email address that receives the code.
    pub email_address_id: EmailAddressId,
}

/// Checks a verification code that was sent to an email address.
///
/// A wrong or expired code is not an error: see the status in the response. A correct code also
/// marks the address as verified. It does not create a session; use a sign-in token for that. Fails
/// with `verification_already_verified` if a code was already accepted.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/email_addresses/{email_address_id}/attempt_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 500),
    incoming,
)]
pub struct AttemptEmailAddressVerification {
    /// The email address that received the code.
    pub email_address_id: EmailAddressId,
    /// The verification that sent the code.
    pub verification_id: VerificationId,
    /// The verification code.
    pub code: SecretString,
}

/// Replaces all email addresses of a user with one, which becomes the primary address.
///
/// The former addresses are deleted. If one of them is linked to a connected account, remove that
/// account first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/users/{user_id}/email_address",
    response = EmailAddress,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct ReplaceUserEmailAddress {
    /// The user whose addresses to replace.
    pub user_id: UserId,
    /// The new email address, as defined by RFC 5322.
    pub email_address: String,
    /// The status of the new address. Server default: `verified`. A user whose only identifier is
    /// an `unverified` address can neither sign in nor verify the address without another API call.
    pub identification_status: Option<IdentificationStatus>,
    /// Whether to notify the user's former primary address of the change. Server default: `false`.
    pub notify_primary_email_address_changed: Patch<bool>,
}

crate::endpoints! {
    CreateEmailAddress,
    GetEmailAddress,
    DeleteEmailAddress,
    UpdateEmailAddress,
    PrepareEmailAddressVerification,
    AttemptEmailAddressVerification,
    ReplaceUserEmailAddress,
}
