//! Sets of roles. Each organization has one, and its members have their roles from it.

use std::collections::BTreeMap;

use clerk_core::{Page, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

pub use crate::models::deleted::DeletedObject;
use crate::{InstanceId, OrganizationId, RoleId, RoleSetId, RoleSetMigrationId};

/// Lists the role sets of the instance, the newest first.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/role_sets",
    response = Page<RoleSet>,
    errors(400, 401, 403, 422),
    pages = offset,
)]
pub struct ListRoleSets {
    /// Only the role set with this ID, and those whose name or key contains this text.
    pub query: Option<String>,
    /// The order: `created_at`, `name` or `key`, downwards with a leading `-`. The server's default
    /// is `-created_at`.
    pub order_by: Option<String>,
    /// How many role sets at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many role sets are passed over first. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates a role set. It answers 402 where the plan has no further role sets.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets",
    response = RoleSet,
    errors(400, 401, 402, 403, 404, 422),
)]
pub struct CreateRoleSet {
    /// The name that people see.
    pub name: String,
    /// The name that code uses, unique in the instance: `role_set:` and then lower-case letters,
    /// digits and underscores. Without one the server makes it from the name.
    pub key: Option<String>,
    /// What the role set is for.
    pub description: Patch<String>,
    /// The key of the role that new members get, one of `roles`.
    pub default_role_key: String,
    /// The key of the role that creators of organizations get, one of `roles`.
    pub creator_role_key: String,
    /// Whether new organizations have it.
    pub r#type: Option<RoleSetType>,
    /// The keys of its roles, from 1 to 10.
    pub roles: Vec<String>,
}

/// Fetches a role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/role_sets/{role_set_key_or_id}",
    response = RoleSet,
    errors(401, 403, 404),
)]
pub struct GetRoleSet {
    /// The role set's ID, or its key.
    pub role_set_key_or_id: RoleSetId,
}

/// Changes a role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/role_sets/{role_set_key_or_id}",
    response = RoleSet,
    errors(400, 401, 403, 404, 422),
)]
pub struct UpdateRoleSet {
    /// The role set's ID, or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The name that people see.
    pub name: Patch<String>,
    /// The name that code uses, in the form that [`CreateRoleSet`] takes.
    pub key: Patch<String>,
    /// What the role set is for.
    pub description: Patch<String>,
    /// `Initial` lets new organizations have it; the role set that they had so far becomes a
    /// custom one.
    pub r#type: Patch<RoleSetType>,
    /// The key of the role that new members get, one of the set's.
    pub default_role_key: Patch<String>,
    /// The key of the role that creators of organizations get, one of the set's.
    pub creator_role_key: Patch<String>,
}

/// Deletes a role set, and moves its organizations to another.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets/{role_set_key_or_id}/replace",
    response = DeletedObject,
    errors(400, 401, 403, 404, 422),
)]
pub struct ReplaceRoleSet {
    /// The role set's ID, or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The key of the role set that the organizations move to.
    pub dest_role_set_key: String,
    /// The key of the new role for the key of each old one. Needed for roles that members have and
    /// the other set lacks.
    pub reassignment_mappings: Option<BTreeMap<String, String>>,
}

/// Adds roles to a role set.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets/{role_set_key_or_id}/roles",
    response = RoleSet,
    errors(400, 401, 403, 404, 422),
)]
pub struct AddRolesToRoleSet {
    /// The role set's ID, or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The keys of the roles, from 1 to 10.
    pub role_keys: Vec<String>,
    /// The key of the role that new members get from now on, one of those added.
    pub default_role_key: Option<String>,
    /// The key of the role that creators of organizations get from now on, one of those added.
    pub creator_role_key: Option<String>,
}

/// Removes a role from a role set, and gives its members another in the same step.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/role_sets/{role_set_key_or_id}/roles/replace",
    response = RoleSet,
    errors(400, 401, 403, 404, 422),
)]
pub struct ReplaceRoleInRoleSet {
    /// The role set's ID, or its key.
    pub role_set_key_or_id: RoleSetId,
    /// The key of the role that is removed.
    pub role_key: String,
    /// The key of the role that its members get.
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

/// A set of roles that organizations have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "role_set")]
#[non_exhaustive]
pub struct RoleSet {
    /// The role set's ID.
    pub id: RoleSetId,
    /// The name that people see.
    pub name: String,
    /// The name that code uses, such as `role_set:default`.
    pub key: String,
    /// What the role set is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The roles.
    #[serde(default)]
    pub roles: Vec<RoleSetItem>,
    /// The role that new members get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_role: Option<RoleSetItem>,
    /// The role that creators of organizations get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator_role: Option<RoleSetItem>,
    /// Whether new organizations have it.
    pub r#type: RoleSetType,
    /// The migration of members that is under way, or about to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_set_migration: Option<RoleSetMigration>,
    /// When the role set was created.
    pub created_at: Timestamp,
    /// When the role set last changed.
    pub updated_at: Timestamp,
}

/// Whether new organizations have a role set.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RoleSetType {
    /// New organizations have it. One role set of an instance is of this type.
    Initial,
    /// Organizations have it that were given it.
    Custom,
    /// A type that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A role in a role set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "role_set_item")]
#[non_exhaustive]
pub struct RoleSetItem {
    /// The role's ID.
    pub id: RoleId,
    /// The name that people see.
    pub name: String,
    /// The name that code uses, such as `org:admin`.
    pub key: String,
    /// What the role is for.
    #[serde(default)]
    pub description: Option<String>,
    /// How many members have the role by this set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members_count: Option<u64>,
    /// Whether any member has the role by this set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_members: Option<bool>,
    /// When the role was created.
    pub created_at: Timestamp,
    /// When the role last changed.
    pub updated_at: Timestamp,
}

/// A migration of members from the roles of one set to other roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "role_set_migration")]
#[non_exhaustive]
pub struct RoleSetMigration {
    /// The migration's ID.
    pub id: RoleSetMigrationId,
    /// The organization, where it concerns only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The instance.
    pub instance_id: InstanceId,
    /// The role set that members come from.
    pub source_role_set_id: RoleSetId,
    /// The role set that members go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dest_role_set_id: Option<RoleSetId>,
    /// What it was started by.
    pub trigger_type: RoleSetMigrationTrigger,
    /// How far it is.
    pub status: RoleSetMigrationStatus,
    /// How many members have been migrated so far.
    pub migrated_members: u64,
    /// The key of the new role for the key of each old one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mappings: Option<BTreeMap<String, String>>,
    /// When it started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What starts a migration of members.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RoleSetMigrationTrigger {
    /// Their role set is deleted.
    RoleSetDeletion,
    /// Their role leaves the role set.
    RoleRemoval,
    /// Something that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// How far a migration of members is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RoleSetMigrationStatus {
    /// It waits for its turn.
    Enqueued,
    /// It is under way.
    InProgress,
    /// It is done.
    Completed,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
