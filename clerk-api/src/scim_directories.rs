//! SCIM directories, which provision users.
//!
//! They are the directories of `directories` under an older name, with the same IDs.

use std::collections::BTreeMap;

use clerk_core::Page;
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

pub use crate::models::{
    deleted::DeletedObject,
    directory::{Directory, GroupRoleMapping},
    enterprise::CustomAttribute,
    role::{Permission, Role},
};
use crate::{DirectoryId, EnterpriseConnectionId, GroupRoleMappingId, RoleId};

/// Lists the directories.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/scim_directories",
    response = Page<Directory>,
    operation = "ListSCIMDirectories",
    errors(401, 403),
    pages = offset,
)]
pub struct ListScimDirectories {
    /// How many directories at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many directories to skip. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates a directory for an enterprise connection.
///
/// The answer has the key that the identity provider must send, and only a rotation gives another.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/scim_directories",
    response = Directory,
    operation = "CreateSCIMDirectory",
    errors(400, 401, 403, 422),
)]
pub struct CreateScimDirectory {
    /// The connection through which the directory's users sign in.
    pub enterprise_connection_id: EnterpriseConnectionId,
    /// The name to display.
    pub name: Option<String>,
    /// The identity provider.
    pub provider: String,
    /// The roles that the directory's groups give.
    pub group_role_mappings: Option<Vec<NewGroupRoleMapping>>,
}

/// Gets a directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/scim_directories/{scim_directory_id}",
    response = Directory,
    operation = "GetSCIMDirectory",
    errors(401, 403, 404),
)]
pub struct GetScimDirectory {
    /// The directory to get.
    pub scim_directory_id: DirectoryId,
}

/// Changes a directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/scim_directories/{scim_directory_id}",
    response = Directory,
    operation = "UpdateSCIMDirectory",
    errors(400, 401, 403, 404, 422),
)]
pub struct UpdateScimDirectory {
    /// The directory to change.
    pub scim_directory_id: DirectoryId,
    /// The name to display.
    pub name: Option<String>,
    /// Whether the directory takes what the identity provider sends.
    pub enabled: Option<bool>,
    /// The identity provider.
    pub provider: Option<String>,
    /// Where attributes of a user are in what the identity provider sends. An attribute that is
    /// not named stays as it is, and one with `None` is removed.
    pub attribute_mapping: Option<BTreeMap<String, Option<String>>>,
    /// Whether groups give their members roles in the organization.
    pub group_role_mapping_enabled: Option<bool>,
}

/// Deletes a directory.
///
/// The identity provider's requests are refused from then on.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/scim_directories/{scim_directory_id}",
    response = DeletedObject,
    operation = "DeleteSCIMDirectory",
    errors(401, 403, 404),
)]
pub struct DeleteScimDirectory {
    /// The directory to delete.
    pub scim_directory_id: DirectoryId,
}

/// Gives a directory a new key, which only this answer has.
///
/// The old key works for a short time more, in which the identity provider can be given the new.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/scim_directories/{scim_directory_id}/rotate_api_key",
    response = Directory,
    operation = "RotateSCIMDirectoryAPIKey",
    errors(401, 403, 404),
)]
pub struct RotateScimDirectoryApiKey {
    /// The directory that gets a new key.
    pub scim_directory_id: DirectoryId,
}

/// Lists the roles that a directory's groups give, by precedence.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings",
    response = Page<GroupRoleMapping>,
    operation = "ListSCIMGroupRoleMappings",
    errors(401, 403, 404),
)]
pub struct ListScimGroupRoleMappings {
    /// The directory that has the groups.
    pub scim_directory_id: DirectoryId,
}

/// Gives the members of a group a role.
///
/// The directory must have the mapping of groups to roles turned on.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings",
    response = GroupRoleMapping,
    operation = "CreateSCIMGroupRoleMapping",
    errors(400, 401, 403, 404, 422),
)]
pub struct CreateScimGroupRoleMapping {
    /// The directory that has the group.
    pub scim_directory_id: DirectoryId,
    /// The group's ID at the identity provider.
    pub scim_group_id: String,
    /// The role that the group's members get.
    pub role_id: RoleId,
    /// The mapping's rank, from 1. Where a user is in several groups, the lowest counts. The
    /// server's default is the rank after the last.
    pub precedence: Option<u64>,
}

/// Replaces all the roles that a directory's groups give.
///
/// The directory must have the mapping of groups to roles turned on.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings",
    response = Page<GroupRoleMapping>,
    operation = "ReplaceSCIMGroupRoleMappings",
    errors(400, 401, 403, 404, 422),
)]
pub struct ReplaceScimGroupRoleMappings {
    /// The directory that has the groups.
    pub scim_directory_id: DirectoryId,
    /// The mappings by precedence, the one that counts most first. An empty list removes them all.
    pub mappings: Vec<GroupRole>,
}

/// Deletes the role that a group gives.
///
/// The directory must have the mapping of groups to roles turned on.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings/{mapping_id}",
    response = DeletedObject,
    operation = "DeleteSCIMGroupRoleMapping",
    errors(400, 401, 403, 404),
)]
pub struct DeleteScimGroupRoleMapping {
    /// The directory that has the group.
    pub scim_directory_id: DirectoryId,
    /// The mapping to delete.
    pub mapping_id: GroupRoleMappingId,
}

crate::endpoints! {
    ListScimDirectories, CreateScimDirectory, GetScimDirectory, UpdateScimDirectory, DeleteScimDirectory, RotateScimDirectoryApiKey,
    ListScimGroupRoleMappings, CreateScimGroupRoleMapping, ReplaceScimGroupRoleMappings, DeleteScimGroupRoleMapping,
}

/// A role that a group is to give, with the directory that is created.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewGroupRoleMapping {
    /// The group's ID at the identity provider.
    pub scim_group_id: String,
    /// The group's name, at most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scim_group_display_name: Option<String>,
    /// The role that the group's members get.
    pub role_id: RoleId,
    /// The mapping's rank, from 1. The server's default is its place in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precedence: Option<u64>,
}

impl NewGroupRoleMapping {
    /// Gives the members of a group a role.
    pub fn new(scim_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        Self {
            scim_group_id: scim_group_id.into(),
            scim_group_display_name: None,
            role_id: role_id.into(),
            precedence: None,
        }
    }
}

/// A role that a group is to give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRole {
    /// The group's ID at the identity provider.
    pub scim_group_id: String,
    /// The role that the group's members get.
    pub role_id: RoleId,
}

impl GroupRole {
    /// Gives the members of a group a role.
    pub fn new(scim_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        Self { scim_group_id: scim_group_id.into(), role_id: role_id.into() }
    }
}
