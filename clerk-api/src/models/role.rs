//! Roles in organizations, and the permissions that they give.

use clerk_core::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{PermissionId, RoleId};

/// A role that members of organizations have, with the permissions that it gives them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "role")]
#[non_exhaustive]
pub struct Role {
    /// The role's ID.
    pub id: RoleId,
    /// The name that people see.
    pub name: String,
    /// The name that code uses, such as `org:billing_manager`.
    pub key: String,
    /// What the role is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Whether who creates an organization can get this role in it.
    #[serde(default)]
    pub is_creator_eligible: bool,
    /// What members in this role may do.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// When the role was created.
    pub created_at: Timestamp,
    /// When the role last changed.
    pub updated_at: Timestamp,
}

/// A permission, which roles in organizations give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "permission")]
#[non_exhaustive]
pub struct Permission {
    /// The permission's ID.
    pub id: PermissionId,
    /// The name that people see.
    pub name: String,
    /// The name that code uses, such as `org:invoices:create`.
    pub key: String,
    /// What the permission allows.
    pub description: String,
    /// Whose it is: `system` for Clerk's own, `user` for those that the application defined.
    pub r#type: String,
    /// When the permission was created.
    pub created_at: Timestamp,
    /// When the permission last changed.
    pub updated_at: Timestamp,
}
