//! Organizations.

use clerk_core::{Json, Timestamp, model};

use crate::{OrganizationId, UserId};

/// An organization: users who work together under one name, each with a role.
#[model("organization")]
pub struct Organization {
    /// The organization's ID.
    pub id: OrganizationId,
    /// The organization's name, as users see it.
    pub name: String,
    /// The organization's slug for URLs, unique in the instance. `None` if it was created without
    /// one.
    pub slug: Option<String>,
    /// The URL of the logo, or of an image that Clerk generated.
    pub image_url: Option<String>,
    /// Whether a logo was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The URL of the logo. Only the response to an upload contains it.
    #[deprecated(note = "use `image_url`")]
    pub logo_url: Option<String>,
    /// Number of members. Only responses to requests with `include_members_count` contain it.
    pub members_count: Option<u64>,
    /// Whether no member can administer the organization. Only responses to requests with
    /// `include_missing_member_with_elevated_permissions` contain it.
    pub missing_member_with_elevated_permissions: Option<bool>,
    /// Number of pending invitations.
    pub pending_invitations_count: Option<u64>,
    /// Maximum number of members. 0 means no limit.
    pub max_allowed_memberships: Option<u64>,
    /// Whether the organization's admins may delete it from the frontend.
    #[serde(default)]
    pub admin_delete_enabled: bool,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    pub private_metadata: Option<Json>,
    /// The user who created the organization.
    pub created_by: Option<UserId>,
    /// The key of the role set that defines the roles of the members.
    pub role_set_key: Option<String>,
    /// When the organization was created.
    pub created_at: Timestamp,
    /// When the organization last changed.
    pub updated_at: Option<Timestamp>,
    /// When a member was last active in the organization.
    pub last_active_at: Option<Timestamp>,
}

crate::models::sample! {
    /// Returns an organization without a member limit, for tests. Change its fields as needed.
    Organization = {
        "id": "org_sample", "name": "Sample", "image_url": "https://img.example.com/org_sample",
        "max_allowed_memberships": 0, "admin_delete_enabled": true,
        "public_metadata": {}, "private_metadata": {}, "created_at": TIME, "updated_at": TIME,
    }
}
