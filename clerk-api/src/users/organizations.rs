//! The organizations of users.

use clerk_core::Page;
use clerk_macros::CatalogueEndpoint as Endpoint;

use crate::UserId;
pub use crate::models::{
    organization::Organization,
    organization_invitation::{
        OrganizationInvitation, OrganizationInvitationStatus, PublicInviterData,
        PublicOrganizationData,
    },
    organization_membership::{OrganizationMembership, PublicUserData},
};

/// Lists the memberships of a user in organizations.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/organization_memberships",
    response = Page<OrganizationMembership>,
    errors(403),
    pages = offset,
    operation = "UsersGetOrganizationMemberships",
)]
pub struct ListUserOrganizationMemberships {
    /// Whose memberships are listed.
    pub user_id: UserId,
    /// How many memberships at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many memberships to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Lists the invitations of a user to organizations.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/organization_invitations",
    response = Page<OrganizationInvitation>,
    errors(400, 403, 404),
    pages = offset,
    operation = "UsersGetOrganizationInvitations",
)]
pub struct ListUserOrganizationInvitations {
    /// Whose invitations are listed.
    pub user_id: UserId,
    /// How many invitations at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many invitations to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only invitations that stand here.
    pub status: Option<OrganizationInvitationStatus>,
}
