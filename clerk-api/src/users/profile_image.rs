//! Profile images.

use clerk_core::Part;
use clerk_macros::CatalogueEndpoint as Endpoint;

use super::User;
use crate::UserId;

/// Uploads a user's profile image, in place of the former one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/users/{user_id}/profile_image",
    response = User,
    errors(400, 401, 404),
)]
pub struct SetUserProfileImage {
    /// Whose image it is.
    pub user_id: UserId,
    /// The image, 10 MB at most.
    #[endpoint(part, max_bytes = 10_000_000)]
    pub file: Part,
}

/// Deletes a user's profile image. Clerk makes one in its place.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/profile_image",
    response = User,
    errors(404),
)]
pub struct DeleteUserProfileImage {
    /// Whose image is deleted.
    pub user_id: UserId,
}
