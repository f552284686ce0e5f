//! Roles that members of organizations have.

use clerk_core::{Page, Patch};
use clerk_macros::CatalogueEndpoint as Endpoint;

pub use crate::models::{
    deleted::DeletedObject,
    role::{Permission, Role},
};
use crate::{PermissionId, RoleId};

/// Lists the roles of the instance, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_roles",
    response = Page<Role>,
    errors(400, 401, 403, 422),
    pages = offset,
)]
pub struct ListOrganizationRoles {
    /// Only the role with this ID, and those whose name or key contains this text.
    pub query: Option<String>,
    /// The order: `created_at`, `name` or `key`, downwards with a leading `-`. The server's default
    /// is `-created_at`.
    pub order_by: Option<String>,
    /// How many roles at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many roles are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates a role. It answers 402 where the plan has no custom roles.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organization_roles",
    response = Role,
    errors(400, 401, 402, 403, 404, 422),
)]
pub struct CreateOrganizationRole {
    /// The name that people see.
    pub name: String,
    /// The name that code uses, unique in the instance: `org:` and then lower-case letters, digits
    /// and underscores.
    pub key: String,
    /// What the role is for.
    pub description: Patch<String>,
    /// The permissions that it gives.
    pub permissions: Patch<Vec<PermissionId>>,
    /// Whether it joins the set of roles that new organizations have.
    pub include_in_initial_role_set: Patch<bool>,
}

/// Fetches a role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_roles/{organization_role_id}",
    response = Role,
    errors(401, 403, 404),
)]
pub struct GetOrganizationRole {
    /// The role.
    pub organization_role_id: RoleId,
}

/// Changes a role.
///
/// A new key also goes to the organization settings that name the role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organization_roles/{organization_role_id}",
    response = Role,
    errors(400, 401, 403, 404, 422),
)]
pub struct UpdateOrganizationRole {
    /// The role.
    pub organization_role_id: RoleId,
    /// The name that people see.
    pub name: Patch<String>,
    /// The name that code uses, in the form that [`CreateOrganizationRole`] takes.
    pub key: Patch<String>,
    /// What the role is for.
    pub description: Patch<String>,
    /// All permissions that it gives from now on.
    pub permissions: Patch<Vec<PermissionId>>,
}

/// Deletes a role.
///
/// That needs a role that no member has, no invitation offers, and neither creators nor people who
/// join by a domain get.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organization_roles/{organization_role_id}",
    response = DeletedObject,
    errors(401, 403, 404, 422),
)]
pub struct DeleteOrganizationRole {
    /// The role.
    pub organization_role_id: RoleId,
}

/// Adds a permission to a role. It answers 409 where the role has it already.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organization_roles/{organization_role_id}/permissions/{permission_id}",
    response = Role,
    errors(401, 403, 404, 409),
)]
pub struct AssignPermissionToOrganizationRole {
    /// The role.
    pub organization_role_id: RoleId,
    /// The permission.
    pub permission_id: PermissionId,
}

/// Takes a permission away from a role.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organization_roles/{organization_role_id}/permissions/{permission_id}",
    response = Role,
    errors(401, 403, 404, 422),
)]
pub struct RemovePermissionFromOrganizationRole {
    /// The role.
    pub organization_role_id: RoleId,
    /// The permission.
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
