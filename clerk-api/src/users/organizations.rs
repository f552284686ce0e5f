//! Organization memberships and invitations of users.

use clerk_core::{Endpoint, Page};

use crate::UserId;
pub use crate::models::{
    organization::Organization,
    organization_invitation::{
        OrganizationInvitation, OrganizationInvitationStatus, PublicInviterData,
        PublicOrganizationData,
    },
    organization_membership::{OrganizationMembership, PublicUserData},
};

/// Lists the organization memberships of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/organization_memberships",
    response = Page<OrganizationMembership>,
    errors(403),
    operation = "UsersGetOrganizationMemberships",
    pages = offset,
    incoming,
)]
pub struct ListUserOrganizationMemberships {
    /// The user whose memberships to list.
    pub user_id: UserId,
    /// Maximum number of memberships, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of memberships to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Lists the organization invitations of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/organization_invitations",
    response = Page<OrganizationInvitation>,
    errors(400, 403, 404),
    operation = "UsersGetOrganizationInvitations",
    pages = offset,
    incoming,
)]
pub struct ListUserOrganizationInvitations {
    /// The user whose invitations to list.
    pub user_id: UserId,
    /// Maximum number of invitations, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of invitations to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only invitations with this status.
    pub status: Option<OrganizationInvitationStatus>,
}
