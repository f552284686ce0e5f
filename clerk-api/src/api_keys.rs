//! API keys that belong to users, organizations and machines.
//!
//! The owner of a key is its `subject`: the ID of a user, an organization, a machine or a SCIM
//! directory. [`UserId`] and the other ID types convert into the `String` that the endpoints take.

use clerk_core::{Endpoint, Json, Page, Patch, SecretString, Timestamp, model};

use crate::{ApiKeyId, UserId};

pub use crate::models::deleted::DeletedObject;

/// Creates an API key.
///
/// The response contains the key's secret. [`GetApiKeySecret`] returns it again later.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/api_keys",
    response = ApiKey,
    errors(400, 409),
    operation = "createApiKey",
    incoming,
)]
pub struct CreateApiKey {
    /// The key's name: at least 3 characters, without leading or trailing white space.
    pub name: String,
    /// The ID of the key's owner.
    pub subject: String,
    /// The kind of key, 3 to 25 characters. Server default: `api_key`.
    #[endpoint(rename = "type")]
    pub kind: Option<String>,
    /// A description of the key, at most 255 characters.
    pub description: Option<String>,
    /// Claims of the key: any JSON. Verifying the key returns them.
    pub claims: Option<Json>,
    /// The scopes that the key grants, as the application defines them. Server default: none.
    pub scopes: Option<Vec<String>>,
    /// The user who creates the key.
    pub created_by: Option<UserId>,
    /// Lifetime of the key, in seconds. Without it, the key does not expire.
    pub seconds_until_expiration: Option<u64>,
}

/// Lists the API keys of an owner.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/api_keys",
    response = Page<ApiKey>,
    errors(400, 404),
    operation = "getApiKeys",
    pages = offset,
    incoming,
)]
pub struct ListApiKeys {
    /// The ID of the keys' owner.
    pub subject: String,
    /// Only keys of this kind. Server default: `api_key`.
    #[endpoint(rename = "type")]
    pub kind: Option<String>,
    /// Whether to include revoked and expired keys. Server default: `false`.
    pub include_invalid: Option<bool>,
    /// Maximum number of keys, 1 to 100. Server default: 10.
    pub limit: Option<u32>,
    /// Number of keys to skip. Server default: 0.
    pub offset: Option<u64>,
    /// Only keys that match this text.
    pub query: Option<String>,
}

/// Gets an API key, without its secret.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/api_keys/{apiKeyID}",
    response = ApiKey,
    errors(400, 404),
    operation = "getApiKey",
    incoming,
)]
pub struct GetApiKey {
    /// The key to get.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
}

/// Updates an API key. Its name and secret cannot change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/api_keys/{apiKeyID}",
    response = ApiKey,
    errors(400, 404),
    operation = "updateApiKey",
    incoming,
)]
pub struct UpdateApiKey {
    /// The key to update.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
    /// New claims of the key: any JSON. They replace the old ones.
    pub claims: Patch<Json>,
    /// New scopes of the key.
    pub scopes: Option<Vec<String>>,
    /// A description of the key, at most 255 characters.
    pub description: Patch<String>,
    /// The ID of the key's new owner.
    pub subject: Option<String>,
    /// Lifetime of the key, in seconds. Clear it to make a key that does not expire.
    pub seconds_until_expiration: Patch<u64>,
}

/// Deletes an API key permanently. To disable a key but keep its record, use [`RevokeApiKey`].
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/api_keys/{apiKeyID}",
    response = DeletedObject,
    errors(400, 404),
    operation = "deleteApiKey",
    incoming,
)]
pub struct DeleteApiKey {
    /// The key to delete.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
}

/// Gets the secret of an API key.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/api_keys/{apiKeyID}/secret",
    response = ApiKeySecret,
    errors(400, 404),
    operation = "getApiKeySecret",
    incoming,
)]
pub struct GetApiKeySecret {
    /// The key whose secret to get.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
}

/// Revokes an API key. The key is refused from then on, and this cannot be undone.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/api_keys/{apiKeyID}/revoke",
    response = ApiKey,
    errors(400, 404),
    operation = "revokeApiKey",
    incoming,
)]
pub struct RevokeApiKey {
    /// The key to revoke.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
    /// The reason for the revocation, for later readers of the key.
    pub revocation_reason: Option<String>,
}

/// Verifies the secret of an API key and returns the key. Its `subject` identifies the caller.
///
/// Fails with 404 if no key has this secret.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/api_keys/verify",
    response = ApiKey,
    errors(400, 404),
    idempotent,
    operation = "verifyApiKey",
    incoming,
)]
pub struct VerifyApiKey {
    /// The secret from the incoming request.
    pub secret: SecretString,
}

crate::endpoints! {
    CreateApiKey,
    ListApiKeys,
    GetApiKey,
    UpdateApiKey,
    DeleteApiKey,
    GetApiKeySecret,
    RevokeApiKey,
    VerifyApiKey,
}

/// A key that a user, an organization, or a machine uses to call the application's own API.
#[model("api_key")]
pub struct ApiKey {
    /// The key's ID.
    pub id: ApiKeyId,
    /// The kind of key, such as `api_key`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The ID of the key's owner.
    pub subject: String,
    /// The key's name.
    pub name: String,
    /// A description of the key.
    pub description: Option<String>,
    /// Claims of the key: any JSON.
    #[lenient(nullable)]
    pub claims: Option<Json>,
    /// The scopes that the key grants, as the application defines them.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The key itself. Only the response to [`CreateApiKey`] contains it.
    pub secret: Option<SecretString>,
    /// Whether the key was revoked. `None` if unknown: do not accept such a
    /// key.
    pub revoked: Option<bool>,
    /// The reason for the revocation.
    #[lenient(nullable)]
    pub revocation_reason: Option<String>,
    /// Whether the key has expired. `None` if unknown: do not accept such a
    /// key.
    pub expired: Option<bool>,
    /// When the key expires. `None` if it does not expire.
    #[lenient(nullable)]
    pub expiration: Option<Timestamp>,
    /// The user who created the key.
    #[lenient(nullable)]
    pub created_by: Option<UserId>,
    /// When the key was last used.
    #[lenient(nullable)]
    pub last_used_at: Option<Timestamp>,
    /// When the key was created.
    pub created_at: Timestamp,
    /// When the key last changed.
    pub updated_at: Option<Timestamp>,
}

/// The secret of an API key.
#[model]
pub struct ApiKeySecret {
    /// The secret.
    pub secret: SecretString,
}
