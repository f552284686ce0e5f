//! Memberships: which user is in which organization, and in which role.

use clerk_core::{Json, Page, Patch, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;

pub use crate::models::{
    organization::Organization,
    organization_membership::{OrganizationMembership, PublicUserData},
};
use crate::{OrganizationId, UserId};

/// Adds a user to an organization, which is active in the user's next session.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/memberships",
    response = OrganizationMembership,
    errors(400, 403, 404, 422),
)]
pub struct CreateOrganizationMembership {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The user, of the same instance and not yet a member.
    pub user_id: UserId,
    /// The key of the member's role, such as `org:member`.
    pub role: String,
    /// The application's own data on the membership, which the frontend can read.
    pub public_metadata: Patch<Json>,
    /// The application's own data on the membership, which only the backend can read.
    pub private_metadata: Patch<Json>,
}

/// Lists the members of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/memberships",
    response = Page<OrganizationMembership>,
    errors(401, 422),
    pages = offset,
)]
pub struct ListOrganizationMemberships {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The order: `phone_number`, `email_address`, `created_at`, `first_name`, `last_name` or
    /// `username`, downwards with a leading `-`.
    pub order_by: Option<String>,
    /// Only these users, at most 100; `-user_1` leaves one out. Unknown IDs are passed over.
    pub user_id: Vec<String>,
    /// Only users with one of these email addresses, at most 100.
    pub email_address: Vec<String>,
    /// Only users with one of these phone numbers, at most 100.
    pub phone_number: Vec<String>,
    /// Only users with one of these usernames, at most 100.
    pub username: Vec<String>,
    /// Only users with one of these addresses of web3 wallets, at most 100.
    pub web3_wallet: Vec<String>,
    /// Only members with one of these roles, at most 100.
    pub role: Vec<String>,
    /// Only users of whom an email address, a phone number, a web3 wallet, the username, the ID or
    /// a name contains this text.
    pub query: Option<String>,
    /// Only users of whom an email address contains this text, whatever its case.
    pub email_address_query: Option<String>,
    /// Only users of whom a phone number contains this text.
    pub phone_number_query: Option<String>,
    /// Only users whose username contains this text, whatever its case.
    pub username_query: Option<String>,
    /// Only users whose name contains this text, whatever its case.
    pub name_query: Option<String>,
    /// Only users who were last active before this time.
    pub last_active_at_before: Option<Timestamp>,
    /// Only users who were last active after this time.
    pub last_active_at_after: Option<Timestamp>,
    /// Only users who were created before this time.
    pub created_at_before: Option<Timestamp>,
    /// Only users who were created after this time.
    pub created_at_after: Option<Timestamp>,
    /// How many members at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many members are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Gives a member another role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/memberships/{user_id}",
    response = OrganizationMembership,
    errors(404, 422),
)]
pub struct UpdateOrganizationMembership {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The member.
    pub user_id: UserId,
    /// The key of the new role, such as `org:admin`.
    pub role: String,
}

/// Removes a member from an organization, and answers with the membership that was.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}/memberships/{user_id}",
    response = OrganizationMembership,
    errors(401, 404, 422),
)]
pub struct DeleteOrganizationMembership {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The member.
    pub user_id: UserId,
}

/// Merges new members into the metadata of a membership, at every depth.
///
/// A member that is `null` is removed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/memberships/{user_id}/metadata",
    response = OrganizationMembership,
    errors(400, 404, 422),
)]
pub struct UpdateOrganizationMembershipMetadata {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The member.
    pub user_id: UserId,
    /// What is merged into the data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// What is merged into the data that only the backend can read.
    pub private_metadata: Option<Json>,
}

/// Lists the memberships of all organizations of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_memberships",
    operation = "InstanceGetOrganizationMemberships",
    response = Page<OrganizationMembership>,
    errors(400, 401, 422, 500),
    pages = offset,
)]
pub struct ListInstanceOrganizationMemberships {
    /// The order: `phone_number`, `email_address`, `created_at`, `first_name`, `last_name` or
    /// `username`, downwards with a leading `-`.
    pub order_by: Option<String>,
    /// How many memberships at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many memberships are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

crate::endpoints! {
    CreateOrganizationMembership,
    ListOrganizationMemberships,
    UpdateOrganizationMembership,
    DeleteOrganizationMembership,
    UpdateOrganizationMembershipMetadata,
    ListInstanceOrganizationMemberships,
}
