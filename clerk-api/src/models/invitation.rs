//! Invitations to sign up.

use clerk_core::{Json, SecretString, StringEnum, Timestamp, model};

use crate::InvitationId;

/// An invitation to sign up.
#[model("invitation")]
pub struct Invitation {
    /// The invitation's ID.
    pub id: InvitationId,
    /// The email address that is invited.
    pub email_address: String,
    /// The public metadata of the user after sign-up: a JSON object.
    pub public_metadata: Option<Json>,
    /// Whether the invitation was revoked. `None` if unknown. See also [`status`](Self::status).
    pub revoked: Option<bool>,
    /// The invitation's status.
    pub status: InvitationStatus,
    /// The link that accepts the invitation. It contains the ticket, so anyone who has the link can
    /// sign up.
    pub url: Option<SecretString>,
    /// When the invitation expires.
    pub expires_at: Option<Timestamp>,
    /// When the invitation was created.
    pub created_at: Timestamp,
    /// When the invitation last changed.
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

crate::models::sample! {
    /// Returns a pending invitation for tests. Change its fields as needed.
    Invitation = {
        "id": "inv_sample", "status": "pending", "email_address": "sample@example.com",
        "url": "https://example.accounts.dev/v1/tickets/accept?ticket=sample-ticket",
        "public_metadata": {}, "revoked": false,
        "created_at": TIME, "updated_at": TIME, "expires_at": TIME + 30 * DAY,
    }
}
