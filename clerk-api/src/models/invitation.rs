//! Invitations to sign up.

use clerk_core::{Json, SecretString, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use crate::InvitationId;

/// An invitation to sign up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "invitation")]
#[non_exhaustive]
pub struct Invitation {
    /// The invitation's ID.
    pub id: InvitationId,
    /// Who is invited.
    pub email_address: String,
    /// The public metadata that the user gets on signing up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Whether it was revoked. `status` says so, too.
    #[serde(default)]
    pub revoked: bool,
    /// Where it stands.
    pub status: InvitationStatus,
    /// The link by which the invitation is taken. It holds the ticket, which lets anyone in who
    /// has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<SecretString>,
    /// When it stops being valid, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was made, in milliseconds.
    pub created_at: Timestamp,
    /// When it last changed, in milliseconds.
    pub updated_at: Timestamp,
}

/// Where an invitation stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum InvitationStatus {
    /// It can be taken.
    Pending,
    /// It was taken: the user has signed up.
    Accepted,
    /// It was revoked before it was taken.
    Revoked,
    /// It was not taken in time.
    Expired,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[cfg(feature = "testing")]
impl Invitation {
    /// A pending invitation, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "inv_sample".into(),
            email_address: "sample@example.com".to_owned(),
            public_metadata: Some(json!({}).into()),
            revoked: false,
            status: InvitationStatus::Pending,
            url: Some("https://example.accounts.dev/v1/tickets/accept?ticket=sample-ticket".into()),
            expires_at: Some(Timestamp::from_unix_millis(1_702_592_000_000)),
            created_at,
            updated_at: created_at,
        }
    }
}
