//! Enterprise connections: single sign-on with SAML and OIDC.
//!
//! The operations fail with 402 if the plan does not include enterprise connections.

use clerk_core::{Endpoint, Page, Patch};

pub use self::{models::*, settings::*};
pub use crate::models::{
    deleted::DeletedObject,
    enterprise::{CustomAttribute, LoginHint, LoginHintMode},
};
use crate::{EnterpriseConnectionId, OrganizationId};

mod models;
mod settings;

/// Lists the enterprise connections.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/enterprise_connections",
    response = Page<EnterpriseConnection>,
    errors(402, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListEnterpriseConnections {
    /// Maximum number of connections, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of connections to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only connections of this organization.
    pub organization_id: Option<OrganizationId>,
    /// Only active connections if `true`, only inactive ones if `false`.
    pub active: Option<bool>,
}

/// Creates an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/enterprise_connections",
    response = EnterpriseConnection,
    errors(402, 403, 404, 409, 422),
    incoming,
)]
pub struct CreateEnterpriseConnection {
    /// The connection's display name.
    pub name: String,
    /// The identity provider.
    pub provider: EnterpriseConnectionProvider,
    /// The email domains whose users sign in through this connection: at least one, each fully
    /// qualified. The server converts them to lowercase.
    pub domains: Vec<String>,
    /// The organization that the connection belongs to.
    pub organization_id: Option<OrganizationId>,
    /// Whether membership in the organization is enough to link an account.
    pub allow_organization_account_linking: Option<bool>,
    /// Whether users can sign in through the connection. A SAML connection also needs the identity
    /// provider's data in [`saml`](Self::saml).
    pub active: Option<bool>,
    /// How to connect to the identity provider with SAML. Ignored unless the provider uses SAML.
    pub saml: Option<SamlSettings>,
    /// How to connect to the identity provider with OIDC. Ignored unless the provider uses OIDC.
    pub oidc: Option<OidcSettings>,
    /// Custom attributes to import for each user. Requires the custom attributes feature.
    pub custom_attributes: Option<Vec<CustomAttribute>>,
}

/// Gets an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/enterprise_connections/{enterprise_connection_id}",
    response = EnterpriseConnection,
    errors(402, 403, 404),
    incoming,
)]
pub struct GetEnterpriseConnection {
    /// The connection to get.
    pub enterprise_connection_id: EnterpriseConnectionId,
}

/// Updates an enterprise connection.
///
/// Activating a connection may delete verified organization domains with the same names as the
/// connection's domains, such as domains that invite people to an organization.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/enterprise_connections/{enterprise_connection_id}",
    response = EnterpriseConnection,
    errors(400, 402, 403, 404, 422),
    incoming,
)]
pub struct UpdateEnterpriseConnection {
    /// The connection to update.
    pub enterprise_connection_id: EnterpriseConnectionId,
    /// The connection's display name.
    pub name: Patch<String>,
    /// The email domains whose users sign in through this connection. This list replaces the old
    /// one. An empty list changes nothing. The server converts them to lowercase.
    pub domains: Patch<Vec<String>>,
    /// Whether users can sign in through the connection.
    pub active: Patch<bool>,
    /// Whether each sign-in updates the user's attributes.
    pub sync_user_attributes: Patch<bool>,
    /// Whether to prevent users from adding more email addresses and phone numbers.
    pub disable_additional_identifications: Patch<bool>,
    /// Whether membership in the organization is enough to link an account.
    pub allow_organization_account_linking: Patch<bool>,
    /// The organization that the connection belongs to. It can be changed, but not removed.
    pub organization_id: Patch<OrganizationId>,
    /// How to connect to the identity provider with SAML. Ignored unless the provider uses SAML.
    pub saml: Patch<SamlSettings>,
    /// How to connect to the identity provider with OIDC. Ignored unless the provider uses OIDC.
    pub oidc: Patch<OidcSettings>,
    /// Custom attributes to import for each user. Requires the custom attributes feature.
    pub custom_attributes: Patch<Vec<CustomAttribute>>,
}

/// Deletes an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/enterprise_connections/{enterprise_connection_id}",
    response = DeletedObject,
    errors(402, 403, 404),
    incoming,
)]
pub struct DeleteEnterpriseConnection {
    /// The connection to delete.
    pub enterprise_connection_id: EnterpriseConnectionId,
}

/// Lists the test runs of an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/enterprise_connections/{enterprise_connection_id}/test_runs",
    response = Page<EnterpriseConnectionTestRun>,
    errors(402, 403, 404, 422),
    pages = offset,
    incoming,
)]
pub struct ListEnterpriseConnectionTestRuns {
    /// The connection whose test runs to list.
    pub enterprise_connection_id: EnterpriseConnectionId,
    /// Only test runs with one of these statuses.
    pub status: Vec<EnterpriseConnectionTestRunStatus>,
    /// Maximum number of test runs, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of test runs to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates a test run of an enterprise connection. A person then completes it in a browser.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/enterprise_connections/{enterprise_connection_id}/test_runs",
    response = EnterpriseConnectionTestRunLink,
    errors(402, 403, 404),
    incoming,
)]
pub struct CreateEnterpriseConnectionTestRun {
    /// The connection to test.
    pub enterprise_connection_id: EnterpriseConnectionId,
}

crate::endpoints! {
    ListEnterpriseConnections, CreateEnterpriseConnection, GetEnterpriseConnection,
    UpdateEnterpriseConnection, DeleteEnterpriseConnection, ListEnterpriseConnectionTestRuns,
    CreateEnterpriseConnectionTestRun,
}
