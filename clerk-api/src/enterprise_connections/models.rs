//! Enterprise connections and test runs in responses.

use clerk_core::{SecretString, StringEnum, Timestamp, model};

use super::EnterpriseConnectionProvider;
use crate::{
    EnterpriseConnectionId, EnterpriseConnectionTestRunId, OAuthConfigId, OrganizationId,
    SamlConnectionId,
    models::enterprise::{CustomAttribute, LoginHint},
};

/// A connection that lets the users of some email domains sign in through their own identity
/// provider.
#[model("enterprise_connection")]
pub struct EnterpriseConnection {
    /// The connection's ID.
    pub id: EnterpriseConnectionId,
    /// The connection's display name.
    pub name: String,
    /// The identity provider.
    pub provider: EnterpriseConnectionProvider,
    /// The URL of the identity provider's logo.
    pub logo_public_url: Option<String>,
    /// Whether users can sign in through the connection.
    #[serde(default)]
    pub active: bool,
    /// The email domains whose users sign in through this connection.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The organization that the connection belongs to.
    pub organization_id: Option<OrganizationId>,
    /// Whether each sign-in updates the user's attributes.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether users are prevented from adding more email addresses and phone numbers.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// Whether membership in the organization is enough to link an account.
    #[serde(default)]
    pub allow_organization_account_linking: bool,
    /// Custom attributes to import for each user.
    #[serde(default)]
    pub custom_attributes: Vec<CustomAttribute>,
    /// The SAML settings, if the connection uses SAML.
    pub saml_connection: Option<EnterpriseSamlConnection>,
    /// The OIDC settings, if the connection uses OIDC or EASIE.
    pub oauth_config: Option<EnterpriseOAuthConfig>,
    /// Whether the connection can authenticate users. Clerk requires this member, but does not
    /// describe it.
    pub authenticatable: Option<bool>,
    /// Whether a sign-in through the connection creates no user. Clerk requires this member, but
    /// does not describe it.
    pub disable_jit_provisioning: Option<bool>,
    /// When the connection was created.
    pub created_at: Timestamp,
    /// When the connection last changed.
    pub updated_at: Option<Timestamp>,
}

/// The SAML settings of an enterprise connection.
#[model]
pub struct EnterpriseSamlConnection {
    /// The ID of the connection's SAML part.
    pub id: Option<SamlConnectionId>,
    /// The display name.
    pub name: Option<String>,
    /// The identity provider's entity ID.
    pub idp_entity_id: Option<String>,
    /// The identity provider's sign-in URL.
    pub idp_sso_url: Option<String>,
    /// The URL of the identity provider's metadata.
    pub idp_metadata_url: Option<String>,
    /// The URL to which the identity provider sends its assertions.
    pub acs_url: Option<String>,
    /// The entity ID under which the identity provider knows Clerk.
    pub sp_entity_id: Option<String>,
    /// The URL of Clerk's metadata, for the identity provider.
    pub sp_metadata_url: Option<String>,
    /// Whether users can sign in with SAML.
    #[serde(default)]
    pub active: bool,
    /// Whether a sign-in may start at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether users with email addresses on subdomains can also sign in.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether users must sign in at the identity provider even if they already have a session
    /// there.
    #[serde(default)]
    pub force_authn: bool,
    /// The hint about the user that Clerk sends to the identity provider when a sign-in starts.
    pub login_hint: Option<LoginHint>,
}

/// The OIDC settings of an enterprise connection that uses OIDC or EASIE.
#[model]
pub struct EnterpriseOAuthConfig {
    /// The ID of the connection's OIDC part.
    pub id: Option<OAuthConfigId>,
    /// The display name.
    pub name: Option<String>,
    /// The provider's key, such as `oidc_custom` or `oidc_ghe_…`.
    pub provider_key: Option<String>,
    /// The client ID of the application at the identity provider.
    pub client_id: Option<String>,
    /// The URL of the provider's discovery document.
    pub discovery_url: Option<String>,
    /// The authorization URL, either set or discovered.
    pub auth_url: Option<String>,
    /// The token URL, either set or discovered.
    pub token_url: Option<String>,
    /// The user info URL, either set or discovered.
    pub user_info_url: Option<String>,
    /// Whether sign-ins use PKCE (RFC 7636).
    #[serde(default)]
    pub requires_pkce: bool,
    /// The URL of the provider's logo.
    pub logo_public_url: Option<String>,
    /// When the OIDC part was created.
    pub created_at: Option<Timestamp>,
    /// When the OIDC part last changed.
    pub updated_at: Option<Timestamp>,
}

/// The URL where a test run starts.
#[model]
pub struct EnterpriseConnectionTestRunLink {
    /// The URL to open in a browser. It is valid for a short time and works for anyone who has it.
    pub url: SecretString,
}

/// A sign-in that only tests an enterprise connection, and its result.
#[model]
pub struct EnterpriseConnectionTestRun {
    /// The test run's ID.
    pub id: EnterpriseConnectionTestRunId,
    /// The status of the test run.
    pub status: EnterpriseConnectionTestRunStatus,
    /// The protocol of the connection.
    pub connection_type: Option<EnterpriseConnectionType>,
    /// The user, as reported by the identity provider.
    pub parsed_user_info: Option<TestRunUser>,
    /// The steps of the test run.
    #[serde(default)]
    pub logs: Vec<TestRunLog>,
    /// The messages that were exchanged, if the connection uses SAML.
    pub saml: Option<TestRunSaml>,
    /// The tokens and data that were received, if the connection uses OIDC.
    pub oauth: Option<TestRunOAuth>,
    /// When the test run was created.
    pub created_at: Timestamp,
}

/// The status of a test run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseConnectionTestRunStatus {
    /// Nobody has completed it yet.
    Pending,
    /// The test sign-in succeeded.
    Success,
    /// The test sign-in failed.
    Failed,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The protocol of an enterprise connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseConnectionType {
    /// SAML.
    Saml,
    /// OAuth, the basis of OIDC.
    #[string_enum(rename = "oauth")]
    OAuth,
    /// An unknown protocol, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// The user of a test run, as reported by the identity provider.
#[model]
pub struct TestRunUser {
    /// The email address.
    pub email_address: Option<String>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The user's ID at the identity provider.
    pub user_id: Option<String>,
}

/// One step of a test run.
#[model]
pub struct TestRunLog {
    /// The severity.
    pub level: Option<String>,
    /// A machine-readable code for the kind of step.
    pub code: Option<String>,
    /// A short description of the step.
    pub short_message: Option<String>,
    /// A description of the step.
    pub message: String,
}

/// The messages that a test run exchanged over SAML.
#[model]
pub struct TestRunSaml {
    /// The request that Clerk sent.
    pub saml_request: Option<String>,
    /// The identity provider's response. Anyone who has it can sign in with it while it is valid.
    pub saml_response: Option<SecretString>,
    /// The value that the identity provider must send back unchanged.
    pub relay_state: Option<String>,
}

/// The tokens and user data that a test run received over OIDC.
#[model]
pub struct TestRunOAuth {
    /// The ID token, which identifies the user.
    pub id_token: Option<SecretString>,
    /// The access token, which grants access to the user's data.
    pub access_token: Option<SecretString>,
    /// The user data from the provider.
    pub user_info: Option<String>,
}
