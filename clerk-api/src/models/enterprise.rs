//! What SAML connections, enterprise connections and directories have in common.

use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

/// An attribute of the application's own that users bring along from the identity provider.
///
/// It ends up in the user's public metadata. The instance needs the feature for custom attributes.
///
/// ```
/// use clerk_api::models::enterprise::CustomAttribute;
///
/// let mut department = CustomAttribute::new("Department", "department");
/// department.sso_path = Some("user.department".to_owned());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CustomAttribute {
    /// The name to display. Required in a request, and not empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The member of the metadata that holds the value: letters, digits, `-` and `_`, without a
    /// `_` at the start. Required in a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where the value is in the claims of single sign-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sso_path: Option<String>,
    /// The older name of [`directory_path`](Self::directory_path), with the same value. The server
    /// refuses two that differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scim_path: Option<String>,
    /// Where the value is in a user of the directory, as a GJSON path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory_path: Option<String>,
    /// Whether the attribute has several values and so is stored as an array. The server's default
    /// is `false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multi_valued: Option<bool>,
}

impl CustomAttribute {
    /// An attribute that is displayed as `name` and stored under `key`. It has no source yet.
    pub fn new(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { name: Some(name.into()), key: Some(key.into()), ..Self::default() }
    }
}

/// What the identity provider is told of the user when a sign-in over SAML starts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoginHint {
    /// Where the hint comes from.
    pub mode: LoginHintMode,
    /// The member of the user's public metadata that is the hint, in the mode
    /// [`CustomAttribute`](LoginHintMode::CustomAttribute).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl LoginHint {
    /// A hint of this mode, without a source.
    pub fn new(mode: impl Into<LoginHintMode>) -> Self {
        Self { mode: mode.into(), source: None }
    }
}

/// Where the hint about the user comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum LoginHintMode {
    /// It is the user's email address.
    EmailAddress,
    /// It is a member of the user's public metadata.
    CustomAttribute,
    /// No hint is sent.
    Off,
    /// A mode that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
