//! Values in requests and responses.

mod id;
mod json;
#[doc(hidden)]
pub mod lenient;
mod loose_json;
mod part;
mod patch;
mod rfc3339;
mod scalar;
mod secret;
mod text;
mod timestamp;
mod union;

pub use json::Json;
pub use loose_json::LooseJson;
pub use part::Part;
pub use patch::Patch;
pub use rfc3339::{InvalidRfc3339, Rfc3339};
pub use scalar::Scalar;
pub use secret::SecretString;
pub use text::FromText;
pub use timestamp::{Timestamp, unix_seconds};

#[doc(hidden)]
pub use text::deserialize_text;
#[doc(hidden)]
pub use union::member_text;

pub(crate) use secret::serialized_secrets;
