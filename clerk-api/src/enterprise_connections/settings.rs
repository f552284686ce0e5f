//! What a request says about a connection.

use clerk_core::{Patch, SecretString};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use crate::models::enterprise::LoginHint;

/// The identity provider of an enterprise connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseConnectionProvider {
    /// Any that speaks SAML.
    SamlCustom,
    /// Okta Workforce, over SAML.
    SamlOkta,
    /// Google Workspace, over SAML.
    SamlGoogle,
    /// Microsoft Entra ID, over SAML.
    SamlMicrosoft,
    /// Any that speaks OIDC.
    OidcCustom,
    /// GitHub Enterprise, over OIDC.
    OidcGithubEnterprise,
    /// GitLab, over OIDC.
    OidcGitlab,
    /// A provider that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// How to reach an identity provider over SAML.
///
/// ```
/// use clerk_api::enterprise_connections::SamlSettings;
///
/// let saml = SamlSettings {
///     idp_metadata_url: "https://idp.example.com/metadata".into(),
///     force_authn: true.into(),
///     ..SamlSettings::default()
/// };
/// assert!(saml.name.is_keep());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SamlSettings {
    /// The name to display. Only an update takes it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    /// The identity provider's entity ID.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub idp_entity_id: Patch<String>,
    /// The address at which the identity provider signs users in.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub idp_sso_url: Patch<String>,
    /// The identity provider's X.509 certificate, as PEM.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub idp_certificate: Patch<String>,
    /// The address of the identity provider's metadata.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub idp_metadata_url: Patch<String>,
    /// The identity provider's metadata, as XML.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub idp_metadata: Patch<String>,
    /// What the identity provider calls the members of a user.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub attribute_mapping: Patch<SamlAttributes>,
    /// Whether email addresses of subdomains can sign in too.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub allow_subdomains: Patch<bool>,
    /// Whether a sign-in may start at the identity provider.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub allow_idp_initiated: Patch<bool>,
    /// Whether users must sign in at the identity provider even if they have a session there.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub force_authn: Patch<bool>,
    /// What the identity provider is told of the user at the start.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub login_hint: Patch<LoginHint>,
}

/// What a SAML identity provider calls the members of a user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SamlAttributes {
    /// The attribute with the user's ID.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub user_id: Patch<String>,
    /// The attribute with the email address.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub email_address: Patch<String>,
    /// The attribute with the first name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub first_name: Patch<String>,
    /// The attribute with the last name.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub last_name: Patch<String>,
}

/// How to reach an identity provider over OIDC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OidcSettings {
    /// The ID by which the identity provider knows the application.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub client_id: Patch<String>,
    /// The secret by which the application proves its ID.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub client_secret: Patch<SecretString>,
    /// The address of the provider's discovery document, from which the other addresses follow.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub discovery_url: Patch<String>,
    /// The address at which users sign in.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub auth_url: Patch<String>,
    /// The address that gives tokens.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub token_url: Patch<String>,
    /// The address that tells who the user is.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub user_info_url: Patch<String>,
    /// Whether sign-ins use PKCE (RFC 7636). A client without a secret must.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub requires_pkce: Patch<bool>,
}
