//! The response to the deletion of a resource.

use clerk_core::lenient;
use serde::{Deserialize, Serialize};

/// A deleted resource.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeletedObject {
    /// The kind of the resource, such as `user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The resource's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The resource's slug, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The resource's ID in another system, if it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether the resource was deleted.
    #[serde(default)]
    pub deleted: bool,
}

#[cfg(feature = "testing")]
impl DeletedObject {
    /// Returns a deleted user for tests. Change its fields as needed.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            object: Some("user".to_owned()),
            id: Some("user_sample".to_owned()),
            slug: None,
            external_id: None,
            deleted: true,
        }
    }
}
