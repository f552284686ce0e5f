//! Tokens with which machines call one another.
//!
//! Each of these operations can go with a machine's secret key in place of the client's key:
//!
//! ```no_run
//! # use clerk_core::{Client, Error, SecretKey};
//! # use clerk_api::m2m_tokens::CreateM2mToken;
//! # async fn call(clerk: Client, machine_key: SecretKey) -> Result<(), Error> {
//! let token = clerk.send(CreateM2mToken::new()).bearer(&machine_key).await?;
//! # Ok(())
//! # }
//! ```

use clerk_core::{IntoPage, Json, Page, Patch, SecretString, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{M2mTokenId, MachineId};

/// Creates a token for the machine whose secret key the call goes with.
///
/// The instance's secret key does not do: add `.bearer(&machine_key)` to the call. It answers 400
/// where [`min_remaining_ttl_seconds`](Self::min_remaining_ttl_seconds) is not below the token's
/// lifetime.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/m2m_tokens",
    operation = "createM2MToken",
    response = M2mToken,
    errors(400, 409),
)]
pub struct CreateM2mToken {
    /// How the token is made. The server's default is [`Opaque`](M2mTokenFormat::Opaque).
    pub token_format: Option<M2mTokenFormat>,
    /// Lifetime of the token, in seconds. The server's default is the machine's own.
    pub seconds_until_expiration: Patch<u64>,
    /// JSON that the token's verification gives back.
    pub claims: Patch<Json>,
    /// Reuses a token: where the machine has an opaque one with the same claims and scopes that
    /// lives for at least this many seconds more, that one is the answer, and no other is made.
    ///
    /// It suits processes that come and go too fast to keep a token in memory. Tokens of the
    /// format [`Jwt`](M2mTokenFormat::Jwt) are made anew each time.
    pub min_remaining_ttl_seconds: Option<u64>,
}

/// Lists the opaque tokens of a machine. Those of the format [`Jwt`](M2mTokenFormat::Jwt) are
/// stored nowhere.
///
/// With the instance's secret key it lists those of any machine; with a machine's, sent by
/// `.bearer(&machine_key)`, those of that machine only.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/m2m_tokens",
    operation = "getM2MTokens",
    response = M2mTokens,
    pages = offset,
    errors(400, 403, 404),
)]
pub struct ListM2mTokens {
    /// The machine.
    pub subject: MachineId,
    /// Whether revoked tokens are listed too. The server's default is `false`.
    pub revoked: Option<bool>,
    /// Whether expired tokens are listed too. The server's default is `false`.
    pub expired: Option<bool>,
    /// How many tokens at most, 1 to 100. The server's default is 10.
    pub limit: Option<u32>,
    /// How many tokens to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Revokes an opaque token. One of the format [`Jwt`](M2mTokenFormat::Jwt) stays valid until it
/// expires.
///
/// With the instance's secret key it revokes any token; with a machine's, sent by
/// `.bearer(&machine_key)`, that machine's own.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/m2m_tokens/{m2m_token_id}/revoke",
    operation = "revokeM2MToken",
    response = M2mToken,
    errors(400, 404),
)]
pub struct RevokeM2mToken {
    /// The token to revoke.
    pub m2m_token_id: M2mTokenId,
    /// Why, for whoever reads the token's entry later.
    pub revocation_reason: Patch<String>,
}

/// Checks a token, and gives what is known of it.
///
/// With the instance's secret key it checks any token; with a machine's, sent by
/// `.bearer(&machine_key)`, those that may call that machine. It answers 404 where there is no
/// such token for the key.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/m2m_tokens/verify",
    operation = "verifyM2MToken",
    response = M2mToken,
    errors(400, 404),
    idempotent,
)]
pub struct VerifyM2mToken {
    /// The token as the request brought it.
    pub token: SecretString,
}

crate::endpoints! { CreateM2mToken, ListM2mTokens, RevokeM2mToken, VerifyM2mToken }

/// How a token is made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum M2mTokenFormat {
    /// A random string, which Clerk stores: it can be listed, reused and revoked.
    Opaque,
    /// A signed JWT, which Clerk does not store.
    Jwt,
    /// A format that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

/// A token with which a machine calls others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "machine_to_machine_token")]
#[non_exhaustive]
pub struct M2mToken {
    /// The token's ID.
    pub id: M2mTokenId,
    /// The machine that calls.
    pub subject: MachineId,
    /// JSON that the token's creator attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Json>,
    /// The machines that it may call.
    #[serde(default)]
    pub scopes: Vec<MachineId>,
    /// The token itself. Only the answer to [`CreateM2mToken`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretString>,
    /// Whether the token was revoked.
    #[serde(default)]
    pub revoked: bool,
    /// Why the token was revoked.
    #[serde(default)]
    pub revocation_reason: Option<String>,
    /// Whether the token's lifetime is over.
    #[serde(default)]
    pub expired: bool,
    /// When the token expires, where it does.
    #[serde(default)]
    pub expiration: Option<Timestamp>,
    /// When the token was last used.
    #[serde(default)]
    pub last_used_at: Option<Timestamp>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Timestamp,
}

/// One page of a machine's tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct M2mTokens {
    /// The tokens of the page.
    #[serde(default)]
    pub m2m_tokens: Vec<M2mToken>,
    /// How many tokens the whole list has.
    pub total_count: u64,
}

impl IntoPage for M2mTokens {
    type Item = M2mToken;

    fn into_page(self) -> Page<M2mToken> {
        Page::new(self.m2m_tokens, self.total_count)
    }
}
