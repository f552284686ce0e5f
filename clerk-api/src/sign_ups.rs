//! Sign-ups in progress.

use clerk_core::{Endpoint, Json, Patch, StringEnum, Timestamp, lenient, model};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{SessionId, SignUpId, UserId};

/// Gets a sign-up.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = GET, path = "/sign_ups/{id}", response = SignUp, errors(403), incoming)]
pub struct GetSignUp {
    /// The sign-up to get.
    pub id: SignUpId,
}

/// Updates a sign-up.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(method = PATCH, path = "/sign_ups/{id}", response = SignUp, errors(403), incoming)]
pub struct UpdateSignUp {
    /// The sign-up to update.
    pub id: SignUpId,
    /// The person's ID in another system. The user who is created by the sign-up gets it.
    pub external_id: Patch<String>,
    /// Whether the application has completed its custom action, which the sign-up waits for.
    pub custom_action: Patch<bool>,
}

crate::endpoints! { GetSignUp, UpdateSignUp }

/// An attempt of a person to become a user.
#[model("sign_up_attempt")]
pub struct SignUp {
    /// The sign-up's ID.
    pub id: SignUpId,
    /// The sign-up's status.
    pub status: SignUpStatus,
    /// The fields that the instance requires, such as `email_address`.
    #[serde(default)]
    pub required_fields: Vec<String>,
    /// The fields that are optional.
    #[serde(default)]
    pub optional_fields: Vec<String>,
    /// The required fields that are still missing.
    #[serde(default)]
    pub missing_fields: Vec<String>,
    /// The fields that are set but not verified yet.
    #[serde(default)]
    pub unverified_fields: Vec<String>,
    /// The verifications of the sign-up.
    #[serde(default)]
    pub verifications: SignUpVerifications,
    /// The username.
    #[lenient(nullable)]
    pub username: Option<String>,
    /// The email address.
    #[lenient(nullable)]
    pub email_address: Option<String>,
    /// The phone number, in E.164 format.
    #[lenient(nullable)]
    pub phone_number: Option<String>,
    /// The address of the web3 wallet.
    #[lenient(nullable)]
    pub web3_wallet: Option<String>,
    /// Whether a password is set.
    #[serde(default)]
    pub password_enabled: bool,
    /// The first name.
    #[lenient(nullable)]
    pub first_name: Option<String>,
    /// The last name.
    #[lenient(nullable)]
    pub last_name: Option<String>,
    /// Application data that the frontend can read and write.
    pub unsafe_metadata: Option<Json>,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Whether the application has completed its custom action, which the sign-up waits for.
    #[serde(default)]
    pub custom_action: bool,
    /// The person's ID in another system.
    #[lenient(nullable)]
    pub external_id: Option<String>,
    /// The session that was created by the sign-up.
    #[lenient(nullable)]
    pub created_session_id: Option<SessionId>,
    /// The user who was created by the sign-up.
    #[lenient(nullable)]
    pub created_user_id: Option<UserId>,
    /// When the sign-up counts as abandoned.
    pub abandon_at: Option<Timestamp>,
    /// When the person accepted the legal terms.
    #[lenient(nullable)]
    pub legal_accepted_at: Option<Timestamp>,
    /// The person's locale as a BCP 47 language tag, such as `en-US`.
    pub locale: Option<String>,
    /// The OAuth account that the person signs up with.
    #[deprecated(note = "use `verifications.external_account`")]
    pub external_account: Option<Json>,
}

/// The verifications of a sign-up.
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignUpVerifications {
    /// The verification of the email address.
    #[lenient(nullable)]
    pub email_address: Option<SignUpVerification>,
    /// The verification of the phone number.
    #[lenient(nullable)]
    pub phone_number: Option<SignUpVerification>,
    /// The verification of the web3 wallet.
    #[lenient(nullable)]
    pub web3_wallet: Option<SignUpVerification>,
    /// The verification of the account at an OAuth provider.
    #[lenient(nullable)]
    pub external_account: Option<Json>,
}

/// One verification of a sign-up.
#[model]
#[derive(Eq)]
pub struct SignUpVerification {
    /// The next step of the verification.
    pub next_action: Option<SignUpNextAction>,
    /// The strategies that can complete the verification, such as `email_code`.
    #[serde(default)]
    pub supported_strategies: Vec<String>,
    /// Further members, which depend on the kind of verification.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The status of a sign-up.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SignUpStatus {
    /// Something is missing or not verified.
    MissingRequirements,
    /// The user was created.
    Complete,
    /// The sign-up was not completed in time.
    Abandoned,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The next step of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SignUpNextAction {
    /// A code or a link must be sent.
    NeedsPrepare,
    /// The code must be entered, or the link opened.
    NeedsAttempt,
    /// No step is needed.
    #[string_enum(rename = "")]
    Nothing,
    /// An unknown step, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
