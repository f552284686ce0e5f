//! Models that SAML connections, enterprise connections and directories share.

use clerk_core::{StringEnum, lenient, model};
use serde::{Deserialize, Serialize};

/// A custom attribute to import for each user from the identity provider.
///
/// Its value is stored in the user's public metadata. The instance needs the feature for custom
/// attributes.
///
/// ```
/// use clerk_api::models::enterprise::CustomAttribute;
///
/// let mut department = CustomAttribute::new("Department", "department");
/// department.sso_path = Some("user.department".to_owned());
/// ```
#[model]
pub struct CustomAttribute {
    /// The display name. Empty if the response lacks it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The member of the metadata that stores the value: letters, digits, `-` and `_`, without a
    /// leading `_`. Empty if the response lacks it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The path of the value in the claims of single sign-on.
    pub sso_path: Option<String>,
    /// The older name of [`directory_path`](Self::directory_path), with the same value. The server
    /// refuses two different values.
    pub scim_path: Option<String>,
    /// The path of the value in a user of the directory, as a GJSON path.
    pub directory_path: Option<String>,
    /// Whether the attribute can have several values. If so, it is stored as an array. Server
    /// default: `false`.
    pub multi_valued: Option<bool>,
}

impl CustomAttribute {
    /// Creates an attribute with a display name and the metadata member that stores its value. It
    /// has no source yet.
    pub fn new(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            key: key.into(),
            sso_path: None,
            scim_path: None,
            directory_path: None,
            multi_valued: None,
        }
    }
}

/// The hint about the user that Clerk sends to the identity provider when a SAML sign-in starts.
#[lenient]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginHint {
    /// The source of the hint.
    pub mode: LoginHintMode,
    /// The member of the user's public metadata that contains the hint. Only for the mode
    /// [`CustomAttribute`](LoginHintMode::CustomAttribute).
    pub source: Option<String>,
}

impl LoginHint {
    /// Creates a hint with a mode and without a source.
    pub fn new(mode: impl Into<LoginHintMode>) -> Self {
        Self { mode: mode.into(), source: None }
    }
}

/// The source of the hint about the user.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum LoginHintMode {
    /// The user's email address.
    EmailAddress,
    /// A member of the user's public metadata.
    CustomAttribute,
    /// Clerk sends no hint.
    Off,
    /// An unknown mode, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
