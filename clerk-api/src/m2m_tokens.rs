//! Tokens that machines use to call one another.
//!
//! Each of these operations accepts a machine's secret key instead of the client's key:
//!
//! ```no_run
//! # use clerk_api::m2m_tokens::CreateM2mToken;
//! # use clerk_core::{Client, Error, client::Credential};
//! # async fn call(clerk: Client, machine_key: Credential) -> Result<(), Error> {
//! let token = clerk.send(CreateM2mToken::new()).credential(&machine_key).await?;
//! # Ok(())
//! # }
//! ```

use clerk_core::{
    Endpoint, Json, Patch, SecretString, StringEnum, Timestamp, model, pages::IntoPage,
};

use crate::{M2mTokenId, MachineId};

/// Creates a token for the machine whose secret key is sent with the call.
///
/// The instance's secret key does not work here. Add `.credential(&machine_key)` to the call. Fails
/// with 400 if [`min_remaining_ttl_seconds`](Self::min_remaining_ttl_seconds) is not less than the
/// token's lifetime.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/m2m_tokens",
    response = M2mToken,
    errors(400, 409),
    operation = "createM2MToken",
    incoming,
)]
pub struct CreateM2mToken {
    /// The format of the token. Server default: [`Opaque`](M2mTokenFormat::Opaque).
    pub token_format: Option<M2mTokenFormat>,
    /// Lifetime of the token, in seconds. Server default: the machine's own setting.
    pub seconds_until_expiration: Patch<u64>,
    /// Claims of the token: any JSON. Verifying the token returns them.
    pub claims: Option<Json>,
    /// Reuses an existing token with at least this remaining lifetime, in seconds.
    ///
    /// If the machine has an opaque token with the same claims and scopes that lives long enough,
    /// the response contains that token and no new one is created. This suits processes that are
    /// too short-lived to keep a token in memory. Tokens of the format [`Jwt`](M2mTokenFormat::Jwt)
    /// are never reused.
    pub min_remaining_ttl_seconds: Option<u64>,
}

/// Lists the opaque tokens of a machine. Tokens of the format [`Jwt`](M2mTokenFormat::Jwt) are not
/// stored and not listed.
///
/// With the instance's secret key, this works for any machine. With a machine's secret key, sent by
/// `.credential(&machine_key)`, it works only for that machine.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/m2m_tokens",
    response = M2mTokens,
    errors(400, 403, 404),
    operation = "getM2MTokens",
    pages = offset,
    incoming,
)]
pub struct ListM2mTokens {
    /// The machine whose tokens to list.
    pub subject: MachineId,
    /// Whether to include revoked tokens. Server default: `false`.
    pub revoked: Option<bool>,
    /// Whether to include expired tokens. Server default: `false`.
    pub expired: Option<bool>,
    /// Maximum number of tokens, 1 to 100. Server default: 10.
    pub limit: Option<u32>,
    /// Number of tokens to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Revokes an opaque token. A token of the format [`Jwt`](M2mTokenFormat::Jwt) stays valid until it
/// expires.
///
/// With the instance's secret key, this works for any token. With a machine's secret key, sent by
/// `.credential(&machine_key)`, it works only for that machine's own tokens.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/m2m_tokens/{m2m_token_id}/revoke",
    response = M2mToken,
    errors(400, 404),
    operation = "revokeM2MToken",
    incoming,
)]
pub struct RevokeM2mToken {
    /// The token to revoke.
    pub m2m_token_id: M2mTokenId,
    /// The reason for the revocation, for later readers of the token.
    pub revocation_reason: Option<String>,
}

/// Verifies a token and returns its details.
///
/// With the instance's secret key, this works for any token. With a machine's secret key, sent by
/// `.credential(&machine_key)`, it works only for tokens that may call that machine. Fails with 404 if
/// the key has no access to such a token.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/m2m_tokens/verify",
    response = M2mToken,
    errors(400, 404),
    idempotent,
    operation = "verifyM2MToken",
    incoming,
)]
pub struct VerifyM2mToken {
    /// The token from the incoming request.
    pub token: SecretString,
}

crate::endpoints! { CreateM2mToken, ListM2mTokens, RevokeM2mToken, VerifyM2mToken }

/// The format of a machine's token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum M2mTokenFormat {
    /// A random string. Clerk stores it, so it can be listed, reused and revoked.
    Opaque,
    /// A signed JWT. Clerk does not store it.
    Jwt,
    /// An unknown format, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A token that a machine uses to call others.
#[model("machine_to_machine_token")]
pub struct M2mToken {
    /// The token's ID.
    pub id: M2mTokenId,
    /// The machine that calls.
    pub subject: MachineId,
    /// Claims of the token: any JSON.
    pub claims: Option<Json>,
    /// The machines that the token may call.
    #[serde(default)]
    pub scopes: Vec<MachineId>,
    /// The token itself. Only the response to [`CreateM2mToken`] contains it.
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
    /// When the token expires. `None` if it does not expire.
    #[lenient(nullable)]
    pub expiration: Option<Timestamp>,
    /// When the token was last used.
    #[lenient(nullable)]
    pub last_used_at: Option<Timestamp>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Option<Timestamp>,
}

/// One page of a machine's tokens.
#[model]
pub struct M2mTokens {
    /// The tokens of the page.
    #[serde(default)]
    pub m2m_tokens: Vec<M2mToken>,
    /// The total number of tokens in the list.
    pub total_count: Option<u64>,
}

impl IntoPage for M2mTokens {
    type Item = M2mToken;

    fn items(&self) -> &[M2mToken] {
        &self.m2m_tokens
    }

    fn total_count(&self) -> Option<u64> {
        self.total_count
    }

    fn into_items(self) -> Vec<M2mToken> {
        self.m2m_tokens
    }
}
