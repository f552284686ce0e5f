//! Directories that provision users for an enterprise connection.
//!
//! The API has each operation twice: under `/directories`, and under the older name
//! `/scim_directories`. Both have the same directories with the same IDs.

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

/// Declares the operations on directories under one of their two names. Each has its type, its path,
/// and its name in the API's description.
macro_rules! operations {
    (
        id = $id:ident,
        group = { $($group:tt)* },
        list = $list:ident $list_path:literal $list_operation:literal,
        create = $create:ident $create_path:literal $create_operation:literal,
        get = $get:ident $get_path:literal $get_operation:literal,
        update = $update:ident $update_path:literal $update_operation:literal,
        delete = $delete:ident $delete_path:literal $delete_operation:literal,
        rotate = $rotate:ident $rotate_path:literal $rotate_operation:literal,
        list_mappings =
            $list_mappings:ident $list_mappings_path:literal $list_mappings_operation:literal,
        create_mapping =
            $create_mapping:ident $create_mapping_path:literal $create_mapping_operation:literal,
        replace_mappings =
            $replace_mappings:ident $replace_mappings_path:literal
            $replace_mappings_operation:literal,
        delete_mapping =
            $delete_mapping:ident $delete_mapping_path:literal $delete_mapping_operation:literal,
    ) => {
        /// Lists the directories.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = GET,
            path = $list_path,
            response = Page<Directory>,
            errors(401, 403),
            pages = offset,
            operation = $list_operation,
            incoming,
        )]
        pub struct $list {
            /// Maximum number of directories, 1 to 500. Server default: 10.
            pub limit: Option<u32>,
            /// Number of directories to skip. Server default: 0.
            pub offset: Option<u64>,
        }

        /// Creates a directory for an enterprise connection.
        ///
        /// The response contains the key that the identity provider must send. To get a new key later,
        #[doc = concat!("use [`", stringify!($rotate), "`].")]
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = POST,
            path = $create_path,
            response = Directory,
            errors(400, 401, 403, 422),
            operation = $create_operation,
            incoming,
        )]
        pub struct $create {
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
            path = $get_path,
            response = Directory,
            errors(401, 403, 404),
            operation = $get_operation,
            incoming,
        )]
        pub struct $get {
            /// The directory to get.
            pub $id: DirectoryId,
        }

        /// Updates a directory.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = PATCH,
            path = $update_path,
            response = Directory,
            errors(400, 401, 403, 404, 422),
            operation = $update_operation,
            incoming,
        )]
        pub struct $update {
            /// The directory to update.
            pub $id: DirectoryId,
            /// The directory's display name.
            pub name: Option<String>,
            /// Whether the directory accepts requests from the identity provider.
            pub enabled: Option<bool>,
            /// The identity provider.
            pub provider: Option<String>,
            /// The paths of user attributes in the data that the identity provider sends. Attributes
            /// that are not listed keep their path. `None` removes an attribute.
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
            path = $delete_path,
            response = DeletedObject,
            errors(401, 403, 404),
            operation = $delete_operation,
            incoming,
        )]
        pub struct $delete {
            /// The directory to delete.
            pub $id: DirectoryId,
        }

        /// Replaces the key of a directory. Only this response contains the new key.
        ///
        /// The old key keeps working for a short time, so that you can give the new one to the
        /// identity provider.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = POST,
            path = $rotate_path,
            response = Directory,
            errors(401, 403, 404),
            operation = $rotate_operation,
            incoming,
        )]
        pub struct $rotate {
            /// The directory whose key to replace.
            pub $id: DirectoryId,
        }

        /// Lists the group-to-role mappings of a directory, by precedence.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = GET,
            path = $list_mappings_path,
            response = Page<GroupRoleMapping>,
            errors(401, 403, 404),
            operation = $list_mappings_operation,
            incoming,
        )]
        pub struct $list_mappings {
            /// The directory whose mappings to list.
            pub $id: DirectoryId,
        }

        /// Assigns a role to the members of a group.
        ///
        /// Group-to-role mapping must be enabled for the directory.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = POST,
            path = $create_mapping_path,
            response = GroupRoleMapping,
            errors(400, 401, 403, 404, 422),
            operation = $create_mapping_operation,
            incoming,
        )]
        pub struct $create_mapping {
            /// The directory that the group belongs to.
            pub $id: DirectoryId,
            $($group)*
            /// The role of the group's members.
            pub role_id: RoleId,
            /// The mapping's precedence, from 1. If a user is in several groups, the lowest number
            /// wins. Server default: one after the last mapping.
            pub precedence: Option<u64>,
        }

        /// Replaces all group-to-role mappings of a directory.
        ///
        /// Group-to-role mapping must be enabled for the directory.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = PUT,
            path = $replace_mappings_path,
            response = Page<GroupRoleMapping>,
            errors(400, 401, 403, 404, 422),
            operation = $replace_mappings_operation,
            incoming,
        )]
        pub struct $replace_mappings {
            /// The directory whose mappings to replace.
            pub $id: DirectoryId,
            /// The mappings in order of precedence: the first one wins. An empty list removes all
            /// mappings.
            pub mappings: Vec<GroupRole>,
        }

        /// Deletes a group-to-role mapping.
        ///
        /// Group-to-role mapping must be enabled for the directory.
        #[derive(Clone, Debug, PartialEq, Endpoint)]
        #[endpoint(
            method = DELETE,
            path = $delete_mapping_path,
            response = DeletedObject,
            errors(400, 401, 403, 404),
            operation = $delete_mapping_operation,
            incoming,
        )]
        pub struct $delete_mapping {
            /// The directory that the mapping belongs to.
            pub $id: DirectoryId,
            /// The mapping to delete.
            pub mapping_id: GroupRoleMappingId,
        }
    };
}

operations! {
    id = directory_id,
    group = {
        /// The group's ID at the identity provider. Required, either here or under the older name.
        pub directory_group_id: Option<String>,
        /// The older name of [`directory_group_id`](Self::directory_group_id). The server refuses
        /// two different values.
        pub scim_group_id: Option<String>,
    },
    list = ListDirectories "/directories" "ListDirectories",
    create = CreateDirectory "/directories" "CreateDirectory",
    get = GetDirectory "/directories/{directory_id}" "GetDirectory",
    update = UpdateDirectory "/directories/{directory_id}" "UpdateDirectory",
    delete = DeleteDirectory "/directories/{directory_id}" "DeleteDirectory",
    rotate = RotateDirectoryApiKey
        "/directories/{directory_id}/rotate_api_key" "RotateDirectoryAPIKey",
    list_mappings = ListDirectoryGroupRoleMappings
        "/directories/{directory_id}/group_role_mappings" "ListDirectoryGroupRoleMappings",
    create_mapping = CreateDirectoryGroupRoleMapping
        "/directories/{directory_id}/group_role_mappings" "CreateDirectoryGroupRoleMapping",
    replace_mappings = ReplaceDirectoryGroupRoleMappings
        "/directories/{directory_id}/group_role_mappings" "ReplaceDirectoryGroupRoleMappings",
    delete_mapping = DeleteDirectoryGroupRoleMapping
        "/directories/{directory_id}/group_role_mappings/{mapping_id}"
        "DeleteDirectoryGroupRoleMapping",
}

operations! {
    id = scim_directory_id,
    group = {
        /// The group's ID at the identity provider.
        pub scim_group_id: String,
    },
    list = ListScimDirectories "/scim_directories" "ListSCIMDirectories",
    create = CreateScimDirectory "/scim_directories" "CreateSCIMDirectory",
    get = GetScimDirectory "/scim_directories/{scim_directory_id}" "GetSCIMDirectory",
    update = UpdateScimDirectory "/scim_directories/{scim_directory_id}" "UpdateSCIMDirectory",
    delete = DeleteScimDirectory "/scim_directories/{scim_directory_id}" "DeleteSCIMDirectory",
    rotate = RotateScimDirectoryApiKey
        "/scim_directories/{scim_directory_id}/rotate_api_key" "RotateSCIMDirectoryAPIKey",
    list_mappings = ListScimGroupRoleMappings
        "/scim_directories/{scim_directory_id}/group_role_mappings" "ListSCIMGroupRoleMappings",
    create_mapping = CreateScimGroupRoleMapping
        "/scim_directories/{scim_directory_id}/group_role_mappings" "CreateSCIMGroupRoleMapping",
    replace_mappings = ReplaceScimGroupRoleMappings
        "/scim_directories/{scim_directory_id}/group_role_mappings" "ReplaceSCIMGroupRoleMappings",
    delete_mapping = DeleteScimGroupRoleMapping
        "/scim_directories/{scim_directory_id}/group_role_mappings/{mapping_id}"
        "DeleteSCIMGroupRoleMapping",
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

    /// Creates a mapping with the group's older name, for the operations under `/scim_directories`.
    pub fn scim(scim_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        let scim_group_id = Some(scim_group_id.into());
        Self { directory_group_id: None, scim_group_id, ..Self::new("", role_id) }
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

    /// Creates a mapping with the group's older name, for the operations under `/scim_directories`.
    pub fn scim(scim_group_id: impl Into<String>, role_id: impl Into<RoleId>) -> Self {
        let scim_group_id = Some(scim_group_id.into());
        Self { directory_group_id: None, scim_group_id, role_id: role_id.into() }
    }
}
