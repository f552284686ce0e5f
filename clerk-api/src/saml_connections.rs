//! SAML connections, which are replaced by enterprise connections.
//!
//! Every operation here is deprecated. The operations of `enterprise_connections` do the same for
//! both SAML and OIDC. All operations here fail with 402 if the plan does not include SAML
//! connections.

use clerk_core::{Endpoint, Page, Patch, StringEnum, Timestamp, lenient, model};
use serde::{Deserialize, Serialize};

pub use crate::models::{
    deleted::DeletedObject,
    enterprise::{LoginHint, LoginHintMode},
};
use crate::{EnterpriseConnectionId, OrderBy, OrganizationId, SamlConnectionId};

/// Lists the SAML connections, newest first.
#[deprecated(note = "use `enterprise_connections::ListEnterpriseConnections`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/saml_connections",
    response = Page<SamlConnection>,
    errors(402, 403, 422),
    operation = "ListSAMLConnections",
    pages = offset,
    incoming,
)]
pub struct ListSamlConnections {
    /// Maximum number of connections, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of connections to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only connections whose name contains this text, ignoring case.
    pub query: Option<String>,
    /// The sort order.
    pub order_by: Option<OrderBy<SamlConnectionOrder>>,
    /// Only connections of these organizations, at most 100 IDs. A leading `-` excludes the
    /// organization; a leading `+`, or none, includes it.
    pub organization_id: Vec<String>,
}

/// Creates a SAML connection, which is inactive at first.
#[deprecated(note = "use `enterprise_connections::CreateEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/saml_connections",
    response = SamlConnection,
    errors(402, 403, 404, 409, 422),
    operation = "CreateSAMLConnection",
    incoming,
)]
pub struct CreateSamlConnection {
    /// The connection's display name.
    pub name: String,
    /// The email domain whose users sign in through this connection.
    #[deprecated(note = "use `domains`")]
    pub domain: Option<String>,
    /// The email domains whose users sign in through this connection.
    pub domains: Option<Vec<String>>,
    /// The identity provider.
    pub provider: SamlProvider,
    /// The identity provider's entity ID.
    pub idp_entity_id: Option<String>,
    /// The identity provider's sign-in URL.
    pub idp_sso_url: Option<String>,
    /// The identity provider's X.509 certificate.
    pub idp_certificate: Option<String>,
    /// The URL of the identity provider's metadata. It overrides the individual settings.
    pub idp_metadata_url: Option<String>,
    /// The identity provider's metadata, as XML. It overrides the individual settings.
    pub idp_metadata: Option<String>,
    /// The organization that the connection's users join.
    pub organization_id: Option<OrganizationId>,
    /// The identity provider's names of the user attributes.
    pub attribute_mapping: Option<SamlAttributeMapping>,
    /// Whether users must sign in at the identity provider even if they already have a session
    /// there.
    pub force_authn: Option<bool>,
    /// The hint about the user that Clerk sends to the identity provider when a sign-in starts.
    pub login_hint: Option<LoginHint>,
}

/// Gets a SAML connection.
#[deprecated(note = "use `enterprise_connections::GetEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/saml_connections/{saml_connection_id}",
    response = SamlConnection,
    errors(402, 403, 404),
    operation = "GetSAMLConnection",
    incoming,
)]
pub struct GetSamlConnection {
    /// The connection to get.
    pub saml_connection_id: SamlConnectionId,
}

/// Updates a SAML connection.
#[deprecated(note = "use `enterprise_connections::UpdateEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/saml_connections/{saml_connection_id}",
    response = SamlConnection,
    errors(402, 403, 404, 409, 422),
    operation = "UpdateSAMLConnection",
    incoming,
)]
pub struct UpdateSamlConnection {
    /// The connection to update.
    pub saml_connection_id: SamlConnectionId,
    /// The connection's display name.
    pub name: Patch<String>,
    /// The email domain whose users sign in through this connection.
    #[deprecated(note = "use `domains`")]
    pub domain: Patch<String>,
    /// The email domains whose users sign in through this connection.
    pub domains: Patch<Vec<String>>,
    /// The identity provider's entity ID.
    pub idp_entity_id: Patch<String>,
    /// The identity provider's sign-in URL.
    pub idp_sso_url: Patch<String>,
    /// The identity provider's X.509 certificate.
    pub idp_certificate: Patch<String>,
    /// The URL of the identity provider's metadata. It replaces the individual settings.
    pub idp_metadata_url: Patch<String>,
    /// The identity provider's metadata, as XML. It overrides the individual settings.
    pub idp_metadata: Patch<String>,
    /// The organization that the connection's users join.
    pub organization_id: Patch<OrganizationId>,
    /// The identity provider's names of the user attributes.
    pub attribute_mapping: Patch<SamlAttributeMapping>,
    /// Whether users can sign in through the connection.
    pub active: Patch<bool>,
    /// Whether each sign-in updates the user's attributes.
    pub sync_user_attributes: Patch<bool>,
    /// Whether users with email addresses on subdomains can also sign in.
    pub allow_subdomains: Patch<bool>,
    /// Whether a sign-in may start at the identity provider.
    pub allow_idp_initiated: Patch<bool>,
    /// Whether to prevent users from adding more email addresses and phone numbers.
    pub disable_additional_identifications: Patch<bool>,
    /// Whether membership in the organization is enough to link an account.
    pub allow_organization_account_linking: Patch<bool>,
    /// Whether users must sign in at the identity provider even if they already have a session
    /// there.
    pub force_authn: Option<bool>,
    /// The hint about the user that Clerk sends to the identity provider when a sign-in starts.
    pub login_hint: Patch<LoginHint>,
    /// Whether activating the connection may delete verified organization domains with the same
    /// name. If not, the request fails if there is such a domain.
    pub consent_verified_domains_deletion: Patch<bool>,
}

/// Deletes a SAML connection.
#[deprecated(note = "use `enterprise_connections::DeleteEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/saml_connections/{saml_connection_id}",
    response = DeletedObject,
    errors(402, 403, 404),
    operation = "DeleteSAMLConnection",
    incoming,
)]
pub struct DeleteSamlConnection {
    /// The connection to delete.
    pub saml_connection_id: SamlConnectionId,
}

crate::endpoints! {
    ListSamlConnections,
    CreateSamlConnection,
    GetSamlConnection,
    UpdateSamlConnection,
    DeleteSamlConnection,
}

crate::order::order! {
    /// A sort field for SAML connections. Clerk documents none for this list; any name is
    /// sent as text.
    pub enum SamlConnectionOrder {
        /// When the connection was created.
        CreatedAt,
    }
}

/// A connection to an identity provider, where users of certain email domains sign in with SAML.
#[model("saml_connection")]
pub struct SamlConnection {
    /// The connection's ID.
    pub id: SamlConnectionId,
    /// The connection's display name.
    pub name: String,
    /// The first of the connection's domains.
    #[deprecated(note = "use `domains`")]
    pub domain: Option<String>,
    /// The email domains whose users sign in through this connection.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The identity provider's entity ID.
    #[lenient(nullable)]
    pub idp_entity_id: Option<String>,
    /// The identity provider's sign-in URL.
    #[lenient(nullable)]
    pub idp_sso_url: Option<String>,
    /// The identity provider's X.509 certificate.
    #[lenient(nullable)]
    pub idp_certificate: Option<String>,
    /// The start of the certificate's validity.
    #[lenient(nullable)]
    pub idp_certificate_issued_at: Option<Timestamp>,
    /// The end of the certificate's validity.
    #[lenient(nullable)]
    pub idp_certificate_expires_at: Option<Timestamp>,
    /// The URL of the identity provider's metadata.
    pub idp_metadata_url: Option<String>,
    /// The identity provider's metadata, as XML.
    pub idp_metadata: Option<String>,
    /// The URL to which the identity provider sends its assertions.
    pub acs_url: Option<String>,
    /// The entity ID under which the identity provider knows Clerk.
    pub sp_entity_id: Option<String>,
    /// The URL of Clerk's metadata, for the identity provider.
    pub sp_metadata_url: Option<String>,
    /// The organization that the connection's users join.
    pub organization_id: Option<OrganizationId>,
    /// The identity provider's names of the user attributes.
    pub attribute_mapping: Option<SamlAttributeMapping>,
    /// Whether users can sign in through the connection.
    #[serde(default)]
    pub active: bool,
    /// The identity provider.
    pub provider: SamlProvider,
    /// Number of users of the connection.
    pub user_count: Option<u64>,
    /// Whether each sign-in updates the user's attributes.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether users with email addresses on subdomains can also sign in.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether a sign-in may start at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether users are prevented from adding more email addresses and phone numbers.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// Whether membership in the organization is enough to link an account.
    #[serde(default)]
    pub allow_organization_account_linking: bool,
    /// Whether users must sign in at the identity provider even if they already have a session
    /// there.
    #[serde(default)]
    pub force_authn: bool,
    /// The hint about the user that Clerk sends to the identity provider when a sign-in starts.
    pub login_hint: Option<LoginHint>,
    /// The enterprise connection that this connection belongs to.
    pub enterprise_connection_id: Option<EnterpriseConnectionId>,
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

/// The names of user attributes at a SAML identity provider.
#[lenient]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SamlAttributeMapping {
    /// The attribute that contains the user's ID.
    pub user_id: Option<String>,
    /// The attribute that contains the email address.
    pub email_address: Option<String>,
    /// The attribute that contains the first name.
    pub first_name: Option<String>,
    /// The attribute that contains the last name.
    pub last_name: Option<String>,
}

/// The identity provider of a SAML connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SamlProvider {
    /// Any provider that supports SAML.
    SamlCustom,
    /// Okta Workforce.
    SamlOkta,
    /// Google Workspace.
    SamlGoogle,
    /// Microsoft Entra ID.
    SamlMicrosoft,
    /// An unknown provider, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
