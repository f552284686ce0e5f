//! What answers say about a connection.

use clerk_core::{SecretString, Timestamp};
use clerk_macros::CoreStringEnum as StringEnum;
use serde::{Deserialize, Serialize};

use super::EnterpriseConnectionProvider;
use crate::{
    EnterpriseConnectionId, EnterpriseConnectionTestRunId, OAuthConfigId, OrganizationId,
    SamlConnectionId,
    models::enterprise::{CustomAttribute, LoginHint},
};

/// A connection over which the users of some domains sign in at their own identity provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "enterprise_connection")]
#[non_exhaustive]
pub struct EnterpriseConnection {
    /// The connection's ID.
    pub id: EnterpriseConnectionId,
    /// The name to display.
    pub name: String,
    /// The identity provider.
    pub provider: EnterpriseConnectionProvider,
    /// The address of the identity provider's logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_public_url: Option<String>,
    /// Whether users can sign in over the connection.
    #[serde(default)]
    pub active: bool,
    /// The domains of the email addresses that sign in over this connection.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The organization that the connection belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// Whether each sign-in brings the user's members up to date.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether users are kept from adding further email addresses and phone numbers.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// Whether membership of the organization is enough to link an account.
    #[serde(default)]
    pub allow_organization_account_linking: bool,
    /// The attributes of the application's own that users bring along.
    #[serde(default)]
    pub custom_attributes: Vec<CustomAttribute>,
    /// How the identity provider is reached, where that is over SAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml_connection: Option<EnterpriseSamlConnection>,
    /// How the identity provider is reached, where that is over OIDC or EASIE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth_config: Option<EnterpriseOAuthConfig>,
    /// When the connection was created.
    pub created_at: Timestamp,
    /// When the connection last changed.
    pub updated_at: Timestamp,
}

/// How an identity provider is reached over SAML.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnterpriseSamlConnection {
    /// The ID of the SAML half of the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<SamlConnectionId>,
    /// The name to display.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The identity provider's entity ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idp_entity_id: Option<String>,
    /// The address at which the identity provider signs users in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idp_sso_url: Option<String>,
    /// The address of the identity provider's metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idp_metadata_url: Option<String>,
    /// The address to which the identity provider sends its assertions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acs_url: Option<String>,
    /// The entity ID by which the identity provider knows Clerk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_entity_id: Option<String>,
    /// The address of Clerk's metadata, for the identity provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sp_metadata_url: Option<String>,
    /// Whether users can sign in over SAML.
    #[serde(default)]
    pub active: bool,
    /// Whether a sign-in may start at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether email addresses of subdomains can sign in too.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether users must sign in at the identity provider even if they have a session there.
    #[serde(default)]
    pub force_authn: bool,
    /// What the identity provider is told of the user at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<LoginHint>,
}

/// How an identity provider is reached over OIDC or EASIE.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnterpriseOAuthConfig {
    /// The ID of the OIDC half of the connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<OAuthConfigId>,
    /// The name to display.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The key of the provider, such as `oidc_custom` or `oidc_ghe_…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_key: Option<String>,
    /// The ID by which the identity provider knows the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The address of the provider's discovery document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discovery_url: Option<String>,
    /// The address at which users sign in, as set or as discovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_url: Option<String>,
    /// The address that gives tokens, as set or as discovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_url: Option<String>,
    /// The address that tells who the user is, as set or as discovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_info_url: Option<String>,
    /// Whether sign-ins use PKCE (RFC 7636).
    #[serde(default)]
    pub requires_pkce: bool,
    /// The address of the provider's logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_public_url: Option<String>,
    /// When this half was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When this half last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

/// The address at which a test run starts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnterpriseConnectionTestRunLink {
    /// The address to open in a browser. It works for a short time, for whoever has it.
    pub url: SecretString,
}

/// What came of a sign-in that only tested a connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EnterpriseConnectionTestRun {
    /// The test run's ID.
    pub id: EnterpriseConnectionTestRunId,
    /// How it went.
    pub status: EnterpriseConnectionTestRunStatus,
    /// What the connection speaks.
    pub connection_type: EnterpriseConnectionType,
    /// Who the identity provider says the user is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parsed_user_info: Option<TestRunUser>,
    /// What happened, step by step.
    #[serde(default)]
    pub logs: Vec<TestRunLog>,
    /// What was exchanged, where that was over SAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml: Option<TestRunSaml>,
    /// What was exchanged, where that was over OIDC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oauth: Option<TestRunOAuth>,
    /// When the test run was created.
    pub created_at: Timestamp,
}

/// How a test run went.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseConnectionTestRunStatus {
    /// Nobody has gone through it yet.
    Pending,
    /// The user could have signed in.
    Success,
    /// The user could not have signed in.
    Failed,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// What an enterprise connection speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum EnterpriseConnectionType {
    /// SAML.
    Saml,
    /// OAuth, which OIDC is built on.
    #[string_enum(rename = "oauth")]
    OAuth,
    /// A protocol that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// Who the identity provider says the user of a test run is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestRunUser {
    /// The email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The user's ID at the identity provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// One step of a test run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestRunLog {
    /// How serious it is.
    pub level: String,
    /// What kind of step it is, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What happened, in a few words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_message: Option<String>,
    /// What happened.
    pub message: String,
}

/// What a test run exchanged over SAML.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestRunSaml {
    /// What Clerk sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml_request: Option<String>,
    /// What the identity provider answered. Who has it can sign in with it while it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saml_response: Option<SecretString>,
    /// What Clerk asked the identity provider to send back unchanged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relay_state: Option<String>,
}

/// What a test run got over OIDC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestRunOAuth {
    /// The token that says who the user is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<SecretString>,
    /// The token with which the user's data can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<SecretString>,
    /// What the provider says about the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_info: Option<String>,
}
