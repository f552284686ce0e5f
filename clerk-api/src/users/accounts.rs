//! Passkeys, wallets and connected accounts that users sign in with.

use clerk_core::{Endpoint, Json, Page, SecretString, Timestamp, model};

use super::DeletedObject;
use crate::{ExternalAccountId, PasskeyId, UserId, Web3WalletId};

/// Lists a user's OAuth access tokens from one provider.
///
/// An expired token is refreshed first, if possible.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/users/{user_id}/oauth_access_tokens/{provider}",
    response = Page<OAuthAccessToken>,
    errors(400, 404, 422),
    operation = "GetOAuthAccessToken",
    pages = offset,
    incoming,
)]
pub struct ListUserOAuthAccessTokens {
    /// The user whose tokens to list.
    pub user_id: UserId,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// Whether the response includes the total number of tokens.
    pub paginated: Option<bool>,
    /// Maximum number of tokens, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of tokens to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Deletes a passkey of a user. The user is notified by email.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/passkeys/{passkey_identification_id}",
    response = DeletedObject,
    errors(403, 404, 500),
    operation = "UserPasskeyDelete",
    incoming,
)]
pub struct DeleteUserPasskey {
    /// The user whose passkey to delete.
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
    incoming,
)]
pub struct DeleteUserWeb3Wallet {
    /// The user whose wallet to delete.
    pub user_id: UserId,
    /// The wallet to delete.
    pub web3_wallet_identification_id: Web3WalletId,
}

/// Deletes the connection of a user to an account at an OAuth provider. The account at the provider
/// does not change.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = DELETE,
    path = "/users/{user_id}/external_accounts/{external_account_id}",
    response = DeletedObject,
    errors(400, 403, 404, 500),
    incoming,
)]
pub struct DeleteExternalAccount {
    /// The user whose account to delete.
    pub user_id: UserId,
    /// The account to delete.
    pub external_account_id: ExternalAccountId,
}

/// A token that lets the application act for a user at an OAuth provider.
#[model("oauth_access_token")]
pub struct OAuthAccessToken {
    /// The user's account at the provider.
    pub external_account_id: Option<ExternalAccountId>,
    /// The user's ID at the provider.
    pub provider_user_id: Option<String>,
    /// The access token.
    pub token: SecretString,
    /// When the token expires. `None` if it does not expire.
    #[lenient(nullable)]
    pub expires_at: Option<Timestamp>,
    /// The provider, such as `oauth_google`.
    pub provider: String,
    /// Application data about the account that the frontend can read.
    pub public_metadata: Option<Json>,
    /// The account's label.
    #[lenient(nullable)]
    pub label: Option<String>,
    /// The scopes that the token grants. OAuth 2.0 only.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// The ID token. Only OpenID Connect providers return one.
    pub id_token: Option<SecretString>,
    /// The token's secret. OAuth 1.0 only.
    pub token_secret: Option<SecretString>,
}
