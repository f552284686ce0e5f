//! Email addresses of users.

use clerk_core::{Patch, SecretString};
use clerk_macros::CatalogueEndpoint as Endpoint;

pub use crate::models::{deleted::DeletedObject, identification::*};
use crate::{EmailAddressId, UserId, VerificationId};

/// Adds an email address to a user.
///
/// Answers 422 where the address is no address or is taken.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/email_addresses",
    response = EmailAddress,
    errors(400, 401, 403, 404, 409, 422),
)]
pub struct CreateEmailAddress {
    /// Who gets the address.
    pub user_id: UserId,
    /// The address, as RFC 5322 has it.
    pub email_address: String,
    /// Whether the address counts as verified.
    pub verified: Patch<bool>,
    /// Whether it becomes the user's primary address. The first address always does.
    pub primary: Patch<bool>,
    /// Whether the user's former primary address is told that it is no longer primary. The server's
    /// default is `false`.
    pub notify_primary_email_address_changed: Patch<bool>,
}

/// Retrieves an email address.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/email_addresses/{email_address_id}",
    response = EmailAddress,
    errors(400, 401, 403, 404),
)]
pub struct GetEmailAddress {
    /// The email address to retrieve.
    pub email_address_id: EmailAddressId,
}

/// Removes an email address from its user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/email_addresses/{email_address_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404, 409),
)]
pub struct DeleteEmailAddress {
    /// The email address to remove.
    pub email_address_id: EmailAddressId,
}

/// Marks an email address as verified, or makes it the primary one. The address itself cannot
/// change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/email_addresses/{email_address_id}",
    response = EmailAddress,
    errors(400, 401, 403, 404, 409),
)]
pub struct UpdateEmailAddress {
    /// The email address to change.
    pub email_address_id: EmailAddressId,
    /// Whether the address counts as verified.
    pub verified: Patch<bool>,
    /// Whether it becomes the user's primary address.
    pub primary: Patch<bool>,
    /// Whether the user's former primary address is told that it is no longer primary. The server's
    /// default is `false`.
    pub notify_primary_email_address_changed: Patch<bool>,
}

/// Sends a code to an email address, for a sign-in that the backend conducts itself.
///
/// [`AttemptEmailAddressVerification`] checks the code.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/email_addresses/{email_address_id}/prepare_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 500),
)]
pub struct PrepareEmailAddressVerification {
    /// Where the code is sent.
    pub email_address_id: EmailAddressId,
}

/// Checks a code that was sent to an email address.
///
/// A wrong code, or one that came too late, is no error: the answer's status says so. The right
/// code marks the address as verified where it was not. No session is made of it; a sign-in token
/// does that. A code that was accepted before is refused, as `verification_already_verified`.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/email_addresses/{email_address_id}/attempt_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 500),
)]
pub struct AttemptEmailAddressVerification {
    /// Where the code was sent.
    pub email_address_id: EmailAddressId,
    /// The verification that sent the code.
    pub verification_id: VerificationId,
    /// The code.
    pub code: SecretString,
}

/// Replaces all email addresses of a user by one, which becomes the primary one.
///
/// The former addresses are deleted. An address that a connected account brought along has to go
/// first, with that account.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/users/{user_id}/email_address",
    response = EmailAddress,
    errors(400, 401, 403, 404, 422),
)]
pub struct ReplaceUserEmailAddress {
    /// Whose addresses are replaced.
    pub user_id: UserId,
    /// The new address, as RFC 5322 has it.
    pub email_address: String,
    /// In which state the address is added. The server's default is `verified`. A user who has
    /// nothing but an `unverified` address can neither sign in nor verify it, until a further call
    /// helps.
    pub identification_status: Option<IdentificationStatus>,
    /// Whether the user's former primary address is told of the change. The server's default is
    /// `false`.
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
