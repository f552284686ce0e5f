//! Metadata of users: the application's own data.

use clerk_core::{Endpoint, Json};

use super::User;
use crate::UserId;

/// Updates the metadata of a user by a deep merge.
///
/// A member that is `null` is removed, at any depth. Members that are not sent keep their values.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/users/{user_id}/metadata",
    response = User,
    errors(400, 401, 404, 422),
    incoming,
)]
pub struct UpdateUserMetadata {
    /// The user whose metadata to update.
    pub user_id: UserId,
    /// The changes to the data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// The changes to the data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
    /// The changes to the data that the frontend can read and write: a JSON object.
    pub unsafe_metadata: Option<Json>,
}

/// Replaces the metadata of a user.
///
/// The old data is lost. Metadata that is not set here does not change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/users/{user_id}/metadata",
    response = User,
    errors(400, 401, 404, 422),
    incoming,
)]
pub struct ReplaceUserMetadata {
    /// The user whose metadata to replace.
    pub user_id: UserId,
    /// The new data that the frontend can read: a JSON object.
    pub public_metadata: Option<Json>,
    /// The new data that only the backend can read: a JSON object.
    pub private_metadata: Option<Json>,
    /// The new data that the frontend can read and write: a JSON object.
    pub unsafe_metadata: Option<Json>,
}
