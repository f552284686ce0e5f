//! Passkeys, wallets and accounts elsewhere by which users sign in.

use clerk_core::{Json, Page, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

use super::DeletedObject;
use crate::{ExternalAccountId, PasskeyId, UserId, Web3WalletId};

/// Lists the OAuth access tokens that a user has from one provider.
///
/// A token that has expired is renewed first where that is possible.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/oauth_access_tokens/{provider}",
    response = Page<OAuthAccessToken>,
    errors(400, 404, 422),
    pages = offset,
    operation = "GetOAuthAccessToken",
)]
pub struct ListUserOAuthAccessTokens {
    /// Whose tokens are listed.
    pub user_id: UserId,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// Whether the answer has the count of all tokens.
    pub paginated: Option<bool>,
    /// How many tokens at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many tokens to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Deletes a passkey of a user, who is told by email.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/passkeys/{passkey_identification_id}",
    response = DeletedObject,
    errors(403, 404, 500),
    operation = "UserPasskeyDelete",
)]
pub struct DeleteUserPasskey {
    /// Whose passkey it is.
    pub user_id: UserId,
    /// The passkey to delete.
    pub passkey_identification_id: PasskeyId,
}

/// Deletes a web3 wallet of a user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/web3_wallets/{web3_wallet_identification_id}",
    response = DeletedObject,
    errors(400, 403, 404, 500),
    operation = "UserWeb3WalletDelete",
)]
pub struct DeleteUserWeb3Wallet {
    /// Whose wallet it is.
    pub user_id: UserId,
    /// The wallet to delete.
    pub web3_wallet_identification_id: Web3WalletId,
}

/// Deletes a user's account at an OAuth provider. The account there stays as it is.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/external_accounts/{external_account_id}",
    response = DeletedObject,
    errors(400, 403, 404, 500),
)]
pub struct DeleteExternalAccount {
    /// Whose account it is.
    pub user_id: UserId,
    /// The account to delete.
    pub external_account_id: ExternalAccountId,
}

/// A token with which the application acts for a user at an OAuth provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "oauth_access_token")]
#[non_exhaustive]
pub struct OAuthAccessToken {
    /// The user's account at the provider.
    pub external_account_id: ExternalAccountId,
    /// The user's ID at the provider.
    pub provider_user_id: String,
    /// The access token.
    pub token: SecretString,
    /// Until when the token is valid.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// The application's own data about the account, which the frontend can read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_metadata: Option<Json>,
    /// What the account is called.
    #[serde(default)]
    pub label: Option<String>,
    /// What the token allows. Only OAuth 2.0 has it.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The ID token. Only providers of OpenID Connect give one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<SecretString>,
    /// The token's secret. Only OAuth 1.0 has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<SecretString>,
}
