//! Roles of organization members.

use clerk_core::{Endpoint, Page, Patch};

pub use crate::models::{
    deleted::DeletedObject,
    role::{Permission, Role, RoleOrder},
};
use crate::{OrderBy, PermissionId, RoleId};

/// Lists the roles of the instance, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_roles",
    response = Page<Role>,
    errors(400, 401, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListOrganizationRoles {
    /// Only the role with this ID, and roles whose name or key contains this text.
    pub query: Option<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<RoleOrder>>,
    /// Maximum number of roles, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of roles to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a role. Fails with 402 if the plan does not include custom roles.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organization_roles",
    response = Role,
    errors(400, 401, 402, 403, 404, 422),
    incoming,
)]
pub struct CreateOrganizationRole {
    /// The role's name, as users see it.
    pub name: String,
    /// The role's key for code, unique in the instance: `org:`, then lowercase letters, digits and
    /// underscores.
    pub key: String,
    /// A description of the role.
    pub description: Option<String>,
    /// The permissions that the role grants.
    pub permissions: Option<Vec<PermissionId>>,
    /// Whether to add the role to the role set of new organizations.
    pub include_in_initial_role_set: Option<bool>,
}

/// Gets a role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_roles/{organization_role_id}",
    response = Role,
    errors(401, 403, 404),
    incoming,
)]
pub struct GetOrganizationRole {
    /// The role to get.
    pub organization_role_id: RoleId,
}

/// Updates a role.
///
/// A new key is also applied to the organization settings that refer to the role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organization_roles/{organization_role_id}",
    response = Role,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct UpdateOrganizationRole {
    /// The role to update.
    pub organization_role_id: RoleId,
    /// The role's name, as users see it.
    pub name: Patch<String>,
    /// The role's key for code, in the same form as in [`CreateOrganizationRole`].
    pub key: Patch<String>,
    /// A description of the role.
    pub description: Patch<String>,
    /// The permissions that the role grants. They replace the old ones.
    pub permissions: Patch<Vec<PermissionId>>,
}

/// Deletes a role.
///
/// The role must not be in use: no member has it, no invitation offers it, and neither the creators
/// of organizations nor the people who join through a domain get it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organization_roles/{organization_role_id}",
    response = DeletedObject,
    errors(401, 403, 404, 422),
    incoming,
)]
pub struct DeleteOrganizationRole {
    /// The role to delete.
    pub organization_role_id: RoleId,
}

/// Adds a permission to a role. Fails with 409 if the role already has it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organization_roles/{organization_role_id}/permissions/{permission_id}",
    response = Role,
    errors(401, 403, 404, 409),
    incoming,
)]
pub struct AssignPermissionToOrganizationRole {
    /// The role that gets the permission.
    pub organization_role_id: RoleId,
    /// The permission to add.
    pub permission_id: PermissionId,
}

/// Removes a permission from a role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organization_roles/{organization_role_id}/permissions/{permission_id}",
    response = Role,
    errors(401, 403, 404, 422),
    incoming,
)]
pub struct RemovePermissionFromOrganizationRole {
    /// The role that loses the permission.
    pub organization_role_id: RoleId,
    /// The permission to remove.
    pub permission_id: PermissionId,
}

crate::endpoints! {
    ListOrganizationRoles,
    CreateOrganizationRole,
    GetOrganizationRole,
    UpdateOrganizationRole,
    DeleteOrganizationRole,
    AssignPermissionToOrganizationRole,
    RemovePermissionFromOrganizationRole,
}
