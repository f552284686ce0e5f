//! Email addresses and phone numbers, and their verifications.

use clerk_core::{SecretString, StringEnum, Timestamp, model};

use crate::{EmailAddressId, IdentificationId, PhoneNumberId, VerificationId};

mod verification;

pub use verification::*;

/// An email address of a user.
#[model("email_address")]
pub struct EmailAddress {
    /// The ID of the email address.
    pub id: Option<EmailAddressId>,
    /// The address itself.
    pub email_address: String,
    /// Whether the address is reserved: it is not verified, but no other user can claim it and the
    /// user can sign in with it.
    #[serde(default)]
    pub reserved: bool,
    /// The address's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
    /// The connected accounts that the address comes from.
    #[serde(default)]
    pub linked_to: Vec<IdentificationLink>,
    /// Whether the address is on the domain of an active enterprise connection.
    #[serde(default)]
    pub matches_sso_connection: bool,
    /// When the address was added.
    pub created_at: Option<Timestamp>,
    /// When the address last changed.
    pub updated_at: Option<Timestamp>,
}

/// A phone number of a user.
#[model("phone_number")]
pub struct PhoneNumber {
    /// The ID of the phone number.
    pub id: Option<PhoneNumberId>,
    /// The number itself, in E.164 format, such as `+15555550100`.
    pub phone_number: String,
    /// Whether the number is a second factor and cannot be used to sign in.
    #[serde(default)]
    pub reserved_for_second_factor: bool,
    /// Whether the number is the default second factor.
    #[serde(default)]
    pub default_second_factor: bool,
    /// Whether the number is reserved: it is not verified, but no other user can claim it and the
    /// user can sign in with it.
    #[serde(default)]
    pub reserved: bool,
    /// The number's verification.
    #[lenient(nullable)]
    pub verification: Option<Verification>,
    /// The connected accounts that the number comes from.
    #[serde(default)]
    pub linked_to: Vec<IdentificationLink>,
    /// The backup codes that were created when the number became a second factor. Each works for
    /// one sign-in.
    pub backup_codes: Option<Vec<SecretString>>,
    /// When the number was added.
    pub created_at: Option<Timestamp>,
    /// When the number last changed.
    pub updated_at: Option<Timestamp>,
}

/// A connected account that an email address or a phone number comes from.
#[model]
#[derive(Eq)]
pub struct IdentificationLink {
    /// The kind of the account, such as `oauth_google`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The ID of the account's identification.
    pub id: IdentificationId,
}

/// The initial status of an email address or a phone number that is added to a user.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum IdentificationStatus {
    /// Verified, as if its owner had proved ownership.
    Verified,
    /// Not verified, but the user can sign in with it and no other user can claim it.
    Reserved,
    /// Neither verified nor reserved. The user cannot sign in with it, and others can claim it.
    Unverified,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The verification of an email address or a phone number by a code.
#[model]
#[derive(Eq)]
pub struct CodeVerification {
    /// The kind of the verification, such as `verification_otp`.
    pub object: Option<String>,
    /// The verification's ID, which is needed to check the code.
    pub id: Option<VerificationId>,
    /// The verification's status.
    pub status: Option<VerificationStatus>,
    /// The strategy: `email_code` or `phone_code`.
    pub strategy: Option<String>,
    /// Number of attempts to enter a code.
    pub attempts: Option<u64>,
    /// When the code expires.
    pub expire_at: Option<Timestamp>,
    /// The channel through which the code was sent, such as `sms`. Only for phone numbers.
    pub channel: Option<String>,
}

crate::models::sample! {
    /// Returns an email address that the backend verified, for tests. Change its fields as needed.
    EmailAddress = {
        "id": "idn_sample", "email_address": "sample@example.com",
        "verification": AdminVerification::sample(), "created_at": TIME, "updated_at": TIME,
    }
}

crate::models::sample! {
    /// Returns a phone number that the backend verified, for tests. Change its fields as needed.
    PhoneNumber = {
        "id": "idn_sample", "phone_number": "+15555550100",
        "verification": AdminVerification::sample(), "created_at": TIME, "updated_at": TIME,
    }
}
