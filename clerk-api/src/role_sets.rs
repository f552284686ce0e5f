//! Role sets. Each organization has one, which defines the roles of its members.

use std::collections::BTreeMap;

use clerk_core::{Endpoint, Page, Patch, StringEnum, Timestamp, model};

pub use crate::models::{deleted::DeletedObject, role::RoleOrder};
use crate::{InstanceId, OrderBy, OrganizationId, RoleId, RoleSetId, RoleSetMigrationId};

/// Lists the role sets of the instance, newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/role_sets",
    response = Page<RoleSet>,
    errors(400, 401, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListRoleSets {
    /// Only the role set with this ID, and role sets whose name or key contains this text.
    pub query: Option<String>,
    /// The sort order. Server default: newest first.
    pub order_by: Option<OrderBy<RoleOrder>>,
    /// Maximum number of role sets, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of role sets to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a role set. Fails with 402 if the plan does not allow another role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets",
    response = RoleSet,
    errors(400, 401, 402, 403, 404, 422),
    incoming,
)]
pub struct CreateRoleSet {
    /// The role set's name, as users see it.
    pub name: String,
    /// The role set's key for code, unique in the instance: `role_set:`, then lowercase letters,
    /// digits and underscores. Server default: a key made from the name.
    pub key: Option<String>,
    /// A description of the role set.
    pub description: Option<String>,
    /// The key of the role of new members. It must be one of [`roles`](Self::roles).
    pub default_role_key: String,
    /// The key of the role of users who create an organization. It must be one of
    /// [`roles`](Self::roles).
    pub creator_role_key: String,
    /// Whether the role set is for new organizations.
    #[endpoint(rename = "type")]
    pub kind: Option<RoleSetType>,
    /// The keys of the roles, 1 to 10.
    pub roles: Vec<String>,
}

/// Gets a role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/role_sets/{role_set_key_or_id}",
    response = RoleSet,
    errors(401, 403, 404),
    incoming,
)]
pub struct GetRoleSet {
    /// The role set to get: its ID or its key.
    pub role_set_key_or_id: RoleSetId,
}

/// Updates a role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/role_sets/{role_set_key_or_id}",
    response = RoleSet,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct UpdateRoleSet {
    /// The role set to update: its ID or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The role set's name, as users see it.
    pub name: Patch<String>,
    /// The role set's key for code, in the same form as in [`CreateRoleSet`].
    pub key: Patch<String>,
    /// A description of the role set.
    pub description: Patch<String>,
    /// Whether the role set is for new organizations. [`Initial`](RoleSetType::Initial) makes the
    /// previous initial role set a custom one.
    #[endpoint(rename = "type")]
    pub kind: Patch<RoleSetType>,
    /// The key of the role of new members. It must be one of the set's roles.
    pub default_role_key: Patch<String>,
    /// The key of the role of users who create an organization. It must be one of the set's roles.
    pub creator_role_key: Patch<String>,
}

/// Replaces a role set with another: moves its organizations to the other one, then deletes it.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets/{role_set_key_or_id}/replace",
    response = DeletedObject,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct ReplaceRoleSet {
    /// The role set to delete: its ID or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The key of the role set to which the organizations move.
    pub dest_role_set_key: String,
    /// A map from the key of each old role to the key of its new role. Required for roles that
    /// members have and that the other role set does not contain.
    pub reassignment_mappings: Option<BTreeMap<String, String>>,
}

/// Adds roles to a role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets/{role_set_key_or_id}/roles",
    response = RoleSet,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct AddRolesToRoleSet {
    /// The role set that gets the roles: its ID or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The keys of the roles to add, 1 to 10.
    pub role_keys: Vec<String>,
    /// The key of the new role of new members. It must be one of [`role_keys`](Self::role_keys).
    pub default_role_key: Option<String>,
    /// The key of the new role of users who create an organization. It must be one of
    /// [`role_keys`](Self::role_keys).
    pub creator_role_key: Option<String>,
}

/// Replaces a role in a role set: gives its members another role and removes it from the set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets/{role_set_key_or_id}/roles/replace",
    response = RoleSet,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct ReplaceRoleInRoleSet {
    /// The role set that contains the role: its ID or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The key of the role to remove.
    pub role_key: String,
    /// The key of the members' new role.
    pub to_role_key: String,
}

crate::endpoints! {
    ListRoleSets,
    CreateRoleSet,
    GetRoleSet,
    UpdateRoleSet,
    ReplaceRoleSet,
    AddRolesToRoleSet,
    ReplaceRoleInRoleSet,
}

/// A set of roles for organizations.
#[model("role_set")]
pub struct RoleSet {
    /// The role set's ID.
    pub id: RoleSetId,
    /// The role set's name, as users see it.
    pub name: String,
    /// The role set's key for code, such as `role_set:default`.
    pub key: String,
    /// A description of the role set.
    #[lenient(nullable)]
    pub description: Option<String>,
    /// The roles.
    #[serde(default)]
    pub roles: Vec<RoleSetItem>,
    /// The role of new members.
    pub default_role: Option<RoleSetItem>,
    /// The role of users who create an organization.
    pub creator_role: Option<RoleSetItem>,
    /// Whether the role set is for new organizations.
    #[serde(rename = "type")]
    pub kind: Option<RoleSetType>,
    /// The migration of members that is in progress or enqueued, if any.
    pub role_set_migration: Option<RoleSetMigration>,
    /// When the role set was created.
    pub created_at: Timestamp,
    /// When the role set last changed.
    pub updated_at: Option<Timestamp>,
}

/// Whether a role set is for new organizations.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RoleSetType {
    /// New organizations get it. Exactly one role set of an instance is of this type.
    Initial,
    /// Only organizations that are assigned to it have it.
    Custom,
    /// An unknown type, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A role in a role set.
#[model("role_set_item")]
pub struct RoleSetItem {
    /// The role's ID.
    pub id: RoleId,
    /// The role's name, as users see it.
    pub name: String,
    /// The role's key for code, such as `org:admin`.
    pub key: String,
    /// A description of the role.
    #[lenient(nullable)]
    pub description: Option<String>,
    /// Number of members with this role through the role set.
    pub members_count: Option<u64>,
    /// Whether any member has this role through the role set.
    pub has_members: Option<bool>,
    /// When the role was created.
    pub created_at: Option<Timestamp>,
    /// When the role last changed.
    pub updated_at: Option<Timestamp>,
}

/// A migration of members from the roles of one role set to other roles.
#[model("role_set_migration")]
pub struct RoleSetMigration {
    /// The migration's ID.
    pub id: RoleSetMigrationId,
    /// The organization whose members migrate, if it is only one.
    pub organization_id: Option<OrganizationId>,
    /// The instance that the migration belongs to.
    pub instance_id: Option<InstanceId>,
    /// The role set that the members migrate from.
    pub source_role_set_id: Option<RoleSetId>,
    /// The role set that the members migrate to.
    pub dest_role_set_id: Option<RoleSetId>,
    /// The event that triggered the migration.
    pub trigger_type: Option<RoleSetMigrationTrigger>,
    /// The migration's status.
    pub status: RoleSetMigrationStatus,
    /// Number of members that were migrated so far.
    pub migrated_members: Option<u64>,
    /// A map from the key of each old role to the key of its new role.
    pub mappings: Option<BTreeMap<String, String>>,
    /// When the migration started.
    pub started_at: Option<Timestamp>,
    /// When the migration was completed.
    pub completed_at: Option<Timestamp>,
    /// When the migration was created.
    pub created_at: Timestamp,
    /// When the migration last changed.
    pub updated_at: Option<Timestamp>,
}

/// The event that triggers a migration of members.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RoleSetMigrationTrigger {
    /// Their role set is deleted.
    RoleSetDeletion,
    /// Their role is removed from the role set.
    RoleRemoval,
    /// An unknown event, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The status of a migration of members.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RoleSetMigrationStatus {
    /// The migration has not started yet.
    Enqueued,
    /// The migration is in progress.
    InProgress,
    /// The migration is completed.
    Completed,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
