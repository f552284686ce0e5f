//! Directories that provision users, and the roles that they assign to groups.

use std::collections::BTreeMap;

use clerk_core::{SecretString, Timestamp, model};

use super::{enterprise::CustomAttribute, role::Role};
use crate::{DirectoryId, EnterpriseConnectionId, GroupRoleMappingId};

/// A directory. Through it, an identity provider creates, updates and removes users.
#[model]
pub struct Directory {
    /// `directory`, or `scim_directory` in responses to operations under `/scim_directories`.
    pub object: Option<String>,
    /// The directory's ID. It is the same under `/directories` and `/scim_directories`.
    pub id: DirectoryId,
    /// The directory's display name.
    pub name: String,
    /// The connection through which the directory's users sign in.
    pub enterprise_connection_id: Option<EnterpriseConnectionId>,
    /// The URL to which the identity provider sends its users.
    pub endpoint_url: Option<String>,
    /// The identity provider.
    pub provider: Option<String>,
    /// Whether the directory accepts requests from the identity provider.
    #[serde(default)]
    pub enabled: bool,
    /// Whether groups assign roles in the organization to their members.
    #[serde(default)]
    pub group_role_mapping_enabled: bool,
    /// The path of each user attribute in the data that the identity provider sends.
    #[serde(default)]
    pub attribute_mapping: BTreeMap<String, String>,
    /// Custom attributes to import for each user.
    #[serde(default)]
    pub custom_attributes: Vec<CustomAttribute>,
    /// The key that the identity provider must send. Only the responses to the directory's creation
    /// and to a key rotation contain it.
    pub api_key: Option<SecretString>,
    /// When the directory was created.
    pub created_at: Timestamp,
    /// When the directory last changed.
    pub updated_at: Option<Timestamp>,
}

/// A group-to-role mapping: it assigns a role in the organization to the members of a group.
///
/// If a user is in several groups, the mapping with the lowest [`precedence`](Self::precedence)
/// wins.
#[model]
pub struct GroupRoleMapping {
    /// `directory_group_role_mapping`, or `scim_group_role_mapping` in responses to operations
    /// under `/scim_directories`.
    pub object: Option<String>,
    /// The mapping's ID.
    pub id: GroupRoleMappingId,
    /// The directory that the group belongs to.
    pub directory_id: DirectoryId,
    /// The older name of [`directory_id`](Self::directory_id), with the same value.
    pub scim_directory_id: Option<DirectoryId>,
    /// The group's ID at the identity provider.
    pub directory_group_id: String,
    /// The older name of [`directory_group_id`](Self::directory_group_id), with the same value.
    pub scim_group_id: Option<String>,
    /// The group's name at the identity provider.
    pub directory_group_display_name: Option<String>,
    /// The older name of [`directory_group_display_name`](Self::directory_group_display_name), with
    /// the same value.
    pub scim_group_display_name: Option<String>,
    /// The role of the group's members.
    pub role: Option<Role>,
    /// The mapping's precedence, from 1. The lowest number wins.
    pub precedence: Option<u64>,
    /// When the mapping was created.
    pub created_at: Timestamp,
    /// When the mapping last changed.
    pub updated_at: Option<Timestamp>,
}
