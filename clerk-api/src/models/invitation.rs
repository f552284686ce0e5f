//! Invitations to sign up.

use clerk_core::{Json, SecretString, StringEnum, Timestamp, lenient};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use crate::InvitationId;

/// An invitation to sign up.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "invitation")]
#[non_exhaustive]
pub struct Invitation {
    /// The invitation's ID.
    pub id: InvitationId,
    /// The email address that is invited.
    pub email_address: String,
    /// The public metadata of the user after sign-up: a JSON object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Whether the invitation was revoked. `None` if unknown. See also [`status`](Self::status).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// The invitation's status.
    pub status: InvitationStatus,
    /// The link that accepts the invitation. It contains the ticket, so anyone who has the link can
    /// sign up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<SecretString>,
    /// When the invitation expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When the invitation was created.
    pub created_at: Timestamp,
    /// When the invitation last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The status of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum InvitationStatus {
    /// The invitation can be accepted.
    Pending,
    /// The invitation was accepted: the user has signed up.
    Accepted,
    /// The invitation was revoked before it was accepted.
    Revoked,
    /// The invitation was not accepted in time.
    Expired,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[cfg(feature = "testing")]
impl Invitation {
    /// Returns a pending invitation for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "inv_sample".into(),
            email_address: "sample@example.com".to_owned(),
            public_metadata: Some(json!({}).into()),
            revoked: Some(false),
            status: InvitationStatus::Pending,
            url: Some("https://example.accounts.dev/v1/tickets/accept?ticket=sample-ticket".into()),
            expires_at: Some(Timestamp::from_unix_millis(1_702_592_000_000)),
            created_at,
            updated_at: Some(created_at),
        }
    }
}
