//! Organization memberships.

use clerk_core::{Json, Timestamp, lenient};
use serde::{Deserialize, Serialize};
#[cfg(feature = "testing")]
use serde_json::json;

use super::organization::Organization;
use crate::{OrganizationMembershipId, UserId};

/// The membership of a user in an organization.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "organization_membership")]
#[non_exhaustive]
pub struct OrganizationMembership {
    /// The membership's ID.
    pub id: OrganizationMembershipId,
    /// The key of the member's role, such as `org:admin`.
    pub role: String,
    /// The role's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// The keys of the permissions that the role grants. Missing from some responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// Application data that the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_metadata: Option<Json>,
    /// The organization that the user is a member of.
    pub organization: Organization,
    /// The member's public data, as other members see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_user_data: Option<PublicUserData>,
    /// When the user became a member.
    pub created_at: Timestamp,
    /// When the membership last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The public data of a member of an organization, as other members see it.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PublicUserData {
    /// The user's ID.
    pub user_id: UserId,
    /// The user's first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The user's last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The URL of the profile image.
    #[deprecated(note = "use `image_url`")]
    #[serde(default)]
    pub profile_image_url: Option<String>,
    /// The URL of the profile image, or of an image that Clerk generated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The identifier that the user signs in with, such as an email address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// The user's username.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Whether the user is banned and cannot sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub banned: Option<bool>,
    /// Whether the directory that provisioned the user has removed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprovisioned: Option<bool>,
}

#[cfg(feature = "testing")]
impl OrganizationMembership {
    /// Returns a membership without elevated permissions, for tests. Change its fields as needed.
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
            updated_at: Some(created_at),
        }
    }
}

#[cfg(feature = "testing")]
impl PublicUserData {
    /// Returns a user without a name, for tests. Change its fields as needed.
    #[must_use]
    #[allow(deprecated, reason = "a sample sets deprecated fields too")]
    pub fn sample() -> Self {
        Self {
            user_id: "user_sample".into(),
            first_name: None,
            last_name: None,
            profile_image_url: None,
            image_url: Some("https://img.example.com/user_sample".to_owned()),
            has_image: false,
            identifier: Some("sample@example.com".to_owned()),
            username: None,
            banned: Some(false),
            deprovisioned: Some(false),
        }
    }
}
