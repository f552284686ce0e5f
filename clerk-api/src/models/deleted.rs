//! The response to the deletion of a resource.

use clerk_core::lenient;
use serde::{Deserialize, Serialize};

/// Implements serde's traits for the response to a deletion, a struct with `#[serde(remote =
/// "Self")]` and without required members. `null` stands for an empty body: the deletion succeeded
/// all the same.
macro_rules! null_means_deleted {
    ($type:ident) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                struct Members($type);

                impl<'de> serde::Deserialize<'de> for Members {
                    fn deserialize<D: serde::Deserializer<'de>>(it: D) -> Result<Self, D::Error> {
                        // The function that serde derives for `remote`.
                        $type::deserialize(it).map(Self)
                    }
                }

                match Option::deserialize(source)? {
                    Some(Members(members)) => Ok(members),
                    None => {
                        let deleted = serde_json::json!({ "deleted": true });
                        Self::deserialize(deleted).map_err(serde::de::Error::custom)
                    }
                }
            }
        }
    };
}

#[allow(unused_imports, reason = "used by some groups only")]
pub(crate) use null_means_deleted;

/// A deleted resource. If the response has no body, only [`deleted`](Self::deleted) is set.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct DeletedObject {
    /// The kind of the resource, such as `user`.
    pub object: Option<String>,
    /// The resource's ID.
    pub id: Option<String>,
    /// The resource's slug, if it had one.
    pub slug: Option<String>,
    /// The resource's ID in another system, if it had one.
    pub external_id: Option<String>,
    /// Whether the resource was deleted.
    #[serde(default)]
    pub deleted: bool,
}

null_means_deleted!(DeletedObject);

crate::models::sample! {
    /// Returns a deleted user for tests. Change its fields as needed.
    DeletedObject = {
        "object": "user", "id": "user_sample", "deleted": true,
    }
}
