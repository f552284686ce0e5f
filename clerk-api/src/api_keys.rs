//! API keys that users, organizations and machines own.
//!
//! A key's owner is its `subject`: a [`UserId`], an organization's, a machine's or a SCIM
//! directory's ID, all of which convert into the `String` that the endpoints take.

use clerk_core::{Json, Page, Patch, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use crate::{ApiKeyId, UserId};

pub use crate::models::deleted::DeletedObject;

/// Creates an API key.
///
/// The answer holds the key's secret. [`GetApiKeySecret`] gives it again later.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/api_keys",
    operation = "createApiKey",
    response = ApiKey,
    errors(400, 409),
)]
pub struct CreateApiKey {
    /// What the key is called, in 3 characters or more, with no white space around them.
    pub name: String,
    /// The ID of the key's owner.
    pub subject: String,
    /// The kind of key, in 3 to 25 characters. The server's default is `api_key`.
    #[endpoint(rename = "type")]
    pub kind: Option<String>,
    /// What the key is for, in at most 255 characters.
    pub description: Patch<String>,
    /// JSON that the key's verification gives back.
    pub claims: Patch<Json>,
    /// What the key permits, in the application's own words. The server's default is nothing.
    pub scopes: Option<Vec<String>>,
    /// The user that creates the key.
    pub created_by: Patch<UserId>,
    /// Lifetime of the key, in seconds. Without one the key does not expire.
    pub seconds_until_expiration: Patch<u64>,
}

/// Lists the API keys of an owner.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/api_keys",
    operation = "getApiKeys",
    response = Page<ApiKey>,
    pages = offset,
    errors(400, 404),
)]
pub struct ListApiKeys {
    /// The ID of the keys' owner.
    pub subject: String,
    /// Only keys of this kind. The server's default is `api_key`.
    #[endpoint(rename = "type")]
    pub kind: Option<String>,
    /// Whether revoked and expired keys are listed too. The server's default is `false`.
    pub include_invalid: Option<bool>,
    /// How many keys at most, 1 to 100. The server's default is 10.
    pub limit: Option<u32>,
    /// How many keys to pass over. The server's default is 0.
    pub offset: Option<u64>,
    /// Only keys that match this text.
    pub query: Option<String>,
}

/// Gives an API key, without its secret.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/api_keys/{apiKeyID}",
    operation = "getApiKey",
    response = ApiKey,
    errors(400, 404),
)]
pub struct GetApiKey {
    /// The key to give.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
}

/// Changes an API key. Its name and its secret stay as they are.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = PATCH,
    path = "/api_keys/{apiKeyID}",
    operation = "updateApiKey",
    response = ApiKey,
    errors(400, 404),
)]
pub struct UpdateApiKey {
    /// The key to change.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
    /// JSON that the key's verification gives back. It replaces what was there.
    pub claims: Patch<Json>,
    /// What the key permits from now on.
    pub scopes: Option<Vec<String>>,
    /// What the key is for, in at most 255 characters.
    pub description: Patch<String>,
    /// The ID of the key's owner from now on.
    pub subject: Option<String>,
    /// Lifetime of the key, in seconds. Clearing it makes a key that does not expire.
    pub seconds_until_expiration: Patch<u64>,
}

/// Deletes an API key for good. [`RevokeApiKey`] stops it and keeps it on record.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/api_keys/{apiKeyID}",
    operation = "deleteApiKey",
    response = DeletedObject,
    errors(400, 404),
)]
pub struct DeleteApiKey {
    /// The key to delete.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
}

/// Gives the secret of an API key.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/api_keys/{apiKeyID}/secret",
    operation = "getApiKeySecret",
    response = ApiKeySecret,
    errors(400, 404),
)]
pub struct GetApiKeySecret {
    /// The key whose secret is wanted.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
}

/// Revokes an API key. It is refused from then on, and no operation undoes that.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/api_keys/{apiKeyID}/revoke",
    operation = "revokeApiKey",
    response = ApiKey,
    errors(400, 404),
)]
pub struct RevokeApiKey {
    /// The key to revoke.
    #[endpoint(rename = "apiKeyID")]
    pub api_key_id: ApiKeyId,
    /// Why, for whoever reads the key later.
    pub revocation_reason: Patch<String>,
}

/// Gives the API key that a secret belongs to, which says whose request it came with.
///
/// It answers 404 where no key has this secret.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/api_keys/verify",
    operation = "verifyApiKey",
    response = ApiKey,
    errors(400, 404),
    idempotent,
)]
pub struct VerifyApiKey {
    /// The secret as the request brought it.
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

/// A key with which a user, an organization or a machine calls the application's own API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "api_key")]
#[non_exhaustive]
pub struct ApiKey {
    /// The key's ID.
    pub id: ApiKeyId,
    /// The kind of key, such as `api_key`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The ID of the key's owner.
    pub subject: String,
    /// What the key is called.
    pub name: String,
    /// What the key is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// JSON that the key's creator attached.
    #[serde(default)]
    pub claims: Option<Json>,
    /// What the key permits, in the application's own words.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The key itself. Only the answer to [`CreateApiKey`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretString>,
    /// Whether the key was revoked.
    #[serde(default)]
    pub revoked: bool,
    /// Why the key was revoked.
    #[serde(default)]
    pub revocation_reason: Option<String>,
    /// Whether the key's lifetime is over.
    #[serde(default)]
    pub expired: bool,
    /// When the key expires, where it does.
    #[serde(default)]
    pub expiration: Option<Timestamp>,
    /// The user that created the key.
    #[serde(default)]
    pub created_by: Option<UserId>,
    /// When the key was last used.
    #[serde(default)]
    pub last_used_at: Option<Timestamp>,
    /// When the key was created.
    pub created_at: Timestamp,
    /// When the key last changed.
    pub updated_at: Timestamp,
}

/// The secret of an API key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ApiKeySecret {
    /// The secret.
    pub secret: SecretString,
}
