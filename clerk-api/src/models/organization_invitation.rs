//! Invitations to organizations.

use clerk_core::{Json, SecretString, StringEnum, Timestamp, model};

use crate::{OrganizationId, OrganizationInvitationId, UserId};

/// An invitation to join an organization.
#[model("organization_invitation")]
pub struct OrganizationInvitation {
    /// The invitation's ID.
    pub id: OrganizationInvitationId,
    /// The email address that is invited.
    pub email_address: String,
    /// The key of the new member's role, such as `org:member`.
    pub role: String,
    /// The role's name.
    pub role_name: Option<String>,
    /// The organization that the invitation is for.
    pub organization_id: Option<OrganizationId>,
    /// The organization's public data. Only lists across organizations contain it.
    pub public_organization_data: Option<PublicOrganizationData>,
    /// The member who sent the invitation. `None` if the backend sent it.
    #[lenient(nullable)]
    pub inviter_id: Option<UserId>,
    /// The public data of the member who sent the invitation.
    #[lenient(nullable)]
    pub public_inviter_data: Option<PublicInviterData>,
    /// The invitation's status.
    pub status: Option<OrganizationInvitationStatus>,
    /// Application data that the frontend can read. It is copied to the membership.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read. It is copied to the membership.
    pub private_metadata: Option<Json>,
    /// The link that accepts the invitation. It contains the ticket, so anyone who has the link can
    /// join.
    #[lenient(nullable)]
    pub url: Option<SecretString>,
    /// When the invitation expires.
    #[lenient(nullable)]
    pub expires_at: Option<Timestamp>,
    /// When the invitation was created.
    pub created_at: Timestamp,
    /// When the invitation last changed.
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
#[model]
pub struct PublicOrganizationData {
    /// The organization's ID.
    pub id: OrganizationId,
    /// The organization's name.
    pub name: String,
    /// The organization's slug for URLs, if it has one.
    pub slug: Option<String>,
    /// The URL of the logo, or of an image that Clerk generated.
    pub image_url: Option<String>,
    /// Whether a logo was uploaded.
    #[serde(default)]
    pub has_image: bool,
}

/// The public data of the member who sent an invitation, as the invited person sees it.
#[model]
pub struct PublicInviterData {
    /// The member's user ID.
    pub user_id: UserId,
    /// The member's first name.
    #[lenient(nullable)]
    pub first_name: Option<String>,
    /// The member's last name.
    #[lenient(nullable)]
    pub last_name: Option<String>,
    /// The URL of the profile image, or of an image that Clerk generated.
    pub image_url: Option<String>,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The identifier that the member signs in with, such as an email address.
    pub identifier: Option<String>,
}

crate::models::sample! {
    /// Returns a pending invitation for tests. Change its fields as needed.
    OrganizationInvitation = {
        "id": "orginv_sample", "status": "pending", "email_address": "sample@example.com",
        "role": "org:member", "role_name": "Member", "organization_id": "org_sample",
        "url": "https://example.accounts.dev/v1/tickets/accept?ticket=sample-ticket",
        "public_metadata": {}, "private_metadata": {},
        "created_at": TIME, "updated_at": TIME, "expires_at": TIME + 30 * DAY,
    }
}

crate::models::sample! {
    /// Returns an organization without a logo, for tests. Change its fields as needed.
    PublicOrganizationData = {
        "id": "org_sample", "name": "Sample", "image_url": "https://img.example.com/org_sample",
    }
}

crate::models::sample! {
    /// Returns a member without a name, for tests. Change its fields as needed.
    PublicInviterData = {
        "user_id": "user_sample", "identifier": "sample@example.com",
        "image_url": "https://img.example.com/user_sample",
    }
}
