//! Invitations to organizations.

use clerk_core::{Json, SecretString, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use crate::{OrganizationId, OrganizationInvitationId, UserId};

/// An invitation to join an organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_invitation")]
#[non_exhaustive]
pub struct OrganizationInvitation {
    /// The invitation's ID.
    pub id: OrganizationInvitationId,
    /// The address that is invited.
    pub email_address: String,
    /// The key of the role that the new member gets, such as `org:member`.
    pub role: String,
    /// The name of the role.
    pub role_name: String,
    /// The organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The organization, as who is invited sees it. Only lists across organizations have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_organization_data: Option<PublicOrganizationData>,
    /// The member who invites; `None` where the backend does.
    #[serde(default)]
    pub inviter_id: Option<UserId>,
    /// The member who invites, as who is invited sees them.
    #[serde(default)]
    pub public_inviter_data: Option<PublicInviterData>,
    /// Where the invitation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OrganizationInvitationStatus>,
    /// The application's own data, which the frontend can read. The membership takes it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// The application's own data, which only the backend can read. The membership takes it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// The address at which the invitation is accepted. It holds the ticket that lets its bearer
    /// in.
    #[serde(default)]
    pub url: Option<SecretString>,
    /// Until when it can be accepted.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Where an invitation to an organization stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum OrganizationInvitationStatus {
    /// It can be accepted.
    Pending,
    /// It was accepted.
    Accepted,
    /// It was revoked before it was accepted.
    Revoked,
    /// Nobody accepted it in time.
    Expired,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// What people outside an organization see of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicOrganizationData {
    /// The organization.
    pub id: OrganizationId,
    /// The organization's name.
    pub name: String,
    /// The name that URLs carry, where the organization has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The address of the logo, or of an image that Clerk made in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a logo was uploaded.
    #[serde(default)]
    pub has_image: bool,
}

/// What somebody who is invited sees of the member who invites.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicInviterData {
    /// The member.
    pub user_id: UserId,
    /// The member's first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The member's last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The address of the profile image, or of one that Clerk made in its place.
    pub image_url: String,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// What the member signs in with, such as an email address.
    pub identifier: String,
}

#[cfg(feature = "testing")]
impl OrganizationInvitation {
    /// A pending invitation, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "orginv_sample".into(),
            email_address: "sample@example.com".to_owned(),
            role: "org:member".to_owned(),
            role_name: "Member".to_owned(),
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
            updated_at: created_at,
        }
    }
}

#[cfg(feature = "testing")]
impl PublicOrganizationData {
    /// An organization without a logo, for tests. Change its fields as the test needs them.
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
    /// A member without a name, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            user_id: "user_sample".into(),
            first_name: None,
            last_name: None,
            image_url: "https://img.example.com/user_sample".to_owned(),
            has_image: false,
            identifier: "sample@example.com".to_owned(),
        }
    }
}
