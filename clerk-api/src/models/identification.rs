//! Email addresses and phone numbers, and how they were verified.

use clerk_core::{SecretString, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use crate::{EmailAddressId, IdentificationId, PhoneNumberId, VerificationId};

mod verification;

pub use verification::*;

/// An email address of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "email_address")]
#[non_exhaustive]
pub struct EmailAddress {
    /// The ID of the email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EmailAddressId>,
    /// The address itself.
    pub email_address: String,
    /// Whether nobody else can claim the address although it is not verified. It can be signed in
    /// with.
    #[serde(default)]
    pub reserved: bool,
    /// How the address is or was verified.
    #[serde(default)]
    pub verification: Option<Verification>,
    /// The accounts that brought the address along.
    #[serde(default)]
    pub linked_to: Vec<IdentificationLink>,
    /// Whether the address lies in the domain of an active enterprise connection.
    #[serde(default)]
    pub matches_sso_connection: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A phone number of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "phone_number")]
#[non_exhaustive]
pub struct PhoneNumber {
    /// The ID of the phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PhoneNumberId>,
    /// The number itself, in E.164, such as `+15555550100`.
    pub phone_number: String,
    /// Whether the number serves as a second factor, and not to sign in with.
    #[serde(default)]
    pub reserved_for_second_factor: bool,
    /// Whether it is the second factor that is asked for first.
    #[serde(default)]
    pub default_second_factor: bool,
    /// Whether nobody else can claim the number although it is not verified. It can be signed in
    /// with.
    #[serde(default)]
    pub reserved: bool,
    /// How the number is or was verified.
    #[serde(default)]
    pub verification: Option<Verification>,
    /// The accounts that brought the number along.
    #[serde(default)]
    pub linked_to: Vec<IdentificationLink>,
    /// The backup codes that were made when the number became a second factor. Each is good for
    /// one sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup_codes: Option<Vec<SecretString>>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// An account through which a user has an email address or a phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdentificationLink {
    /// The kind of the account, such as `oauth_google`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What identifies the user through that account.
    pub id: IdentificationId,
}

/// In which state an email address or a phone number is added to a user.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum IdentificationStatus {
    /// As if its owner had proved that it is theirs.
    Verified,
    /// Not verified, but it can be signed in with, and nobody else can claim it.
    Reserved,
    /// Neither verified nor reserved: it cannot be signed in with, and others can claim it.
    Unverified,
    /// A state that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A code that was sent to an email address or a phone number, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CodeVerification {
    /// The kind of the verification, such as `verification_otp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The verification's ID, by which the code is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<VerificationId>,
    /// Where the verification stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<VerificationStatus>,
    /// How it is done: `email_code` or `phone_code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<String>,
    /// How many codes were tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u64>,
    /// Until when the code is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_at: Option<Timestamp>,
    /// By what means the code was sent, such as `sms`. Only phone numbers have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

#[cfg(feature = "testing")]
impl EmailAddress {
    /// An address that the backend verified, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: Some("idn_sample".into()),
            email_address: "sample@example.com".to_owned(),
            reserved: false,
            verification: Some(Verification::Admin(AdminVerification::sample())),
            linked_to: Vec::new(),
            matches_sso_connection: false,
            created_at,
            updated_at: created_at,
        }
    }
}

#[cfg(feature = "testing")]
impl PhoneNumber {
    /// A number that the backend verified, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: Some("idn_sample".into()),
            phone_number: "+15555550100".to_owned(),
            reserved_for_second_factor: false,
            default_second_factor: false,
            reserved: false,
            verification: Some(Verification::Admin(AdminVerification::sample())),
            linked_to: Vec::new(),
            backup_codes: None,
            created_at,
            updated_at: created_at,
        }
    }
}
