//! Invitations to join organizations.

use clerk_core::{Json, Page, Patch};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

pub use crate::models::organization_invitation::{
    OrganizationInvitation, OrganizationInvitationStatus, PublicInviterData, PublicOrganizationData,
};
use crate::{OrganizationId, OrganizationInvitationId, UserId};

/// Lists the invitations to all organizations of the instance, the newest first.
///
/// Each comes with what outsiders see of its organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_invitations",
    response = Page<OrganizationInvitation>,
    errors(400, 404, 422, 500),
    pages = offset,
)]
pub struct ListInstanceOrganizationInvitations {
    /// The order: `created_at` or `email_address`, downwards with a leading `-`. The server's
    /// default is `-created_at`.
    pub order_by: Option<String>,
    /// Only invitations that stand like this.
    pub status: Option<OrganizationInvitationStatus>,
    /// Only invitations to email addresses that match this text.
    pub query: Option<String>,
    /// How many invitations at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many invitations are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Invites an email address to an organization, and sends the email with the link.
///
/// It is pending until it is accepted, revoked or expired. The membership that comes of it takes
/// over its metadata. It answers 402 where the plan has no room for another member, or lacks a
/// feature that the request asks for.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/invitations",
    response = OrganizationInvitation,
    errors(400, 402, 403, 404, 422),
)]
pub struct CreateOrganizationInvitation {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The address that is invited.
    pub email_address: String,
    /// The member who invites, an administrator of the organization. Without one the backend does.
    pub inviter_user_id: Patch<UserId>,
    /// The key of the role that the new member gets, such as `org:member`.
    pub role: String,
    /// The application's own data, which the frontend can read.
    pub public_metadata: Patch<Json>,
    /// The application's own data, which only the backend can read.
    pub private_metadata: Patch<Json>,
    /// Where the link in the email leads, for an application that accepts invitations itself.
    pub redirect_url: Patch<String>,
    /// For how many days it can be accepted, from 1 to 365. The server's default is 30.
    pub expires_in_days: Patch<u32>,
    /// Whether the email is sent. The server's default is `true`.
    pub notify: Patch<bool>,
}

/// Lists the invitations to an organization, the newest first.
///
/// Those that came about through a domain of the organization are not among them.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/invitations",
    response = Page<OrganizationInvitation>,
    errors(400, 404, 422),
    pages = offset,
)]
pub struct ListOrganizationInvitations {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Only invitations that stand like this.
    pub status: Option<OrganizationInvitationStatus>,
    /// Only invitations to this email address.
    pub email_address: Option<String>,
    /// The order: `created_at` or `email_address`, downwards with a leading `-`. The server's
    /// default is `-created_at`.
    pub order_by: Option<String>,
    /// How many invitations at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many invitations are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Invites up to ten email addresses to an organization, each as [`CreateOrganizationInvitation`]
/// does.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/invitations/bulk",
    response = Page<OrganizationInvitation>,
    errors(400, 403, 404, 422),
)]
pub struct CreateOrganizationInvitationBulk {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The invitations, from 1 to 10.
    #[endpoint(body)]
    pub invitations: Vec<NewOrganizationInvitation>,
}

/// Lists the invitations to an organization that wait to be accepted, the newest first.
///
/// Those that came about through a domain of the organization are not among them.
#[deprecated(note = "use `ListOrganizationInvitations` with the status `Pending`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/invitations/pending",
    response = Page<OrganizationInvitation>,
    errors(400, 404),
    pages = offset,
)]
pub struct ListPendingOrganizationInvitations {
    /// The organization.
    pub organization_id: OrganizationId,
    /// How many invitations at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many invitations are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Fetches an invitation to an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/invitations/{invitation_id}",
    response = OrganizationInvitation,
    errors(400, 403, 404),
)]
pub struct GetOrganizationInvitation {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The invitation.
    pub invitation_id: OrganizationInvitationId,
}

/// Revokes a pending invitation to an organization, which then lets nobody in any more.
///
/// It answers 400 where the invitation is not pending.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/invitations/{invitation_id}/revoke",
    response = OrganizationInvitation,
    errors(400, 403, 404),
)]
pub struct RevokeOrganizationInvitation {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The invitation.
    pub invitation_id: OrganizationInvitationId,
    /// The member who revokes it, an administrator of the organization. Without one the backend
    /// does.
    pub requesting_user_id: Patch<UserId>,
}

crate::endpoints! {
    ListInstanceOrganizationInvitations,
    CreateOrganizationInvitation,
    ListOrganizationInvitations,
    CreateOrganizationInvitationBulk,
    ListPendingOrganizationInvitations,
    GetOrganizationInvitation,
    RevokeOrganizationInvitation,
}

/// One of the invitations of a [`CreateOrganizationInvitationBulk`].
///
/// ```
/// use clerk_api::organization_invitations::NewOrganizationInvitation;
///
/// let invitation = NewOrganizationInvitation {
///     notify: false.into(),
///     ..NewOrganizationInvitation::new("ada@example.com", "org:member")
/// };
/// # assert_eq!(invitation.role, "org:member");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewOrganizationInvitation {
    /// The address that is invited.
    pub email_address: String,
    /// The member who invites, an administrator of the organization. Without one the backend does.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub inviter_user_id: Patch<UserId>,
    /// The key of the role that the new member gets, such as `org:member`.
    pub role: String,
    /// The application's own data, which the frontend can read.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub public_metadata: Patch<Json>,
    /// The application's own data, which only the backend can read.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub private_metadata: Patch<Json>,
    /// Where the link in the email leads, for an application that accepts invitations itself.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub redirect_url: Patch<String>,
    /// For how many days it can be accepted, from 1 to 365. The server's default is 30.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub expires_in_days: Patch<u32>,
    /// Whether the email is sent. The server's default is `true`.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub notify: Patch<bool>,
}

impl NewOrganizationInvitation {
    /// Invites this address into this role.
    pub fn new(email_address: impl Into<String>, role: impl Into<String>) -> Self {
        Self {
            email_address: email_address.into(),
            inviter_user_id: Patch::Keep,
            role: role.into(),
            public_metadata: Patch::Keep,
            private_metadata: Patch::Keep,
            redirect_url: Patch::Keep,
            expires_in_days: Patch::Keep,
            notify: Patch::Keep,
        }
    }
}
