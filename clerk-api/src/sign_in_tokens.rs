//! Tokens with which a user signs in once.

use clerk_core::{Patch, SecretString, Timestamp};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

use crate::{OrganizationId, SignInTokenId, UserId};

/// Creates a token with which a user signs in once, without any other proof of who they are.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sign_in_tokens",
    response = SignInToken,
    errors(403, 404, 422),
)]
pub struct CreateSignInToken {
    /// The user that signs in.
    pub user_id: UserId,
    /// The organization that is active in the session, of which the user has to be a member. The
    /// instance has to have organizations turned on.
    pub org_id: Patch<OrganizationId>,
    /// Lifetime of the token, in seconds, at least 1. The server's default is 2,592,000, which is
    /// 30 days.
    pub expires_in_seconds: Patch<u32>,
}

/// Revokes a pending sign-in token.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sign_in_tokens/{sign_in_token_id}/revoke",
    response = SignInToken,
    errors(400, 404),
)]
pub struct RevokeSignInToken {
    /// The token to revoke.
    pub sign_in_token_id: SignInTokenId,
}

crate::endpoints! { CreateSignInToken, RevokeSignInToken }

/// A token with which a user signs in once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "sign_in_token")]
#[non_exhaustive]
pub struct SignInToken {
    /// The token's ID.
    pub id: SignInTokenId,
    /// Whether it can still be used.
    pub status: SignInTokenStatus,
    /// The user that signs in.
    pub user_id: UserId,
    /// The token itself, which is as good as a password until it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretString>,
    /// The address at which the user signs in. It holds the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<SecretString>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Timestamp,
}

/// Whether a sign-in token can still be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SignInTokenStatus {
    /// It can be used once.
    Pending,
    /// It has been used.
    Accepted,
    /// It was revoked before it was used.
    Revoked,
    /// A status that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}
