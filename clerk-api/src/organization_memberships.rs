//! Memberships of users in organizations, and their roles.

use clerk_core::{Endpoint, Json, Page, Timestamp};

pub use crate::models::{
    organization::Organization,
    organization_membership::{OrganizationMembership, PublicUserData},
};
use crate::{OrderBy, OrganizationId, UserId};

/// Adds a user to an organization. The organization is active in the user's next session.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organizations/{organization_id}/memberships",
    response = OrganizationMembership,
    errors(400, 403, 404, 422),
    incoming,
)]
pub struct CreateOrganizationMembership {
    /// The organization that gets the member.
    pub organization_id: OrganizationId,
    /// The user to add. They must be in the same instance and not be a member yet.
    pub user_id: UserId,
    /// The key of the member's role, such as `org:member`.
    pub role: String,
    /// Application data about the membership that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Application data about the membership that only the backend can read.
    pub private_metadata: Option<Json>,
}

/// Lists the members of an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organizations/{organization_id}/memberships",
    response = Page<OrganizationMembership>,
    errors(401, 422),
    pages = offset,
    incoming,
)]
pub struct ListOrganizationMemberships {
    /// The organization whose members to list.
    pub organization_id: OrganizationId,
    /// The sort order.
    pub order_by: Option<OrderBy<OrganizationMembershipOrder>>,
    /// Only users with one of these IDs, at most 100. A leading `-`, as in `-user_1`, excludes the
    /// user. Unknown IDs are ignored.
    pub user_id: Vec<String>,
    /// Only users with one of these email addresses, at most 100.
    pub email_address: Vec<String>,
    /// Only users with one of these phone numbers, at most 100.
    pub phone_number: Vec<String>,
    /// Only users with one of these usernames, at most 100.
    pub username: Vec<String>,
    /// Only users with one of these web3 wallet addresses, at most 100.
    pub web3_wallet: Vec<String>,
    /// Only members with one of these roles, at most 100.
    pub role: Vec<String>,
    /// Only users with an email address, phone number, web3 wallet, username, ID or name that
    /// contains this text.
    pub query: Option<String>,
    /// Only users with an email address that contains this text, ignoring case.
    pub email_address_query: Option<String>,
    /// Only users with a phone number that contains this text.
    pub phone_number_query: Option<String>,
    /// Only users whose username contains this text, ignoring case.
    pub username_query: Option<String>,
    /// Only users whose name contains this text, ignoring case.
    pub name_query: Option<String>,
    /// Only users who were last active before this time.
    pub last_active_at_before: Option<Timestamp>,
    /// Only users who were last active after this time.
    pub last_active_at_after: Option<Timestamp>,
    /// Only users who were created before this time.
    pub created_at_before: Option<Timestamp>,
    /// Only users who were created after this time.
    pub created_at_after: Option<Timestamp>,
    /// Maximum number of members, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of members to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Updates the role of a member.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/memberships/{user_id}",
    response = OrganizationMembership,
    errors(404, 422),
    incoming,
)]
pub struct UpdateOrganizationMembership {
    /// The organization that the user is a member of.
    pub organization_id: OrganizationId,
    /// The member whose role to update.
    pub user_id: UserId,
    /// The key of the new role, such as `org:admin`.
    pub role: String,
}

/// Deletes the membership of a user in an organization and returns it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organizations/{organization_id}/memberships/{user_id}",
    response = OrganizationMembership,
    errors(401, 404, 422),
    incoming,
)]
pub struct DeleteOrganizationMembership {
    /// The organization that the user is a member of.
    pub organization_id: OrganizationId,
    /// The member to remove.
    pub user_id: UserId,
}

/// Updates the metadata of a membership by a deep merge.
///
/// A member that is `null` is removed, at any depth. Members that are not sent keep their values.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organizations/{organization_id}/memberships/{user_id}/metadata",
    response = OrganizationMembership,
    errors(400, 404, 422),
    incoming,
)]
pub struct UpdateOrganizationMembershipMetadata {
    /// The organization that the user is a member of.
    pub organization_id: OrganizationId,
    /// The user whose membership to update.
    pub user_id: UserId,
    /// The changes to the data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// The changes to the data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
}

/// Lists the memberships of all organizations of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_memberships",
    response = Page<OrganizationMembership>,
    errors(400, 401, 422, 500),
    operation = "InstanceGetOrganizationMemberships",
    pages = offset,
    incoming,
)]
pub struct ListInstanceOrganizationMemberships {
    /// The sort order.
    pub order_by: Option<OrderBy<OrganizationMembershipOrder>>,
    /// Maximum number of memberships, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of memberships to skip. Server default: 0.
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

crate::order::order! {
    /// A sort field for memberships.
    pub enum OrganizationMembershipOrder {
        /// The phone number.
        PhoneNumber,
        /// The email address.
        EmailAddress,
        /// When the membership was created.
        CreatedAt,
        /// The first name.
        FirstName,
        /// The last name.
        LastName,
        /// The username.
        Username,
    }
}
