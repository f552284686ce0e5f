//! Memberships of organizations.

use clerk_core::{Json, Timestamp};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use super::organization::Organization;
use crate::{OrganizationMembershipId, UserId};

/// One user's membership of one organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_membership")]
#[non_exhaustive]
pub struct OrganizationMembership {
    /// The membership's ID.
    pub id: OrganizationMembershipId,
    /// The key of the member's role, such as `org:admin`.
    pub role: String,
    /// The name of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// The keys of the permissions that the role gives. Some answers leave them out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// The application's own data, which the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// The application's own data, which only the backend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// The organization.
    pub organization: Organization,
    /// The member, as the other members see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_user_data: Option<PublicUserData>,
    /// When the user became a member.
    pub created_at: Timestamp,
    /// When the membership last changed.
    pub updated_at: Timestamp,
}

/// What the members of an organization see of one another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicUserData {
    /// The user.
    pub user_id: UserId,
    /// The user's first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The user's last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The address of the profile image.
    #[deprecated(note = "use `image_url`")]
    #[serde(default)]
    pub profile_image_url: Option<String>,
    /// The address of the profile image, or of one that Clerk made in its place.
    pub image_url: String,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// What the user signs in with, such as an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The user's username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Whether the user may not sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned: Option<bool>,
    /// Whether the directory that provisioned the user has taken them out again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprovisioned: Option<bool>,
}

#[cfg(feature = "testing")]
impl OrganizationMembership {
    /// A membership without special permissions, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        let created_at = Timestamp::from_unix_millis(1_700_000_000_000);
        Self {
            id: "orgmem_sample".into(),
            role: "org:member".to_owned(),
            role_name: Some("Member".to_owned()),
            permissions: None,
            public_metadata: Some(json!({}).into()),
            private_metadata: Some(json!({}).into()),
            organization: Organization::sample(),
            public_user_data: Some(PublicUserData::sample()),
            created_at,
            updated_at: created_at,
        }
    }
}

#[cfg(feature = "testing")]
impl PublicUserData {
    /// A user without a name, for tests. Change its fields as the test needs them.
    #[must_use]
    #[allow(deprecated, reason = "a model has its deprecated fields, too")]
    pub fn sample() -> Self {
        Self {
            user_id: "user_sample".into(),
            first_name: None,
            last_name: None,
            profile_image_url: None,
            image_url: "https://img.example.com/user_sample".to_owned(),
            has_image: false,
            identifier: Some("sample@example.com".to_owned()),
            username: None,
            banned: Some(false),
            deprovisioned: Some(false),
        }
    }
}
