//! Organizations.

use clerk_core::{Json, Timestamp, lenient};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use crate::{OrganizationId, UserId};

/// An organization: users who work together under one name, each with a role.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization")]
#[non_exhaustive]
pub struct Organization {
    /// The organization's ID.
    pub id: OrganizationId,
    /// The organization's name, as users see it.
    pub name: String,
    /// The organization's slug for URLs, unique in the instance. `None` if it was created without
    /// one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The URL of the logo, or of an image that Clerk generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a logo was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The URL of the logo. Only the response to an upload contains it.
    #[deprecated(note = "use `image_url`")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// Number of members. Only responses to requests with `include_members_count` contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members_count: Option<u64>,
    /// Whether no member can administer the organization. Only responses to requests with
    /// `include_missing_member_with_elevated_permissions` contain it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_member_with_elevated_permissions: Option<bool>,
    /// Number of pending invitations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_invitations_count: Option<u64>,
    /// Maximum number of members. 0 means no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_allowed_memberships: Option<u64>,
    /// Whether the organization's admins may delete it from the frontend.
    #[serde(default)]
    pub admin_delete_enabled: bool,
    /// Application data that the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// The user who created the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// The key of the role set that defines the roles of the members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_set_key: Option<String>,
    /// When the organization was created.
    pub created_at: Timestamp,
    /// When the organization last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// When a member was last active in the organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Timestamp>,
}

#[cfg(feature = "testing")]
impl Organization {
    /// Returns an organization without a member limit, for tests. Change its fields as needed.
    #[must_use]
    #[allow(deprecated, reason = "a sample sets deprecated fields too")]
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
            max_allowed_memberships: Some(0),
            admin_delete_enabled: true,
            public_metadata: Some(json!({}).into()),
            private_metadata: Some(json!({}).into()),
            created_by: None,
            role_set_key: None,
            created_at,
            updated_at: Some(created_at),
            last_active_at: None,
        }
    }
}
