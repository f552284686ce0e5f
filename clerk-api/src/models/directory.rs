//! A directory that provisions users, and the roles that its groups give.

use std::collections::BTreeMap;

use clerk_core::{SecretString, Timestamp};
use serde::{Deserialize, Serialize};

use super::{enterprise::CustomAttribute, role::Role};
use crate::{DirectoryId, EnterpriseConnectionId, GroupRoleMappingId};

/// A directory, through which an identity provider creates, updates and removes users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Directory {
    /// `directory`, or `scim_directory` where the operation is one of `scim_directories`.
    pub object: String,
    /// The directory's ID, which is the same under both names.
    pub id: DirectoryId,
    /// The name to display.
    pub name: String,
    /// The connection through which the directory's users sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_connection_id: Option<EnterpriseConnectionId>,
    /// The address to which the identity provider sends its users.
    pub endpoint_url: String,
    /// The identity provider.
    pub provider: String,
    /// Whether the directory takes what the identity provider sends.
    #[serde(default)]
    pub enabled: bool,
    /// Whether groups give their members roles in the organization.
    #[serde(default)]
    pub group_role_mapping_enabled: bool,
    /// Where each attribute of a user is in what the identity provider sends.
    #[serde(default)]
    pub attribute_mapping: BTreeMap<String, String>,
    /// The attributes of the application's own that users bring along.
    #[serde(default)]
    pub custom_attributes: Vec<CustomAttribute>,
    /// The key that the identity provider sends. Only the answers to the directory's creation and
    /// to a rotation have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_key: Option<SecretString>,
    /// When the directory was created.
    pub created_at: Timestamp,
    /// When the directory last changed.
    pub updated_at: Timestamp,
}

/// The role in the organization that the members of a group have.
///
/// Where a user is in several groups, the mapping with the lowest precedence counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GroupRoleMapping {
    /// `directory_group_role_mapping`, or `scim_group_role_mapping` where the operation is one of
    /// `scim_directories`.
    pub object: String,
    /// The mapping's ID.
    pub id: GroupRoleMappingId,
    /// The directory that has the group.
    pub directory_id: DirectoryId,
    /// The older name of [`directory_id`](Self::directory_id), with the same value.
    pub scim_directory_id: DirectoryId,
    /// The group's ID at the identity provider.
    pub directory_group_id: String,
    /// The older name of [`directory_group_id`](Self::directory_group_id), with the same value.
    pub scim_group_id: String,
    /// The group's name, as the identity provider gives it.
    pub directory_group_display_name: String,
    /// The older name of [`directory_group_display_name`](Self::directory_group_display_name), with
    /// the same value.
    pub scim_group_display_name: String,
    /// The role that the group's members have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The mapping's rank, from 1. A lower one counts more.
    pub precedence: u64,
    /// When the mapping was created.
    pub created_at: Timestamp,
    /// When the mapping last changed.
    pub updated_at: Timestamp,
}
