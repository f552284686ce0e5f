//! SAML connections, which enterprise connections have replaced.
//!
//! Every operation here is deprecated: those of `enterprise_connections` do the same for SAML and
//! OIDC alike. All of them answer 402 where the plan does not include such connections.

use clerk_core::{Page, Patch, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

pub use crate::models::{
    deleted::DeletedObject,
    enterprise::{LoginHint, LoginHintMode},
};
use crate::{EnterpriseConnectionId, OrganizationId, SamlConnectionId};

/// Lists the SAML connections, the newest first.
#[deprecated(note = "use `enterprise_connections::ListEnterpriseConnections`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/saml_connections",
    response = Page<SamlConnection>,
    operation = "ListSAMLConnections",
    errors(402, 403, 422),
    pages = offset,
)]
pub struct ListSamlConnections {
    /// How many connections at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many connections to skip. The server's default is 0.
    pub offset: Option<u64>,
    /// Only connections whose name contains this, whatever the case.
    pub query: Option<String>,
    /// What to sort by, with `+` before it for ascending and `-` for descending order.
    pub order_by: Option<String>,
    /// Only connections of these organizations, at most 100 IDs. A `-` before an ID leaves the
    /// organization out; a `+`, or nothing, lets it in.
    pub organization_id: Vec<String>,
}

/// Creates a SAML connection, which is not active yet.
#[deprecated(note = "use `enterprise_connections::CreateEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/saml_connections",
    response = SamlConnection,
    operation = "CreateSAMLConnection",
    errors(402, 403, 404, 409, 422),
)]
pub struct CreateSamlConnection {
    /// The name to display.
    pub name: String,
    /// The domain of the email addresses that sign in over this connection.
    #[deprecated(note = "use `domains`")]
    pub domain: Option<String>,
    /// The domains of the email addresses that sign in over this connection.
    pub domains: Option<Vec<String>>,
    /// The identity provider.
    pub provider: SamlProvider,
    /// The identity provider's entity ID.
    pub idp_entity_id: Patch<String>,
    /// The address at which the identity provider signs users in.
    pub idp_sso_url: Patch<String>,
    /// The identity provider's X.509 certificate.
    pub idp_certificate: Patch<String>,
    /// The address of the identity provider's metadata, which count more than the single values.
    pub idp_metadata_url: Patch<String>,
    /// The identity provider's metadata as XML, which count more than the single values.
    pub idp_metadata: Patch<String>,
    /// The organization that the connection's users join.
    pub organization_id: Patch<OrganizationId>,
    /// What the identity provider calls the members of a user.
    pub attribute_mapping: Patch<SamlAttributeMapping>,
    /// Whether users must sign in at the identity provider even if they have a session there.
    pub force_authn: Option<bool>,
    /// What the identity provider is told of the user at the start.
    pub login_hint: Patch<LoginHint>,
}

/// Gets a SAML connection.
#[deprecated(note = "use `enterprise_connections::GetEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/saml_connections/{saml_connection_id}",
    response = SamlConnection,
    operation = "GetSAMLConnection",
    errors(402, 403, 404),
)]
pub struct GetSamlConnection {
    /// The connection to get.
    pub saml_connection_id: SamlConnectionId,
}

/// Changes a SAML connection.
#[deprecated(note = "use `enterprise_connections::UpdateEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/saml_connections/{saml_connection_id}",
    response = SamlConnection,
    operation = "UpdateSAMLConnection",
    errors(402, 403, 404, 409, 422),
)]
pub struct UpdateSamlConnection {
    /// The connection to change.
    pub saml_connection_id: SamlConnectionId,
    /// The name to display.
    pub name: Patch<String>,
    /// The domain of the email addresses that sign in over this connection.
    #[deprecated(note = "use `domains`")]
    pub domain: Patch<String>,
    /// The domains of the email addresses that sign in over this connection.
    pub domains: Patch<Vec<String>>,
    /// The identity provider's entity ID.
    pub idp_entity_id: Patch<String>,
    /// The address at which the identity provider signs users in.
    pub idp_sso_url: Patch<String>,
    /// The identity provider's X.509 certificate.
    pub idp_certificate: Patch<String>,
    /// The address of the identity provider's metadata, which replace the single values.
    pub idp_metadata_url: Patch<String>,
    /// The identity provider's metadata as XML, which count more than the single values.
    pub idp_metadata: Patch<String>,
    /// The organization that the connection's users join.
    pub organization_id: Patch<OrganizationId>,
    /// What the identity provider calls the members of a user.
    pub attribute_mapping: Patch<SamlAttributeMapping>,
    /// Whether users can sign in over the connection.
    pub active: Patch<bool>,
    /// Whether each sign-in brings the user's members up to date.
    pub sync_user_attributes: Patch<bool>,
    /// Whether email addresses of subdomains can sign in too.
    pub allow_subdomains: Patch<bool>,
    /// Whether a sign-in may start at the identity provider.
    pub allow_idp_initiated: Patch<bool>,
    /// Whether users are kept from adding further email addresses and phone numbers.
    pub disable_additional_identifications: Patch<bool>,
    /// Whether membership of the organization is enough to link an account.
    pub allow_organization_account_linking: Patch<bool>,
    /// Whether users must sign in at the identity provider even if they have a session there.
    pub force_authn: Option<bool>,
    /// What the identity provider is told of the user at the start.
    pub login_hint: Patch<LoginHint>,
    /// Whether activating the connection may delete verified domains of organizations that have
    /// the same name. Otherwise such a domain makes the request fail.
    pub consent_verified_domains_deletion: Patch<bool>,
}

/// Deletes a SAML connection.
#[deprecated(note = "use `enterprise_connections::DeleteEnterpriseConnection`")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/saml_connections/{saml_connection_id}",
    response = DeletedObject,
    operation = "DeleteSAMLConnection",
    errors(402, 403, 404),
)]
pub struct DeleteSamlConnection {
    /// The connection to delete.
    pub saml_connection_id: SamlConnectionId,
}

crate::endpoints! {
    ListSamlConnections, CreateSamlConnection, GetSamlConnection, UpdateSamlConnection,
    DeleteSamlConnection,
}

/// A connection over which the users of some domains sign in at their identity provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "saml_connection")]
#[non_exhaustive]
pub struct SamlConnection {
    /// The connection's ID.
    pub id: SamlConnectionId,
    /// The name to display.
    pub name: String,
    /// The first of the domains.
    #[deprecated(note = "use `domains`")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The domains of the email addresses that sign in over this connection.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The identity provider's entity ID.
    pub idp_entity_id: Option<String>,
    /// The address at which the identity provider signs users in.
    pub idp_sso_url: Option<String>,
    /// The identity provider's X.509 certificate.
    pub idp_certificate: Option<String>,
    /// From when the certificate is valid.
    pub idp_certificate_issued_at: Option<Timestamp>,
    /// Until when the certificate is valid.
    pub idp_certificate_expires_at: Option<Timestamp>,
    /// The address of the identity provider's metadata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idp_metadata_url: Option<String>,
    /// The identity provider's metadata, as XML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idp_metadata: Option<String>,
    /// The address to which the identity provider sends its assertions.
    pub acs_url: String,
    /// The entity ID by which the identity provider knows Clerk.
    pub sp_entity_id: String,
    /// The address of Clerk's metadata, for the identity provider.
    pub sp_metadata_url: String,
    /// The organization that the connection's users join.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// What the identity provider calls the members of a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute_mapping: Option<SamlAttributeMapping>,
    /// Whether users can sign in over the connection.
    #[serde(default)]
    pub active: bool,
    /// The identity provider.
    pub provider: SamlProvider,
    /// How many users the connection has.
    pub user_count: u64,
    /// Whether each sign-in brings the user's members up to date.
    #[serde(default)]
    pub sync_user_attributes: bool,
    /// Whether email addresses of subdomains can sign in too.
    #[serde(default)]
    pub allow_subdomains: bool,
    /// Whether a sign-in may start at the identity provider.
    #[serde(default)]
    pub allow_idp_initiated: bool,
    /// Whether users are kept from adding further email addresses and phone numbers.
    #[serde(default)]
    pub disable_additional_identifications: bool,
    /// Whether membership of the organization is enough to link an account.
    #[serde(default)]
    pub allow_organization_account_linking: bool,
    /// Whether users must sign in at the identity provider even if they have a session there.
    #[serde(default)]
    pub force_authn: bool,
    /// What the identity provider is told of the user at the start.
    pub login_hint: LoginHint,
    /// The enterprise connection that this connection belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_connection_id: Option<EnterpriseConnectionId>,
    /// When the connection was created.
    pub created_at: Timestamp,
    /// When the connection last changed.
    pub updated_at: Timestamp,
}

/// What the identity provider calls the members of a user.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SamlAttributeMapping {
    /// The attribute with the user's ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The attribute with the email address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// The attribute with the first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The attribute with the last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

/// The identity provider of a SAML connection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SamlProvider {
    /// Any that speaks SAML.
    SamlCustom,
    /// Okta Workforce.
    SamlOkta,
    /// Google Workspace.
    SamlGoogle,
    /// Microsoft Entra ID.
    SamlMicrosoft,
    /// A provider that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
