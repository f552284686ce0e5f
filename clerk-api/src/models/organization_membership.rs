//! Organization memberships.

use clerk_core::{Json, Timestamp, model};

use super::organization::Organization;
use crate::{OrganizationMembershipId, UserId};

/// The membership of a user in an organization.
#[model("organization_membership")]
pub struct OrganizationMembership {
    /// The membership's ID.
    pub id: OrganizationMembershipId,
    /// The key of the member's role, such as `org:admin`.
    pub role: String,
    /// The role's name.
    pub role_name: Option<String>,
    /// The keys of the permissions that the role grants. Missing from some responses.
    pub permissions: Option<Vec<String>>,
    /// Application data that the frontend can read.
    pub public_metadata: Option<Json>,
    /// Application data that only the backend can read.
    pub private_metadata: Option<Json>,
    /// The organization that the user is a member of.
    pub organization: Organization,
    /// The member's public data, as other members see it.
    pub public_user_data: Option<PublicUserData>,
    /// When the user became a member.
    pub created_at: Timestamp,
    /// When the membership last changed.
    pub updated_at: Option<Timestamp>,
}

/// The public data of a member of an organization, as other members see it.
#[model]
pub struct PublicUserData {
    /// The user's ID.
    pub user_id: UserId,
    /// The user's first name.
    #[lenient(nullable)]
    pub first_name: Option<String>,
    /// The user's last name.
    #[lenient(nullable)]
    pub last_name: Option<String>,
    /// The URL of the profile image.
    #[deprecated(note = "use `image_url`")]
    #[lenient(nullable)]
    pub profile_image_url: Option<String>,
    /// The URL of the profile image, or of an image that Clerk generated.
    pub image_url: Option<String>,
    /// Whether a profile image was uploaded.
    #[serde(default)]
    pub has_image: bool,
    /// The identifier that the user signs in with, such as an email address.
    pub identifier: Option<String>,
    /// The user's username.
    pub username: Option<String>,
    /// Whether the user is banned and cannot sign in.
    pub banned: Option<bool>,
    /// Whether the directory that provisioned the user has removed them.
    pub deprovisioned: Option<bool>,
}

crate::models::sample! {
    /// Returns a membership without elevated permissions, for tests. Change its fields as needed.
    OrganizationMembership = {
        "id": "orgmem_sample", "role": "org:member", "role_name": "Member",
        "public_metadata": {}, "private_metadata": {}, "organization": Organization::sample(),
        "public_user_data": PublicUserData::sample(), "created_at": TIME, "updated_at": TIME,
    }
}

crate::models::sample! {
    /// Returns a user without a name, for tests. Change its fields as needed.
    PublicUserData = {
        "user_id": "user_sample", "identifier": "sample@example.com",
        "image_url": "https://img.example.com/user_sample", "banned": false, "deprovisioned": false,
    }
}
