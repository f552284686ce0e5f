//! Settings of enterprise connections in requests.

use clerk_core::{Patch, SecretString, StringEnum, lenient};
use serde::{Deserialize, Serialize};

use crate::models::enterprise::LoginHint;

/// The identity provider of an enterprise connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseConnectionProvider {
    /// Any provider that supports SAML.
    SamlCustom,
    /// Okta Workforce, with SAML.
    SamlOkta,
    /// Google Workspace, with SAML.
    SamlGoogle,
    /// Microsoft Entra ID, with SAML.
    SamlMicrosoft,
    /// Any provider that supports OIDC.
    OidcCustom,
    /// GitHub Enterprise, with OIDC.
    OidcGithubEnterprise,
    /// GitLab, with OIDC.
    OidcGitlab,
    /// An unknown provider, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The settings for connecting to an identity provider with SAML.
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
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SamlSettings {
    /// The display name. Only updates accept it.
    pub name: Patch<String>,
    /// The identity provider's entity ID.
    pub idp_entity_id: Patch<String>,
    /// The identity provider's sign-in URL.
    pub idp_sso_url: Patch<String>,
    /// The identity provider's X.509 certificate, in PEM format.
    pub idp_certificate: Patch<String>,
    /// The URL of the identity provider's metadata.
    pub idp_metadata_url: Patch<String>,
    /// The identity provider's metadata, as XML.
    pub idp_metadata: Patch<String>,
    /// The identity provider's names of the user attributes.
    pub attribute_mapping: Patch<SamlAttributes>,
    /// Whether users with email addresses on subdomains can also sign in.
    pub allow_subdomains: Patch<bool>,
    /// Whether a sign-in may start at the identity provider.
    pub allow_idp_initiated: Patch<bool>,
    /// Whether users must sign in at the identity provider even if they already have a session
    /// there.
    pub force_authn: Patch<bool>,
    /// The hint about the user that Clerk sends to the identity provider when a sign-in starts.
    pub login_hint: Patch<LoginHint>,
}

/// The names of user attributes at a SAML identity provider.
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SamlAttributes {
    /// The attribute that contains the user's ID.
    pub user_id: Patch<String>,
    /// The attribute that contains the email address.
    pub email_address: Patch<String>,
    /// The attribute that contains the first name.
    pub first_name: Patch<String>,
    /// The attribute that contains the last name.
    pub last_name: Patch<String>,
}

/// The settings for connecting to an identity provider with OIDC.
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OidcSettings {
    /// The client ID of the application at the identity provider.
    pub client_id: Patch<String>,
    /// The client secret, which authenticates the application at the identity provider.
    pub client_secret: Patch<SecretString>,
    /// The URL of the provider's discovery document. It supplies the other URLs.
    pub discovery_url: Patch<String>,
    /// The authorization URL.
    pub auth_url: Patch<String>,
    /// The token URL.
    pub token_url: Patch<String>,
    /// The user info URL.
    pub user_info_url: Patch<String>,
    /// Whether sign-ins use PKCE (RFC 7636). Required for a client without a secret.
    pub requires_pkce: Patch<bool>,
}
