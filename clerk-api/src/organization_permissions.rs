//! Permissions, which roles in organizations give.

use clerk_core::Page;
use clerk_macros::CatalogueEndpoint as Endpoint;

use crate::PermissionId;
pub use crate::models::{deleted::DeletedObject, role::Permission};

/// Lists the permissions of the instance.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_permissions",
    response = Page<Permission>,
    errors(401, 422),
    pages = offset,
)]
pub struct ListOrganizationPermissions {
    /// Only the permission with this ID, and those whose name or key contains this text.
    pub query: Option<String>,
    /// The order: `created_at`, `name` or `key`, downwards with a leading `-`.
    pub order_by: Option<String>,
    /// How many permissions at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many permissions are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates a permission of the application's own.
///
/// It answers 402 where the plan has no custom permissions.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/organization_permissions",
    response = Permission,
    errors(400, 401, 402, 404, 422),
)]
pub struct CreateOrganizationPermission {
    /// The name that people see.
    pub name: String,
    /// The name that code uses: `org:feature:action`, both of lower-case letters, digits and
    /// underscores. `org:sys_` begins the keys of Clerk's own.
    pub key: String,
    /// What the permission allows.
    pub description: Option<String>,
}

/// Fetches a permission.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/organization_permissions/{permission_id}",
    response = Permission,
    errors(401, 404),
)]
pub struct GetOrganizationPermission {
    /// The permission.
    pub permission_id: PermissionId,
}

/// Changes a permission of the application's own. It answers 403 for one of Clerk's.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/organization_permissions/{permission_id}",
    response = Permission,
    errors(400, 401, 403, 404, 422),
)]
pub struct UpdateOrganizationPermission {
    /// The permission.
    pub permission_id: PermissionId,
    /// The name that people see.
    pub name: Option<String>,
    /// The name that code uses, in the form that [`CreateOrganizationPermission`] takes.
    pub key: Option<String>,
    /// What the permission allows.
    pub description: Option<String>,
}

/// Deletes a permission of the application's own. It answers 403 for one of Clerk's.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/organization_permissions/{permission_id}",
    response = DeletedObject,
    errors(401, 403, 404),
)]
pub struct DeleteOrganizationPermission {
    /// The permission.
    pub permission_id: PermissionId,
}

crate::endpoints! {
    ListOrganizationPermissions,
    CreateOrganizationPermission,
    GetOrganizationPermission,
    UpdateOrganizationPermission,
    DeleteOrganizationPermission,
}
