//! Permissions that roles in organizations can grant.

use clerk_core::{Endpoint, Page};

pub use crate::models::{
    deleted::DeletedObject,
    role::{Permission, RoleOrder},
};
use crate::{OrderBy, PermissionId};

/// Lists the permissions of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_permissions",
    response = Page<Permission>,
    errors(401, 422),
    pages = offset,
    incoming,
)]
pub struct ListOrganizationPermissions {
    /// Only the permission with this ID, and permissions whose name or key contains this text.
    pub query: Option<String>,
    /// The sort order.
    pub order_by: Option<OrderBy<RoleOrder>>,
    /// Maximum number of permissions, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of permissions to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a custom permission.
///
/// Fails with 402 if the plan does not include custom permissions.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organization_permissions",
    response = Permission,
    errors(400, 401, 402, 404, 422),
    incoming,
)]
pub struct CreateOrganizationPermission {
    /// The permission's name, as users see it.
    pub name: String,
    /// The permission's key for code: `org:feature:action`. Both parts consist of lowercase
    /// letters, digits and underscores. Keys that begin with `org:sys_` are reserved for Clerk.
    pub key: String,
    /// A description of the permission.
    pub description: Option<String>,
}

/// Gets a permission.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_permissions/{permission_id}",
    response = Permission,
    errors(401, 404),
    incoming,
)]
pub struct GetOrganizationPermission {
    /// The permission to get.
    pub permission_id: PermissionId,
}

/// Updates a custom permission. Fails with 403 if the permission is one of Clerk's.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organization_permissions/{permission_id}",
    response = Permission,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct UpdateOrganizationPermission {
    /// The permission to update.
    pub permission_id: PermissionId,
    /// The permission's name, as users see it.
    pub name: Option<String>,
    /// The permission's key for code, in the same form as in [`CreateOrganizationPermission`].
    pub key: Option<String>,
    /// A description of the permission.
    pub description: Option<String>,
}

/// Deletes a custom permission. Fails with 403 if the permission is one of Clerk's.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organization_permissions/{permission_id}",
    response = DeletedObject,
    errors(401, 403, 404),
    incoming,
)]
pub struct DeleteOrganizationPermission {
    /// The permission to delete.
    pub permission_id: PermissionId,
}

crate::endpoints! {
    ListOrganizationPermissions,
    CreateOrganizationPermission,
    GetOrganizationPermission,
    UpdateOrganizationPermission,
    DeleteOrganizationPermission,
}
