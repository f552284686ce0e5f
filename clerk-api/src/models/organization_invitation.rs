//! Invitations to organizations.

use clerk_core::{Json, SecretString, StringEnum, Timestamp, lenient};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use crate::{OrganizationId, OrganizationInvitationId, UserId};

/// An invitation to join an organization.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_invitation")]
#[non_exhaustive]
pub struct OrganizationInvitation {
    /// The invitation's ID.
    pub id: OrganizationInvitationId,
    /// The email address that is invited.
    pub email_address: String,
    /// The key of the new member's role, such as `org:member`.
    pub role: String,
    /// The role's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// The organization that the invitation is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The organization's public data. Only lists across organizations contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_organization_data: Option<PublicOrganizationData>,
    /// The member who sent the invitation. `None` if the backend sent it.
    #[serde(default)]
    pub inviter_id: Option<UserId>,
    /// The public data of the member who sent the invitation.
    #[serde(default)]
    pub public_inviter_data: Option<PublicInviterData>,
    /// The invitation's status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrganizationInvitationStatus>,
    /// Application data that the frontend can read. It is copied to the membership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read. It is copied to the membership.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// The link that accepts the invitation. It contains the ticket, so anyone who has the link can
    /// join.
    #[serde(default)]
    pub url: Option<SecretString>,
    /// When the invitation expires.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// When the invitation was created.
    pub created_at: Timestamp,
    /// When the invitation last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The status of an organization invitation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum OrganizationInvitationStatus {
    /// The invitation can be accepted.
    Pending,
    /// The invitation was accepted.
    Accepted,
    /// The invitation was revoked before it was accepted.
    Revoked,
    /// The invitation was not accepted in time.
    Expired,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The public data of an organization, as people outside of it see it.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicOrganizationData {
    /// The organization's ID.
    pub id: OrganizationId,
    /// The organization's name.
    pub name: String,
    /// The organization's slug for URLs, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The URL of the logo, or of an image that Clerk generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a logo was uploaded.
    #[serde(default)]
    pub has_image: bool,
}

/// The public data of the member who sent an invitation, as the invited person sees it.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicInviterData {
    /// The member's user ID.
    pub user_id: UserId,
    /// The member's first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The member's last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The URL of the profile image, or of an image that Clerk generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The identifier that the member signs in with, such as an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
}

#[cfg(feature = "testing")]
impl OrganizationInvitation {
    /// Returns a pending invitation for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "orginv_sample".into(),
            email_address: "sample@example.com".to_owned(),
            role: "org:member".to_owned(),
            role_name: Some("Member".to_owned()),
            organization_id: Some("org_sample".into()),
            public_organization_data: None,
            inviter_id: None,
            public_inviter_data: None,
            status: Some(OrganizationInvitationStatus::Pending),
            public_metadata: Some(json!({}).into()),
            private_metadata: Some(json!({}).into()),
            url: Some("https://example.accounts.dev/v1/tickets/accept?ticket=sample-ticket".into()),
            expires_at: Some(Timestamp::from_unix_millis(1_702_592_000_000)),
            created_at,
            updated_at: Some(created_at),
        }
    }
}

#[cfg(feature = "testing")]
impl PublicOrganizationData {
    /// Returns an organization without a logo, for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            id: "org_sample".into(),
            name: "Sample".to_owned(),
            slug: None,
            image_url: Some("https://img.example.com/org_sample".to_owned()),
            has_image: false,
        }
    }
}

#[cfg(feature = "testing")]
impl PublicInviterData {
    /// Returns a member without a name, for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            user_id: "user_sample".into(),
            first_name: None,
            last_name: None,
            image_url: Some("https://img.example.com/user_sample".to_owned()),
            has_image: false,
            identifier: Some("sample@example.com".to_owned()),
        }
    }
}
