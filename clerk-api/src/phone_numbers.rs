//! Phone numbers of users.

use clerk_core::{Endpoint, Patch, SecretString};

pub use crate::models::{deleted::DeletedObject, identification::*};
use crate::{PhoneNumberId, UserId, VerificationId};

/// Adds a phone number to a user.
///
/// Fails with 422 if the number is invalid or taken.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/phone_numbers",
    response = PhoneNumber,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct CreatePhoneNumber {
    /// The user who gets the number.
    pub user_id: UserId,
    /// The phone number, in E.164 format, such as `+15555550100`.
    pub phone_number: String,
    /// Whether the number counts as verified.
    pub verified: Option<bool>,
    /// Whether the number becomes the user's primary number. A user's first number always does.
    pub primary: Option<bool>,
    /// Whether the number is a second factor. It must be verified. The user's first second factor
    /// becomes the default.
    pub reserved_for_second_factor: Option<bool>,
}

/// Gets a phone number.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/phone_numbers/{phone_number_id}",
    response = PhoneNumber,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct GetPhoneNumber {
    /// The phone number to get.
    pub phone_number_id: PhoneNumberId,
}

/// Deletes a phone number of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/phone_numbers/{phone_number_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct DeletePhoneNumber {
    /// The phone number to delete.
    pub phone_number_id: PhoneNumberId,
}

/// Updates a phone number: marks it as verified, or makes it the primary number or a second factor.
/// The number itself cannot change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/phone_numbers/{phone_number_id}",
    response = PhoneNumber,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct UpdatePhoneNumber {
    /// The phone number to update.
    pub phone_number_id: PhoneNumberId,
    /// Whether the number counts as verified.
    pub verified: Patch<bool>,
    /// Whether the number becomes the user's primary number.
    pub primary: Patch<bool>,
    /// Whether the number is a second factor. It must be verified. The user's first second factor
    /// becomes the default.
    pub reserved_for_second_factor: Patch<bool>,
}

/// Sends a verification code to a phone number, for a sign-in that the backend runs itself.
///
/// To check the code, use [`AttemptPhoneNumberVerification`]. Fails with 429 if too many codes were
/// sent.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/phone_numbers/{phone_number_id}/prepare_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 429, 500),
    incoming,
)]
pub struct PreparePhoneNumberVerification {
    /// The phone number that receives the code.
    pub phone_number_id: PhoneNumberId,
}

/// Checks a verification code that was sent to a phone number.
///
/// A wrong or expired code is not an error: see the status in the response. A correct code also
/// marks the number as verified. It does not create a session; use a sign-in token for that. Fails
/// with `verification_already_verified` if a code was already accepted.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/phone_numbers/{phone_number_id}/attempt_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 500),
    incoming,
)]
pub struct AttemptPhoneNumberVerification {
    /// The phone number that received the code.
    pub phone_number_id: PhoneNumberId,
    /// The verification that sent the code.
    pub verification_id: VerificationId,
    /// The verification code.
    pub code: SecretString,
}

/// Replaces all phone numbers of a user with one, which becomes the primary number.
///
/// The former numbers are deleted. If one of them was a second factor, all second factors of the
/// user are disabled. The new number is not a second factor.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/users/{user_id}/phone_number",
    response = PhoneNumber,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct ReplaceUserPhoneNumber {
    /// The user whose numbers to replace.
    pub user_id: UserId,
    /// The new phone number, in E.164 format, such as `+15555550100`.
    pub phone_number: String,
    /// The status of the new number. Server default: `verified`. A user whose only identifier is an
    /// `unverified` number can neither sign in nor verify the number without another API call.
    pub identification_status: Option<IdentificationStatus>,
}

crate::endpoints! {
    CreatePhoneNumber,
    GetPhoneNumber,
    DeletePhoneNumber,
    UpdatePhoneNumber,
    PreparePhoneNumberVerification,
    AttemptPhoneNumberVerification,
    ReplaceUserPhoneNumber,
}
