//! Roles in organizations, and the permissions that they grant.

use clerk_core::{Timestamp, model};

use crate::{PermissionId, RoleId};

crate::order::order! {
    /// A sort field for roles, role sets and permissions.
    pub enum RoleOrder {
        /// When the item was created.
        CreatedAt,
        /// The name.
        Name,
        /// The key.
        Key,
    }
}

/// A role of organization members, with the permissions that it grants.
#[model("role")]
pub struct Role {
    /// The role's ID.
    pub id: RoleId,
    /// The role's name, as users see it.
    pub name: String,
    /// The role's key for code, such as `org:billing_manager`.
    pub key: String,
    /// A description of the role.
    #[lenient(nullable)]
    pub description: Option<String>,
    /// Whether the role can be the role of users who create an organization.
    #[serde(default)]
    pub is_creator_eligible: bool,
    /// The permissions that the role grants.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// When the role was created.
    pub created_at: Option<Timestamp>,
    /// When the role last changed.
    pub updated_at: Option<Timestamp>,
}

/// A permission that roles in organizations can grant.
#[model("permission")]
pub struct Permission {
    /// The permission's ID.
    pub id: PermissionId,
    /// The permission's name, as users see it.
    pub name: String,
    /// The permission's key for code, such as `org:invoices:create`.
    pub key: String,
    /// A description of the permission.
    pub description: Option<String>,
    /// Who defines the permission: `system` for Clerk, `user` for the application.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// When the permission was created.
    pub created_at: Option<Timestamp>,
    /// When the permission last changed.
    pub updated_at: Option<Timestamp>,
}
