//! Profile images of users.

use clerk_core::{Endpoint, Part};

use super::User;
use crate::UserId;

/// Replaces the profile image of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/profile_image",
    response = User,
    errors(400, 401, 404),
    incoming,
)]
pub struct SetUserProfileImage {
    /// The user whose image to replace.
    pub user_id: UserId,
    /// The image, at most 10 MB. A larger file is refused before it is sent.
    #[endpoint(part, max_bytes = 10_000_000)]
    pub file: Part,
}

/// Deletes the profile image of a user. Clerk generates a new one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/profile_image",
    response = User,
    errors(404),
    incoming,
)]
pub struct DeleteUserProfileImage {
    /// The user whose image to delete.
    pub user_id: UserId,
}
