//! Directories that provision users for an enterprise connection.

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
    path = "/directories",
    response = Page<Directory>,
    errors(401, 403),
    pages = offset,
    incoming,
)]
pub struct ListDirectories {
    /// Maximum number of directories, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of directories to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a directory for an enterprise connection.
///
/// The response contains the key that the identity provider must send. To get a new key later, use
/// [`RotateDirectoryApiKey`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/directories",
    response = Directory,
    errors(400, 401, 403, 422),
    incoming,
)]
pub struct CreateDirectory {
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
    path = "/directories/{directory_id}",
    response = Directory,
    errors(401, 403, 404),
    incoming,
)]
pub struct GetDirectory {
    /// The directory to get.
    pub directory_id: DirectoryId,
}

/// Updates a directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/directories/{directory_id}",
    response = Directory,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct UpdateDirectory {
    /// The directory to update.
    pub directory_id: DirectoryId,
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
    path = "/directories/{directory_id}",
    response = DeletedObject,
    errors(401, 403, 404),
    incoming,
)]
pub struct DeleteDirectory {
    /// The directory to delete.
    pub directory_id: DirectoryId,
}

/// Replaces the key of a directory. Only this response contains the new key.
///
/// The old key keeps working for a short time, so that you can give the new one to the identity
/// provider.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/directories/{directory_id}/rotate_api_key",
    response = Directory,
    errors(401, 403, 404),
    operation = "RotateDirectoryAPIKey",
    incoming,
)]
pub struct RotateDirectoryApiKey {
    /// The directory whose key to replace.
    pub directory_id: DirectoryId,
}

/// Lists the group-to-role mappings of a directory, by precedence.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/directories/{directory_id}/group_role_mappings",
    response = Page<GroupRoleMapping>,
    errors(401, 403, 404),
    incoming,
)]
pub struct ListDirectoryGroupRoleMappings {
    /// The directory whose mappings to list.
    pub directory_id: DirectoryId,
}

/// Assigns a role to the members of a group.
///
/// Group-to-role mapping must be enabled for the directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/directories/{directory_id}/group_role_mappings",
    response = GroupRoleMapping,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct CreateDirectoryGroupRoleMapping {
    /// The directory that the group belongs to.
    pub directory_id: DirectoryId,
    /// The group's ID at the identity provider. Required, either here or under the older name.
    pub directory_group_id: Option<String>,
    /// The older name of [`directory_group_id`](Self::directory_group_id). The server refuses two
    /// different values.
    pub scim_group_id: Option<String>,
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
    path = "/directories/{directory_id}/group_role_mappings",
    response = Page<GroupRoleMapping>,
    errors(400, 401, 403, 404, 422),
    incoming,
)]
pub struct ReplaceDirectoryGroupRoleMappings {
    /// The directory whose mappings to replace.
    pub directory_id: DirectoryId,
    /// The mappings in order of precedence: the first one wins. An empty list removes all mappings.
    pub mappings: Vec<GroupRole>,
}

/// Deletes a group-to-role mapping.
///
/// Group-to-role mapping must be enabled for the directory.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/directories/{directory_id}/group_role_mappings/{mapping_id}",
    response = DeletedObject,
    errors(400, 401, 403, 404),
    incoming,
)]
pub struct DeleteDirectoryGroupRoleMapping {
    /// The directory that the mapping belongs to.
    pub directory_id: DirectoryId,
    /// The mapping to delete.
    pub mapping_id: GroupRoleMappingId,
}

crate::endpoints! {
    ListDirectories,
    CreateDirectory,
    GetDirectory,
    UpdateDirectory,
    DeleteDirectory,
    RotateDirectoryApiKey,
    ListDirectoryGroupRoleMappings,
    CreateDirectoryGroupRoleMapping,
    ReplaceDirectoryGroupRoleMappings,
    DeleteDirectoryGroupRoleMapping,
}

/// A group-to-role mapping that is created together with its directory.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewGroupRoleMapping {
    /// The group's ID at the identity provider. Required, either here or under the older name.
    pub directory_group_id: Option<String>,
    /// The older name of [`directory_group_id`](Self::directory_group_id). The server refuses two
    /// different values.
    pub scim_group_id: Option<String>,
    /// The group's name, at most 255 characters.
    pub directory_group_display_name: Option<String>,
    /// The older name of [`directory_group_display_name`](Self::directory_group_display_name). The
    /// server refuses two different values.
    pub scim_group_display_name: Option<String>,
    /// The role of the group's members.
    pub role_id: RoleId,
    /// The mapping's precedence, from 1. Server default: its position in the list.
    pub precedence: Option<u64>,
}

impl NewGroupRoleMapping {
    /// Creates a mapping from a group to a role.
    pub fn new(directory_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        Self {
            directory_group_id: Some(directory_group_id.into()),
            scim_group_id: None,
            directory_group_display_name: None,
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
    /// The group's ID at the identity provider. Required, either here or under the older name.
    pub directory_group_id: Option<String>,
    /// The older name of [`directory_group_id`](Self::directory_group_id). The server refuses two
    /// different values.
    pub scim_group_id: Option<String>,
    /// The role of the group's members.
    pub role_id: RoleId,
}

impl GroupRole {
    /// Creates a mapping from a group to a role.
    pub fn new(directory_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        Self {
            directory_group_id: Some(directory_group_id.into()),
            scim_group_id: None,
            role_id: role_id.into(),
        }
    }
}
