//! Invitations to join organizations.

use clerk_core::{Endpoint, Json, Page, lenient};
use serde::{Deserialize, Serialize};

pub use crate::models::organization_invitation::{
    OrganizationInvitation, OrganizationInvitationStatus, PublicInviterData, PublicOrganizationData,
};
use crate::{OrderBy, OrganizationId, OrganizationInvitationId, UserId};

/// Lists the invitations to all organizations of the instance, newest first.
///
/// Each invitation includes the public data of its organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_invitations",
    response = Page<OrganizationInvitation>,
    errors(400, 404, 422, 500),
    pages = offset,
    incoming,
)]
pub struct ListInstanceOrganizationInvitations {
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<OrganizationInvitationOrder>>,
    /// Only invitations with this status.
    pub status: Option<OrganizationInvitationStatus>,
    /// Only invitations to email addresses that match this text.
    pub query: Option<String>,
    /// Maximum number of invitations, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of invitations to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates an invitation to join an organization and, by default, sends it by email.
///
/// The invitation is pending until it is accepted, revoked or expired. Its metadata is copied to
/// the new membership. Fails with 402 if the plan does not allow another member, or does not
/// include a feature that the request uses.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/invitations",
    response = OrganizationInvitation,
    errors(400, 402, 403, 404, 422),
    incoming,
)]
pub struct CreateOrganizationInvitation {
    /// The organization that the invitation is for.
    pub organization_id: OrganizationId,
    /// The email address to invite.
    pub email_address: String,
    /// The member who sends the invitation, an admin of the organization. Without it, the backend
    /// sends it.
    pub inviter_user_id: Option<UserId>,
    /// The key of the new member's role, such as `org:member`.
    pub role: String,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    pub private_metadata: Option<Json>,
    /// The URL that the invitation link leads to. Needed only by applications that accept
    /// invitations themselves.
    pub redirect_url: Option<String>,
    /// How long the invitation is valid, in days, 1 to 365. Server default: 30.
    pub expires_in_days: Option<u32>,
    /// Whether to send the email. Server default: `true`.
    pub notify: Option<bool>,
}

/// Lists the invitations to an organization, newest first.
///
/// Invitations that were created through a domain of the organization are not included.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/invitations",
    response = Page<OrganizationInvitation>,
    errors(400, 404, 422),
    pages = offset,
    incoming,
)]
pub struct ListOrganizationInvitations {
    /// The organization whose invitations to list.
    pub organization_id: OrganizationId,
    /// Only invitations with this status.
    pub status: Option<OrganizationInvitationStatus>,
    /// Only invitations to this email address.
    pub email_address: Option<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<OrganizationInvitationOrder>>,
    /// Maximum number of invitations, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of invitations to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates up to ten invitations to join an organization in one call. Each works as in
/// [`CreateOrganizationInvitation`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/invitations/bulk",
    response = Page<OrganizationInvitation>,
    errors(400, 403, 404, 422),
    incoming,
)]
pub struct CreateOrganizationInvitationBulk {
    /// The organization that the invitations are for.
    pub organization_id: OrganizationId,
    /// The invitations, 1 to 10.
    #[endpoint(body)]
    pub invitations: Vec<NewOrganizationInvitation>,
}

/// Lists the pending invitations to an organization, newest first.
///
/// Invitations that were created through a domain of the organization are not included.
#[deprecated(note = "use `ListOrganizationInvitations` with the status `Pending`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/invitations/pending",
    response = Page<OrganizationInvitation>,
    errors(400, 404),
    pages = offset,
    incoming,
)]
pub struct ListPendingOrganizationInvitations {
    /// The organization whose invitations to list.
    pub organization_id: OrganizationId,
    /// Maximum number of invitations, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of invitations to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Gets an invitation to join an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/invitations/{invitation_id}",
    response = OrganizationInvitation,
    errors(400, 403, 404),
    incoming,
)]
pub struct GetOrganizationInvitation {
    /// The organization that the invitation is for.
    pub organization_id: OrganizationId,
    /// The invitation to get.
    pub invitation_id: OrganizationInvitationId,
}

/// Revokes a pending invitation to join an organization, so that its link no longer works.
///
/// Fails with 400 if the invitation is not pending.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/invitations/{invitation_id}/revoke",
    response = OrganizationInvitation,
    errors(400, 403, 404),
    incoming,
)]
pub struct RevokeOrganizationInvitation {
    /// The organization that the invitation is for.
    pub organization_id: OrganizationId,
    /// The invitation to revoke.
    pub invitation_id: OrganizationInvitationId,
    /// The member who revokes the invitation, an admin of the organization. Without it, the backend
    /// revokes it.
    pub requesting_user_id: Option<UserId>,
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

crate::order::order! {
    /// A sort field for organization invitations.
    pub enum OrganizationInvitationOrder {
        /// When the invitation was created.
        CreatedAt,
        /// The email address.
        EmailAddress,
    }
}

/// One invitation of [`CreateOrganizationInvitationBulk`].
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
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewOrganizationInvitation {
    /// The email address to invite.
    pub email_address: String,
    /// The member who sends the invitation, an admin of the organization. Without it, the backend
    /// sends it.
    pub inviter_user_id: Option<UserId>,
    /// The key of the new member's role, such as `org:member`.
    pub role: String,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    pub private_metadata: Option<Json>,
    /// The URL that the invitation link leads to. Needed only by applications that accept
    /// invitations themselves.
    pub redirect_url: Option<String>,
    /// How long the invitation is valid, in days, 1 to 365. Server default: 30.
    pub expires_in_days: Option<u32>,
    /// Whether to send the email. Server default: `true`.
    pub notify: Option<bool>,
}

impl NewOrganizationInvitation {
    /// Creates an invitation of an email address with a role, with the server's defaults for all
    /// other settings.
    pub fn new(email_address: impl Into<String>, role: impl Into<String>) -> Self {
        Self {
            email_address: email_address.into(),
            inviter_user_id: None,
            role: role.into(),
            public_metadata: None,
            private_metadata: None,
            redirect_url: None,
            expires_in_days: None,
            notify: None,
        }
    }
}
