//! Sign-ups in progress.

use clerk_core::{Json, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{SessionId, SignUpId, UserId};

/// Gets a sign-up.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/sign_ups/{id}", response = SignUp, errors(403))]
pub struct GetSignUp {
    /// The sign-up.
    pub id: SignUpId,
}

/// Changes a sign-up.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PATCH, path = "/sign_ups/{id}", response = SignUp, errors(403))]
pub struct UpdateSignUp {
    /// The sign-up to change.
    pub id: SignUpId,
    /// The ID that the person has in another system. The user that comes of the sign-up gets it.
    pub external_id: Patch<String>,
    /// Whether the application did what it wants done before the sign-up can complete.
    pub custom_action: Patch<bool>,
}

crate::endpoints! { GetSignUp, UpdateSignUp }

/// Somebody's attempt to become a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "sign_up_attempt")]
#[non_exhaustive]
pub struct SignUp {
    /// The sign-up's ID.
    pub id: SignUpId,
    /// Where the sign-up stands.
    pub status: SignUpStatus,
    /// What the instance wants to know, such as `email_address`.
    #[serde(default)]
    pub required_fields: Vec<String>,
    /// What may be given besides.
    #[serde(default)]
    pub optional_fields: Vec<String>,
    /// What is required and not given yet.
    #[serde(default)]
    pub missing_fields: Vec<String>,
    /// What is given and not verified yet.
    #[serde(default)]
    pub unverified_fields: Vec<String>,
    /// How far the verifications are.
    pub verifications: SignUpVerifications,
    /// The user name.
    #[serde(default)]
    pub username: Option<String>,
    /// The email address.
    #[serde(default)]
    pub email_address: Option<String>,
    /// The phone number, as E.164 has it.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// The address of the web3 wallet.
    #[serde(default)]
    pub web3_wallet: Option<String>,
    /// Whether a password is set.
    #[serde(default)]
    pub password_enabled: bool,
    /// The first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// What the application's frontend stores with the sign-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsafe_metadata: Option<Json>,
    /// What the application stores with the sign-up, and its frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Whether the application did what it wants done before the sign-up can complete.
    #[serde(default)]
    pub custom_action: bool,
    /// The ID that the person has in another system.
    #[serde(default)]
    pub external_id: Option<String>,
    /// The session that came of the sign-up.
    #[serde(default)]
    pub created_session_id: Option<SessionId>,
    /// The user that came of the sign-up.
    #[serde(default)]
    pub created_user_id: Option<UserId>,
    /// When the sign-up counts as abandoned.
    pub abandon_at: Timestamp,
    /// When the person agreed to the legal terms.
    #[serde(default)]
    pub legal_accepted_at: Option<Timestamp>,
    /// The person's language, as BCP 47 has it, such as `en-US`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The account at an OAuth provider with which the person signs up.
    #[deprecated(note = "use `verifications.external_account`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_account: Option<Json>,
}

/// How far the verifications of a sign-up are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignUpVerifications {
    /// Of the email address.
    #[serde(default)]
    pub email_address: Option<SignUpVerification>,
    /// Of the phone number.
    #[serde(default)]
    pub phone_number: Option<SignUpVerification>,
    /// Of the web3 wallet.
    #[serde(default)]
    pub web3_wallet: Option<SignUpVerification>,
    /// Of the account at an OAuth provider.
    #[serde(default)]
    pub external_account: Option<Json>,
}

/// How far one verification of a sign-up is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignUpVerification {
    /// What has to be done next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_action: Option<SignUpNextAction>,
    /// The ways in which it can be verified, such as `email_code`.
    #[serde(default)]
    pub supported_strategies: Vec<String>,
}

/// Where a sign-up stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SignUpStatus {
    /// Something is missing or not verified.
    MissingRequirements,
    /// There is a user.
    Complete,
    /// It was not completed in time.
    Abandoned,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// What a verification needs next.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SignUpNextAction {
    /// A code or a link has to be sent.
    NeedsPrepare,
    /// The code has to be entered or the link followed.
    NeedsAttempt,
    /// Nothing.
    #[string_enum(rename = "")]
    Nothing,
    /// A step that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
