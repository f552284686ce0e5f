//! What is left of a resource that was deleted.

use serde::{Deserialize, Serialize};

/// What is left of a resource that was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeletedObject {
    /// The kind of the resource, such as `user`.
    pub object: String,
    /// The resource's ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The resource's slug, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The ID that the resource has in another system, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether it is gone.
    #[serde(default)]
    pub deleted: bool,
}

#[cfg(feature = "testing")]
impl DeletedObject {
    /// A user that was deleted, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            object: "user".to_owned(),
            id: Some("user_sample".to_owned()),
            slug: None,
            external_id: None,
            deleted: true,
        }
    }
}
