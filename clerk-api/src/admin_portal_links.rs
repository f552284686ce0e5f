//! Links to the admin portal, where a customer sets up single sign-on.

use clerk_core::{Endpoint, SecretString, Timestamp, model};

use crate::{AdminPortalLinkId, AdminPortalLinkTokenId, InstanceId, OrganizationId};

/// Creates a token that opens the admin portal once.
///
/// Only this response contains the token itself.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/admin_portal_link_tokens",
    response = AdminPortalLinkToken,
    errors(400, 401, 403, 409),
    operation = "createAdminPortalLinkToken",
    incoming,
)]
pub struct CreateAdminPortalLinkToken {
    /// The organization to set up. Without it, the link belongs to no existing organization.
    pub organization_id: Option<OrganizationId>,
    /// The IT contact that the link is for, under an ID of your choice. Must not be empty.
    pub it_contact_id: Option<String>,
    /// The scopes that the link grants. No scope may be empty.
    pub scopes: Option<Vec<String>>,
    /// Lifetime of the token, in seconds, at most 86400 (a day). Server default: 3600.
    pub seconds_until_expiration: Option<u32>,
}

/// Revokes a token, so that its link no longer opens the admin portal.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke",
    response = AdminPortalLinkToken,
    errors(400, 401, 403, 404),
    operation = "revokeAdminPortalLinkToken",
    incoming,
)]
pub struct RevokeAdminPortalLinkToken {
    /// The token to revoke.
    #[endpoint(rename = "adminPortalLinkTokenID")]
    pub admin_portal_link_token_id: AdminPortalLinkTokenId,
    /// The reason for the revocation, for the record.
    pub revocation_reason: Option<String>,
}

crate::endpoints! { CreateAdminPortalLinkToken, RevokeAdminPortalLinkToken }

/// A token that opens the admin portal, where a customer sets up single sign-on.
#[model("admin_portal_link_token")]
pub struct AdminPortalLinkToken {
    /// The token's ID.
    pub id: AdminPortalLinkTokenId,
    /// The link that the token is for.
    pub admin_portal_link_id: AdminPortalLinkId,
    /// The instance that the portal belongs to.
    pub instance_id: Option<InstanceId>,
    /// The organization to set up, if it already exists.
    #[lenient(nullable)]
    pub organization_id: Option<OrganizationId>,
    /// The IT contact that the link is for, under the ID that the application chose.
    #[lenient(nullable)]
    pub it_contact_id: Option<String>,
    /// The scopes that the link grants.
    #[lenient(nullable)]
    pub scopes: Option<Vec<String>>,
    /// The token itself. Treat it as a password until it is used. Only the response to its creation
    /// contains it.
    pub token: Option<SecretString>,
    /// Whether the token was revoked. `None` if unknown: do not accept such a
    /// token.
    pub revoked: Option<bool>,
    /// The reason for the revocation.
    #[lenient(nullable)]
    pub revocation_reason: Option<String>,
    /// Whether the token has expired. `None` if unknown: do not accept such a
    /// token.
    pub expired: Option<bool>,
    /// When the token expires.
    #[lenient(nullable)]
    pub expiration: Option<Timestamp>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Option<Timestamp>,
}
