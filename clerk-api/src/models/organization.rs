//! Organizations.

use clerk_core::{Json, Timestamp};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use crate::{OrganizationId, UserId};

/// An organization: users who work together under one name, each with a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization")]
#[non_exhaustive]
pub struct Organization {
    /// The organization's ID.
    pub id: OrganizationId,
    /// The name that people see.
    pub name: String,
    /// The name that URLs carry, unique in the instance. An organization that was created without
    /// one has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The address of the logo, or of an image that Clerk made in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a logo was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The address of the logo. Only an answer to an upload has it.
    #[deprecated(note = "use `image_url`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// How many members it has. Only answers to requests with `include_members_count` say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members_count: Option<u64>,
    /// Whether no member can administer it. Only answers to requests with
    /// `include_missing_member_with_elevated_permissions` say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_member_with_elevated_permissions: Option<bool>,
    /// How many invitations wait to be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_invitations_count: Option<u64>,
    /// How many members it may have; 0 where there is no limit.
    pub max_allowed_memberships: u64,
    /// Whether its administrators may delete it from the frontend.
    #[serde(default)]
    pub admin_delete_enabled: bool,
    /// The application's own data, which the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// The application's own data, which only the backend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// The user who created it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// The key of the set from which its members have their roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_set_key: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When a member was last active in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Timestamp>,
}

#[cfg(feature = "testing")]
impl Organization {
    /// An organization without a limit of members, for tests. Change its fields as the test needs them.
    #[must_use]
    #[allow(deprecated, reason = "a model has its deprecated fields, too")]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "org_sample".into(),
            name: "Sample".to_owned(),
            slug: None,
            image_url: Some("https://img.example.com/org_sample".to_owned()),
            has_image: false,
            logo_url: None,
            members_count: None,
            missing_member_with_elevated_permissions: None,
            pending_invitations_count: None,
            max_allowed_memberships: 0,
            admin_delete_enabled: true,
            public_metadata: Some(json!({}).into()),
            private_metadata: Some(json!({}).into()),
            created_by: None,
            role_set_key: None,
            created_at,
            updated_at: created_at,
            last_active_at: None,
        }
    }
}
