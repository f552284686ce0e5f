//! Enterprise connections: single sign-on over SAML and OIDC.
//!
//! The operations answer 402 where the plan does not include enterprise connections.

use clerk_core::{Page, Patch};
use clerk_macros::CatalogueEndpoint as Endpoint;

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
)]
pub struct ListEnterpriseConnections {
    /// How many connections at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many connections to skip. The server's default is 0.
    pub offset: Option<u64>,
    /// Only connections of this organization.
    pub organization_id: Option<OrganizationId>,
    /// Only connections that are active, or only those that are not.
    pub active: Option<bool>,
}

/// Creates an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/enterprise_connections",
    response = EnterpriseConnection,
    errors(402, 403, 404, 409, 422),
)]
pub struct CreateEnterpriseConnection {
    /// The name to display.
    pub name: String,
    /// The identity provider.
    pub provider: EnterpriseConnectionProvider,
    /// The domains of the email addresses that sign in over this connection: at least one, each
    /// fully qualified. The server writes them in lower case.
    pub domains: Vec<String>,
    /// The organization that the connection belongs to.
    pub organization_id: Patch<OrganizationId>,
    /// Whether membership of the organization is enough to link an account.
    pub allow_organization_account_linking: Patch<bool>,
    /// Whether users can sign in over the connection. With SAML that needs the identity provider's
    /// data in [`saml`](Self::saml).
    pub active: Patch<bool>,
    /// How to reach the identity provider over SAML. It counts only where the provider is one for
    /// SAML.
    pub saml: Patch<SamlSettings>,
    /// How to reach the identity provider over OIDC. It counts only where the provider is one for
    /// OIDC.
    pub oidc: Patch<OidcSettings>,
    /// The attributes of the application's own that users bring along. The instance needs the
    /// feature for custom attributes.
    pub custom_attributes: Option<Vec<CustomAttribute>>,
}

/// Gets an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/enterprise_connections/{enterprise_connection_id}",
    response = EnterpriseConnection,
    errors(402, 403, 404),
)]
pub struct GetEnterpriseConnection {
    /// The connection to get.
    pub enterprise_connection_id: EnterpriseConnectionId,
}

/// Changes an enterprise connection.
///
/// Activating it may delete verified domains of organizations that have the same name, such as
/// those by which people are invited.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/enterprise_connections/{enterprise_connection_id}",
    response = EnterpriseConnection,
    errors(400, 402, 403, 404, 422),
)]
pub struct UpdateEnterpriseConnection {
    /// The connection to change.
    pub enterprise_connection_id: EnterpriseConnectionId,
    /// The name to display.
    pub name: Patch<String>,
    /// The domains of the email addresses that sign in over this connection, all of them. An empty
    /// list changes nothing. The server writes them in lower case.
    pub domains: Patch<Vec<String>>,
    /// Whether users can sign in over the connection.
    pub active: Patch<bool>,
    /// Whether each sign-in brings the user's members up to date.
    pub sync_user_attributes: Patch<bool>,
    /// Whether users are kept from adding further email addresses and phone numbers.
    pub disable_additional_identifications: Patch<bool>,
    /// Whether membership of the organization is enough to link an account.
    pub allow_organization_account_linking: Patch<bool>,
    /// The organization that the connection belongs to. It can be changed for another, and not
    /// removed.
    pub organization_id: Patch<OrganizationId>,
    /// How to reach the identity provider over SAML. It counts only where the provider is one for
    /// SAML.
    pub saml: Patch<SamlSettings>,
    /// How to reach the identity provider over OIDC. It counts only where the provider is one for
    /// OIDC.
    pub oidc: Patch<OidcSettings>,
    /// The attributes of the application's own that users bring along. The instance needs the
    /// feature for custom attributes.
    pub custom_attributes: Patch<Vec<CustomAttribute>>,
}

/// Deletes an enterprise connection.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/enterprise_connections/{enterprise_connection_id}",
    response = DeletedObject,
    errors(402, 403, 404),
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
)]
pub struct ListEnterpriseConnectionTestRuns {
    /// The connection that was tested.
    pub enterprise_connection_id: EnterpriseConnectionId,
    /// Only runs with one of these statuses.
    pub status: Vec<EnterpriseConnectionTestRunStatus>,
    /// How many runs at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many runs to skip. The server's default is 0.
    pub offset: Option<u64>,
}

/// Starts a test run of an enterprise connection, which a person then goes through in a browser.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/enterprise_connections/{enterprise_connection_id}/test_runs",
    response = EnterpriseConnectionTestRunLink,
    errors(402, 403, 404),
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
