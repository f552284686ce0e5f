//! Phone numbers of users.

use clerk_core::{Patch, SecretString};
use clerk_macros::CatalogueEndpoint as Endpoint;

pub use crate::models::{deleted::DeletedObject, identification::*};
use crate::{PhoneNumberId, UserId, VerificationId};

/// Adds a phone number to a user.
///
/// Answers 422 where the number is no number or is taken.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/phone_numbers",
    response = PhoneNumber,
    errors(400, 401, 403, 404, 422),
)]
pub struct CreatePhoneNumber {
    /// Who gets the number.
    pub user_id: UserId,
    /// The number, in E.164, such as `+15555550100`.
    pub phone_number: String,
    /// Whether the number counts as verified.
    pub verified: Patch<bool>,
    /// Whether it becomes the user's primary number. The first number always does.
    pub primary: Patch<bool>,
    /// Whether the number serves as a second factor, which takes a verified one. The first such
    /// number becomes the default second factor.
    pub reserved_for_second_factor: Patch<bool>,
}

/// Retrieves a phone number.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/phone_numbers/{phone_number_id}",
    response = PhoneNumber,
    errors(400, 401, 403, 404),
)]
pub struct GetPhoneNumber {
    /// The phone number to retrieve.
    pub phone_number_id: PhoneNumberId,
}

/// Removes a phone number from its user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/phone_numbers/{phone_number_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404),
)]
pub struct DeletePhoneNumber {
    /// The phone number to remove.
    pub phone_number_id: PhoneNumberId,
}

/// Marks a phone number as verified, makes it the primary one or a second factor. The number
/// itself cannot change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/phone_numbers/{phone_number_id}",
    response = PhoneNumber,
    errors(400, 401, 403, 404),
)]
pub struct UpdatePhoneNumber {
    /// The phone number to change.
    pub phone_number_id: PhoneNumberId,
    /// Whether the number counts as verified.
    pub verified: Patch<bool>,
    /// Whether it becomes the user's primary number.
    pub primary: Patch<bool>,
    /// Whether the number serves as a second factor, which takes a verified one. The first such
    /// number becomes the default second factor.
    pub reserved_for_second_factor: Patch<bool>,
}

/// Sends a code to a phone number, for a sign-in that the backend conducts itself.
///
/// [`AttemptPhoneNumberVerification`] checks the code. Answers 429 where too many codes were sent.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/phone_numbers/{phone_number_id}/prepare_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 429, 500),
)]
pub struct PreparePhoneNumberVerification {
    /// Where the code is sent.
    pub phone_number_id: PhoneNumberId,
}

/// Checks a code that was sent to a phone number.
///
/// A wrong code, or one that came too late, is no error: the answer's status says so. The right
/// code marks the number as verified where it was not. No session is made of it; a sign-in token
/// does that. A code that was accepted before is refused, as `verification_already_verified`.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/phone_numbers/{phone_number_id}/attempt_verification",
    response = CodeVerification,
    errors(400, 401, 403, 404, 500),
)]
pub struct AttemptPhoneNumberVerification {
    /// Where the code was sent.
    pub phone_number_id: PhoneNumberId,
    /// The verification that sent the code.
    pub verification_id: VerificationId,
    /// The code.
    pub code: SecretString,
}

/// Replaces all phone numbers of a user by one, which becomes the primary one.
///
/// The former numbers are deleted, and with a number that served as a second factor the user's
/// second factors are switched off. The new number never serves as one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/users/{user_id}/phone_number",
    response = PhoneNumber,
    errors(400, 401, 403, 404, 422),
)]
pub struct ReplaceUserPhoneNumber {
    /// Whose numbers are replaced.
    pub user_id: UserId,
    /// The new number, in E.164, such as `+15555550100`.
    pub phone_number: String,
    /// In which state the number is added. The server's default is `verified`. A user who has
    /// nothing but an `unverified` number can neither sign in nor verify it, until a further call
    /// helps.
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
