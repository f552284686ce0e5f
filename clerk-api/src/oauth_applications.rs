//! OAuth applications that use Clerk as their identity provider, and their access tokens.

use clerk_core::{Page, Part, Patch, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

pub use crate::models::deleted::DeletedObject;
use crate::{InstanceId, OAuthAccessTokenId, OAuthApplicationId, UserId};

/// Lists the OAuth applications.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/oauth_applications",
    response = Page<OAuthApplication>,
    errors(400, 403, 422),
    pages = offset,
)]
pub struct ListOAuthApplications {
    /// How many applications at most, 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many applications to skip. The server's default is 0.
    pub offset: Option<u64>,
    /// What to sort by, `created_at` or `name`, with `+` (or nothing) before it for ascending and
    /// `-` for descending order. The server's default is `+created_at`.
    pub order_by: Option<String>,
    /// Only applications whose name contains this, whatever the case, or whose client ID is this.
    pub name_query: Option<String>,
}

/// Creates an OAuth application.
///
/// The answer has the client secret, and only a rotation gives another.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications",
    response = OAuthApplication,
    errors(400, 403, 422),
)]
pub struct CreateOAuthApplication {
    /// The name to display, at most 256 characters.
    pub name: String,
    /// The addresses to which users may be sent back, of any scheme.
    pub redirect_uris: Patch<Vec<String>>,
    /// The address to which users are sent back, at most 1024 characters.
    #[deprecated(note = "use `redirect_uris`")]
    pub callback_url: Patch<String>,
    /// What the application may learn of a user, separated by spaces, at most 1024 characters:
    /// `profile`, `email`, `public_metadata`, `private_metadata`. The server's default is
    /// `profile email`.
    pub scopes: Patch<String>,
    /// Whether users are asked for their consent. The server's default is `true`.
    pub consent_screen_enabled: Patch<bool>,
    /// Whether sign-ins must use PKCE (RFC 7636). The server's default is `false`.
    pub pkce_required: Patch<bool>,
    /// Whether the application cannot keep a secret, and so uses PKCE instead.
    pub public: Patch<bool>,
}

/// Gets an OAuth application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/oauth_applications/{oauth_application_id}",
    response = OAuthApplication,
    errors(403, 404),
)]
pub struct GetOAuthApplication {
    /// The application to get.
    pub oauth_application_id: OAuthApplicationId,
}

/// Changes an OAuth application.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/oauth_applications/{oauth_application_id}",
    response = OAuthApplication,
    errors(400, 403, 404, 422),
)]
pub struct UpdateOAuthApplication {
    /// The application to change.
    pub oauth_application_id: OAuthApplicationId,
    /// The name to display, at most 256 characters.
    pub name: Patch<String>,
    /// The addresses to which users may be sent back, all of them.
    pub redirect_uris: Patch<Vec<String>>,
    /// The address to which users are sent back, at most 1024 characters.
    #[deprecated(note = "use `redirect_uris`")]
    pub callback_url: Patch<String>,
    /// What the application may learn of a user, separated by spaces, at most 1024 characters:
    /// `profile`, `email`, `public_metadata`, `private_metadata`. The server's default is
    /// `profile email`.
    pub scopes: Patch<String>,
    /// Whether users are asked for their consent. An application that registered itself must ask.
    pub consent_screen_enabled: Patch<bool>,
    /// Whether sign-ins must use PKCE (RFC 7636).
    pub pkce_required: Patch<bool>,
    /// Whether the application cannot keep a secret, and so uses PKCE instead.
    pub public: Patch<bool>,
}

/// Deletes an OAuth application, for good.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/oauth_applications/{oauth_application_id}",
    response = DeletedObject,
    errors(403, 404),
)]
pub struct DeleteOAuthApplication {
    /// The application to delete.
    pub oauth_application_id: OAuthApplicationId,
}

/// Sets an OAuth application's logo.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PUT,
    path = "/oauth_applications/{oauth_application_id}/logo",
    response = OAuthApplication,
    errors(400, 403, 404, 413),
)]
pub struct UploadOAuthApplicationLogo {
    /// The application that gets the logo.
    pub oauth_application_id: OAuthApplicationId,
    /// The user who uploads it.
    #[endpoint(part)]
    pub uploader_user_id: Option<UserId>,
    /// The image: JPEG, PNG, GIF or WebP, at most 10 MB. A larger one is refused before it is
    /// sent.
    #[endpoint(part, max_bytes = 10_000_000)]
    pub file: Part,
}

/// Gives an OAuth application a new client secret, which only this answer has.
///
/// The application cannot sign users in until it is given the new secret.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications/{oauth_application_id}/rotate_secret",
    response = OAuthApplication,
    errors(403, 404),
)]
pub struct RotateOAuthApplicationSecret {
    /// The application that gets a new secret.
    pub oauth_application_id: OAuthApplicationId,
}

/// Revokes the access token and the refresh token of one grant to an OAuth application.
///
/// Access tokens that are JWTs cannot be revoked.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications/{oauth_application_id}/revoke_token",
    errors(400, 403, 404, 422),
)]
pub struct RevokeOAuthApplicationToken {
    /// The application that has the token.
    pub oauth_application_id: OAuthApplicationId,
    /// Either token of the grant, an opaque one.
    pub token: SecretString,
}

/// Asks whether an access token of an OAuth application is valid, and for whom.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/oauth_applications/access_tokens/verify",
    response = OAuthAccessTokenVerification,
    operation = "verifyOAuthAccessToken",
    errors(400, 404),
    idempotent,
)]
pub struct VerifyOAuthAccessToken {
    /// The token to verify.
    pub access_token: Option<SecretString>,
    /// The token to verify.
    #[deprecated(note = "use `access_token`")]
    pub secret: Option<SecretString>,
}

crate::endpoints! {
    ListOAuthApplications, CreateOAuthApplication, GetOAuthApplication, UpdateOAuthApplication,
    DeleteOAuthApplication, UploadOAuthApplicationLogo, RotateOAuthApplicationSecret,
    RevokeOAuthApplicationToken, VerifyOAuthAccessToken,
}

/// An application whose users sign in with their accounts of this instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "oauth_application")]
#[non_exhaustive]
pub struct OAuthApplication {
    /// The application's ID.
    pub id: OAuthApplicationId,
    /// The instance that signs the users in.
    pub instance_id: InstanceId,
    /// The name to display.
    pub name: String,
    /// The ID by which the application calls itself at the instance.
    pub client_id: String,
    /// The secret by which the application proves its client ID; empty for a public application.
    /// Only the answers to the application's creation and to a rotation have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<SecretString>,
    /// The address of the application's home page.
    pub client_uri: Option<String>,
    /// The address of the application's logo.
    pub client_image_url: Option<String>,
    /// Whether the application registered itself (RFC 7591).
    #[serde(default)]
    pub dynamically_registered: bool,
    /// Whether users are asked for their consent.
    #[serde(default)]
    pub consent_screen_enabled: bool,
    /// Whether sign-ins must use PKCE (RFC 7636).
    #[serde(default)]
    pub pkce_required: bool,
    /// Whether the application cannot keep a secret, and so uses PKCE instead.
    #[serde(default)]
    pub public: bool,
    /// What the application may learn of a user, separated by spaces.
    pub scopes: String,
    /// The addresses to which users may be sent back.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// The address to which users are sent back.
    #[deprecated(note = "use `redirect_uris`")]
    #[serde(default)]
    pub callback_url: String,
    /// The address at which users sign in.
    pub authorize_url: String,
    /// The address that gives tokens.
    pub token_fetch_url: String,
    /// The address that tells who the user is.
    pub user_info_url: String,
    /// The address of the document that names all the others.
    pub discovery_url: String,
    /// The address that tells whether a token is valid (RFC 7662).
    pub token_introspection_url: String,
    /// When the application was created.
    pub created_at: Timestamp,
    /// When the application last changed.
    pub updated_at: Timestamp,
}

clerk_core::union! {
    /// What is known of an access token that was verified.
    pub enum OAuthAccessTokenVerification {
        /// The token. It may be revoked or expired: look at these before it is trusted.
        Token(OAuthAccessToken),
        /// A JWT whose time is over.
        Inactive(InactiveOAuthAccessToken),
    }
}

/// An access token with which an OAuth application acts for a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "clerk_idp_oauth_access_token")]
#[non_exhaustive]
pub struct OAuthAccessToken {
    /// The token's ID.
    pub id: OAuthAccessTokenId,
    /// The client ID of the application.
    pub client_id: String,
    /// The user that the application acts for.
    pub subject: UserId,
    /// What the application may do.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Whether the token was revoked.
    pub revoked: bool,
    /// Why it was revoked.
    pub revocation_reason: Option<String>,
    /// Whether the token's time is over.
    pub expired: bool,
    /// When the token's time is over.
    pub expiration: Option<Timestamp>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Timestamp,
}

/// That an access token is not valid any more, and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct InactiveOAuthAccessToken {
    /// Always `false`.
    pub active: bool,
}
