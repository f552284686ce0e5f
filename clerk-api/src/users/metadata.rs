//! The application's own data about users.

use clerk_core::Json;
use clerk_macros::CatalogueEndpoint as Endpoint;

use super::User;
use crate::UserId;

/// Merges data into a user's metadata, at every depth: a member that is `null` is removed, any
/// other is set, and what is not mentioned stays.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/users/{user_id}/metadata",
    response = User,
    errors(400, 401, 404, 422),
)]
pub struct UpdateUserMetadata {
    /// Whose metadata change.
    pub user_id: UserId,
    /// What changes in the data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// What changes in the data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
    /// What changes in the data that the frontend can write too: a JSON object.
    pub unsafe_metadata: Option<Json>,
}

/// Replaces a user's metadata: each of the three that is given, as a whole. The others stay.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/users/{user_id}/metadata",
    response = User,
    errors(400, 401, 404, 422),
)]
pub struct ReplaceUserMetadata {
    /// Whose metadata are replaced.
    pub user_id: UserId,
    /// All of the data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// All of the data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
    /// All of the data that the frontend can write too: a JSON object.
    pub unsafe_metadata: Option<Json>,
}
