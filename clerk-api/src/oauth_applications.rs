//! OAuth applications that use Clerk as their identity provider, and their access tokens.

use clerk_core::{Endpoint, Page, Part, Patch, SecretString, Timestamp, model};

pub use crate::models::deleted::DeletedObject;
use crate::{InstanceId, OAuthAccessTokenId, OAuthApplicationId, OrderBy, UserId};

/// Lists the OAuth applications.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/oauth_applications",
    response = Page<OAuthApplication>,
    errors(400, 403, 422),
    pages = offset,
    incoming,
)]
pub struct ListOAuthApplications {
    /// Maximum number of applications, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of applications to skip. Server default: 0.
    pub offset: Option<u64>,
    /// The sort order. Server default: oldest first.
    pub order_by: Option<OrderBy<OAuthApplicationOrder>>,
    /// Only applications whose name contains this text, ignoring case, or that have this client ID.
    pub name_query: Option<String>,
}

/// Creates an OAuth application.
///
/// The response contains the client secret. To get a new secret later, use
/// [`RotateOAuthApplicationSecret`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications",
    response = OAuthApplication,
    errors(400, 403, 422),
    incoming,
)]
pub struct CreateOAuthApplication {
    /// The application's display name, at most 256 characters.
    pub name: String,
    /// The redirect URIs that the application may use, with any scheme.
    pub redirect_uris: Option<Vec<String>>,
    /// The URL to which users are redirected, at most 1024 characters.
    #[deprecated(note = "use `redirect_uris`")]
    pub callback_url: Option<String>,
    /// The scopes that the application may request, separated by spaces, at most 1024 characters in
    /// total: `profile`, `email`, `public_metadata`, `private_metadata`. Server default: `profile
    /// email`.
    pub scopes: Option<String>,
    /// Whether to ask users for their consent. Server default: `true`.
    pub consent_screen_enabled: Option<bool>,
    /// Whether sign-ins must use PKCE (RFC 7636). Server default: `false`.
    pub pkce_required: Option<bool>,
    /// Whether the application is a public client, which cannot keep a secret and uses PKCE
    /// instead.
    pub public: Option<bool>,
}

/// Gets an OAuth application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/oauth_applications/{oauth_application_id}",
    response = OAuthApplication,
    errors(403, 404),
    incoming,
)]
pub struct GetOAuthApplication {
    /// The application to get.
    pub oauth_application_id: OAuthApplicationId,
}

/// Updates an OAuth application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/oauth_applications/{oauth_application_id}",
    response = OAuthApplication,
    errors(400, 403, 404, 422),
    incoming,
)]
pub struct UpdateOAuthApplication {
    /// The application to update.
    pub oauth_application_id: OAuthApplicationId,
    /// The application's display name, at most 256 characters.
    pub name: Patch<String>,
    /// The redirect URIs that the application may use. They replace the old ones.
    pub redirect_uris: Patch<Vec<String>>,
    /// The URL to which users are redirected, at most 1024 characters.
    #[deprecated(note = "use `redirect_uris`")]
    pub callback_url: Patch<String>,
    /// The scopes that the application may request, separated by spaces, at most 1024 characters in
    /// total: `profile`, `email`, `public_metadata`, `private_metadata`. Server default: `profile
    /// email`.
    pub scopes: Patch<String>,
    /// Whether to ask users for their consent. Dynamically registered applications must ask.
    pub consent_screen_enabled: Patch<bool>,
    /// Whether sign-ins must use PKCE (RFC 7636).
    pub pkce_required: Patch<bool>,
    /// Whether the application is a public client, which cannot keep a secret and uses PKCE
    /// instead.
    pub public: Patch<bool>,
}

/// Deletes an OAuth application permanently.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/oauth_applications/{oauth_application_id}",
    response = DeletedObject,
    errors(403, 404),
    incoming,
)]
pub struct DeleteOAuthApplication {
    /// The application to delete.
    pub oauth_application_id: OAuthApplicationId,
}

/// Replaces the logo of an OAuth application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/oauth_applications/{oauth_application_id}/logo",
    response = OAuthApplication,
    errors(400, 403, 404, 413),
    incoming,
)]
pub struct UploadOAuthApplicationLogo {
    /// The application whose logo to replace.
    pub oauth_application_id: OAuthApplicationId,
    /// The user who uploads the logo.
    #[endpoint(part)]
    pub uploader_user_id: Option<UserId>,
    /// The image: JPEG, PNG, GIF or WebP, at most 10 MB. A larger file is refused before it is
    /// sent.
    #[endpoint(part, max_bytes = 10_000_000)]
    pub file: Part,
}

/// Replaces the client secret of an OAuth application. Only this response contains the new secret.
///
/// The application cannot sign users in until it uses the new secret.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications/{oauth_application_id}/rotate_secret",
    response = OAuthApplication,
    errors(403, 404),
    incoming,
)]
pub struct RotateOAuthApplicationSecret {
    /// The application whose client secret to replace.
    pub oauth_application_id: OAuthApplicationId,
}

/// Revokes a grant to an OAuth application: its access token and its refresh token.
///
/// Access tokens that are JWTs cannot be revoked.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications/{oauth_application_id}/revoke_token",
    errors(400, 403, 404, 422),
    incoming,
)]
pub struct RevokeOAuthApplicationToken {
    /// The application that the token was issued to.
    pub oauth_application_id: OAuthApplicationId,
    /// The access token or the refresh token of the grant. It must be opaque.
    pub token: SecretString,
}

/// Verifies an access token of an OAuth application and returns its details.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications/access_tokens/verify",
    response = OAuthAccessTokenVerification,
    errors(400, 404),
    idempotent,
    operation = "verifyOAuthAccessToken",
    incoming,
)]
pub struct VerifyOAuthAccessToken {
    /// The token to verify.
    pub access_token: Option<SecretString>,
    /// The token to verify.
    #[deprecated(note = "use `access_token`")]
    pub secret: Option<SecretString>,
}

crate::endpoints! {
    ListOAuthApplications,
    CreateOAuthApplication,
    GetOAuthApplication,
    UpdateOAuthApplication,
    DeleteOAuthApplication,
    UploadOAuthApplicationLogo,
    RotateOAuthApplicationSecret,
    RevokeOAuthApplicationToken,
    VerifyOAuthAccessToken,
}

crate::order::order! {
    /// A sort field for OAuth applications.
    pub enum OAuthApplicationOrder {
        /// When the application was created.
        CreatedAt,
        /// The name.
        Name,
    }
}

/// An OAuth application. Its users sign in with their accounts of this instance.
#[model("oauth_application")]
pub struct OAuthApplication {
    /// The application's ID.
    pub id: OAuthApplicationId,
    /// The instance that the application belongs to.
    pub instance_id: Option<InstanceId>,
    /// The application's display name.
    pub name: String,
    /// The application's client ID.
    pub client_id: String,
    /// The application's client secret. Empty for a public application. Only the responses to the
    /// application's creation and to a rotation contain it.
    pub client_secret: Option<SecretString>,
    /// The URL of the application's home page.
    #[lenient(nullable)]
    pub client_uri: Option<String>,
    /// The URL of the application's logo.
    #[lenient(nullable)]
    pub client_image_url: Option<String>,
    /// Whether the application was registered dynamically (RFC 7591).
    #[serde(default)]
    pub dynamically_registered: bool,
    /// Whether users are asked for their consent.
    #[serde(default)]
    pub consent_screen_enabled: bool,
    /// Whether sign-ins must use PKCE (RFC 7636).
    #[serde(default)]
    pub pkce_required: bool,
    /// Whether the application is a public client, which cannot keep a secret and uses PKCE
    /// instead.
    #[serde(default)]
    pub public: bool,
    /// The scopes that the application may request, separated by spaces.
    pub scopes: Option<String>,
    /// The redirect URIs that the application may use.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// The URL to which users are redirected.
    #[deprecated(note = "use `redirect_uris`")]
    #[serde(default)]
    pub callback_url: String,
    /// The authorization URL, where users sign in.
    pub authorize_url: Option<String>,
    /// The token URL.
    pub token_fetch_url: Option<String>,
    /// The user info URL.
    pub user_info_url: Option<String>,
    /// The URL of the discovery document, which contains the other URLs.
    pub discovery_url: Option<String>,
    /// The token introspection URL (RFC 7662).
    pub token_introspection_url: Option<String>,
    /// When the application was created.
    pub created_at: Timestamp,
    /// When the application last changed.
    pub updated_at: Option<Timestamp>,
}

clerk_core::union! {
    /// The result of the verification of an access token.
    pub enum OAuthAccessTokenVerification {
        /// The token's details. The token may be revoked or expired: check both before you trust
        /// it.
        Token(OAuthAccessToken),
        /// An expired JWT.
        Inactive(InactiveOAuthAccessToken),
    }
}

/// An access token that lets an OAuth application act for a user.
#[model("clerk_idp_oauth_access_token")]
pub struct OAuthAccessToken {
    /// The token's ID.
    pub id: OAuthAccessTokenId,
    /// The client ID of the application.
    pub client_id: String,
    /// The user for whom the application acts.
    pub subject: UserId,
    /// The scopes that the token grants.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Whether the token was revoked. `None` if unknown: do not accept such a
    /// token.
    pub revoked: Option<bool>,
    /// The reason for the revocation.
    #[lenient(nullable)]
    pub revocation_reason: Option<String>,
    /// Whether the token has expired. `None` if unknown: do not accept such a
    /// token.
    pub expired: Option<bool>,
    /// When the token expires. `None` if it does not expire.
    #[lenient(nullable)]
    pub expiration: Option<Timestamp>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Option<Timestamp>,
}

/// An access token that is no longer valid. The response contains no other details.
#[model]
pub struct InactiveOAuthAccessToken {
    /// Always `false`.
    pub active: bool,
}
