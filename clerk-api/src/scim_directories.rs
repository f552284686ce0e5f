//! SCIM directories, which provision users.
//!
//! This is the older name of the directories in `directories`. The IDs are the same.

use std::collections::BTreeMap;

use clerk_core::{Endpoint, Page, lenient};
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
    errors(401, 403),
    operation = "ListSCIMDirectories",
    pages = offset,
    incoming,
)]
pub struct ListScimDirectories {
    /// Maximum number of directories, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of directories to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a directory for an enterprise connection.
///
/// The response contains the key that the identity provider must send. To get a new key later, use
/// [`RotateScimDirectoryApiKey`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/scim_directories",
    response = Directory,
    errors(400, 401, 403, 422),
    operation = "CreateSCIMDirectory",
    incoming,
)]
pub struct CreateScimDirectory {
    /// The connection through which the directory's users sign in.
    pub enterprise_connection_id: EnterpriseConnectionId,
    /// The directory's display name.
    pub name: Option<String>,
    /// The identity provider.
    pub provider: String,
    /// The roles to assign to the members of the directory's groups.
    pub group_role_mappings: Option<Vec<NewGroupRoleMapping>>,
}

/// Gets a directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/scim_directories/{scim_directory_id}",
    response = Directory,
    errors(401, 403, 404),
    operation = "GetSCIMDirectory",
    incoming,
)]
pub struct GetScimDirectory {
    /// The directory to get.
    pub scim_directory_id: DirectoryId,
}

/// Updates a directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/scim_directories/{scim_directory_id}",
    response = Directory,
    errors(400, 401, 403, 404, 422),
    operation = "UpdateSCIMDirectory",
    incoming,
)]
pub struct UpdateScimDirectory {
    /// The directory to update.
    pub scim_directory_id: DirectoryId,
    /// The directory's display name.
    pub name: Option<String>,
    /// Whether the directory accepts requests from the identity provider.
    pub enabled: Option<bool>,
    /// The identity provider.
    pub provider: Option<String>,
    /// The paths of user attributes in the data that the identity provider sends. Attributes that
    /// are not listed keep their path. `None` removes an attribute.
    pub attribute_mapping: Option<BTreeMap<String, Option<String>>>,
    /// Whether groups assign roles in the organization to their members.
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
    errors(401, 403, 404),
    operation = "DeleteSCIMDirectory",
    incoming,
)]
pub struct DeleteScimDirectory {
    /// The directory to delete.
    pub scim_directory_id: DirectoryId,
}

/// Replaces the key of a directory. Only this response contains the new key.
///
/// The old key keeps working for a short time, so that you can give the new one to the identity
/// provider.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/scim_directories/{scim_directory_id}/rotate_api_key",
    response = Directory,
    errors(401, 403, 404),
    operation = "RotateSCIMDirectoryAPIKey",
    incoming,
)]
pub struct RotateScimDirectoryApiKey {
    /// The directory whose key to replace.
    pub scim_directory_id: DirectoryId,
}

/// Lists the group-to-role mappings of a directory, by precedence.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings",
    response = Page<GroupRoleMapping>,
    errors(401, 403, 404),
    operation = "ListSCIMGroupRoleMappings",
    incoming,
)]
pub struct ListScimGroupRoleMappings {
    /// The directory whose mappings to list.
    pub scim_directory_id: DirectoryId,
}

/// Assigns a role to the members of a group.
///
/// Group-to-role mapping must be enabled for the directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings",
    response = GroupRoleMapping,
    errors(400, 401, 403, 404, 422),
    operation = "CreateSCIMGroupRoleMapping",
    incoming,
)]
pub struct CreateScimGroupRoleMapping {
    /// The directory that the group belongs to.
    pub scim_directory_id: DirectoryId,
    /// The group's ID at the identity provider.
    pub scim_group_id: String,
    /// The role of the group's members.
    pub role_id: RoleId,
    /// The mapping's precedence, from 1. If a user is in several groups, the lowest number wins.
    /// Server default: one after the last mapping.
    pub precedence: Option<u64>,
}

/// Replaces all group-to-role mappings of a directory.
///
/// Group-to-role mapping must be enabled for the directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings",
    response = Page<GroupRoleMapping>,
    errors(400, 401, 403, 404, 422),
    operation = "ReplaceSCIMGroupRoleMappings",
    incoming,
)]
pub struct ReplaceScimGroupRoleMappings {
    /// The directory whose mappings to replace.
    pub scim_directory_id: DirectoryId,
    /// The mappings in order of precedence: the first one wins. An empty list removes all mappings.
    pub mappings: Vec<GroupRole>,
}

/// Deletes a group-to-role mapping.
///
/// Group-to-role mapping must be enabled for the directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/scim_directories/{scim_directory_id}/group_role_mappings/{mapping_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404),
    operation = "DeleteSCIMGroupRoleMapping",
    incoming,
)]
pub struct DeleteScimGroupRoleMapping {
    /// The directory that the mapping belongs to.
    pub scim_directory_id: DirectoryId,
    /// The mapping to delete.
    pub mapping_id: GroupRoleMappingId,
}

crate::endpoints! {
    ListScimDirectories,
    CreateScimDirectory,
    GetScimDirectory,
    UpdateScimDirectory,
    DeleteScimDirectory,
    RotateScimDirectoryApiKey,
    ListScimGroupRoleMappings,
    CreateScimGroupRoleMapping,
    ReplaceScimGroupRoleMappings,
    DeleteScimGroupRoleMapping,
}

/// A group-to-role mapping that is created together with its directory.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewGroupRoleMapping {
    /// The group's ID at the identity provider.
    pub scim_group_id: String,
    /// The group's name, at most 255 characters.
    pub scim_group_display_name: Option<String>,
    /// The role of the group's members.
    pub role_id: RoleId,
    /// The mapping's precedence, from 1. Server default: its position in the list.
    pub precedence: Option<u64>,
}

impl NewGroupRoleMapping {
    /// Creates a mapping from a group to a role.
    pub fn new(scim_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        Self {
            scim_group_id: scim_group_id.into(),
            scim_group_display_name: None,
            role_id: role_id.into(),
            precedence: None,
        }
    }
}

/// A group-to-role mapping that replaces the existing ones.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupRole {
    /// The group's ID at the identity provider.
    pub scim_group_id: String,
    /// The role of the group's members.
    pub role_id: RoleId,
}

impl GroupRole {
    /// Creates a mapping from a group to a role.
    pub fn new(scim_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        Self { scim_group_id: scim_group_id.into(), role_id: role_id.into() }
    }
}
