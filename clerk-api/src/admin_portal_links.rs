//! Links to the portal in which a customer sets up single sign-on.

use clerk_core::{Patch, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use crate::{AdminPortalLinkId, AdminPortalLinkTokenId, InstanceId, OrganizationId};

/// Creates a token that opens the portal once.
///
/// The answer is the only one that has the token itself.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/admin_portal_link_tokens",
    response = AdminPortalLinkToken,
    operation = "createAdminPortalLinkToken",
    errors(400, 401, 403, 409),
)]
pub struct CreateAdminPortalLinkToken {
    /// The organization to set up. Without it the link belongs to no organization that exists.
    pub organization_id: Option<OrganizationId>,
    /// Who the link is for, as the application calls them. Not empty.
    pub it_contact_id: Option<String>,
    /// What the link allows. None of them is empty.
    pub scopes: Option<Vec<String>>,
    /// Lifetime of the token, in seconds, at most 86400 (a day). The server's default is 3600.
    pub seconds_until_expiration: Option<u32>,
}

/// Revokes a token, so that its link does not open the portal any more.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke",
    response = AdminPortalLinkToken,
    operation = "revokeAdminPortalLinkToken",
    errors(400, 401, 403, 404),
)]
pub struct RevokeAdminPortalLinkToken {
    /// The token to revoke.
    #[endpoint(rename = "adminPortalLinkTokenID")]
    pub admin_portal_link_token_id: AdminPortalLinkTokenId,
    /// Why it is revoked, for the record.
    pub revocation_reason: Patch<String>,
}

crate::endpoints! { CreateAdminPortalLinkToken, RevokeAdminPortalLinkToken }

/// A token that opens the portal in which a customer sets up single sign-on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "admin_portal_link_token")]
#[non_exhaustive]
pub struct AdminPortalLinkToken {
    /// The token's ID.
    pub id: AdminPortalLinkTokenId,
    /// The link that the token is for.
    pub admin_portal_link_id: AdminPortalLinkId,
    /// The instance that the portal belongs to.
    pub instance_id: InstanceId,
    /// The organization to set up, where there is one already.
    pub organization_id: Option<OrganizationId>,
    /// Who the link is for, as the application calls them.
    pub it_contact_id: Option<String>,
    /// What the link allows.
    pub scopes: Option<Vec<String>>,
    /// The token itself, which is as good as a password until it is used. Only the answer to its
    /// creation has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretString>,
    /// Whether the token was revoked.
    #[serde(default)]
    pub revoked: bool,
    /// Why it was revoked.
    pub revocation_reason: Option<String>,
    /// Whether the token's time is over.
    #[serde(default)]
    pub expired: bool,
    /// When the token's time is over.
    pub expiration: Option<Timestamp>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Timestamp,
}
