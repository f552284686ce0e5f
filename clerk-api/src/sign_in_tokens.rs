//! Sign-in tokens, which let a user sign in once.

use clerk_core::{Endpoint, SecretString, StringEnum, Timestamp, model};

use crate::{OrganizationId, SignInTokenId, UserId};

/// Creates a sign-in token. It lets a user sign in once, without any other proof of identity.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sign_in_tokens",
    response = SignInToken,
    errors(403, 404, 422),
    incoming,
)]
pub struct CreateSignInToken {
    /// The user who signs in.
    pub user_id: UserId,
    /// The active organization of the session. The user must be a member of it, and organizations
    /// must be enabled for the instance.
    pub org_id: Option<OrganizationId>,
    /// Lifetime of the token, in seconds, at least 1. Server default: 2,592,000 (30 days).
    pub expires_in_seconds: Option<u64>,
}

/// Revokes a pending sign-in token.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sign_in_tokens/{sign_in_token_id}/revoke",
    response = SignInToken,
    errors(400, 404),
    incoming,
)]
pub struct RevokeSignInToken {
    /// The token to revoke.
    pub sign_in_token_id: SignInTokenId,
}

crate::endpoints! { CreateSignInToken, RevokeSignInToken }

/// A token that lets a user sign in once.
#[model("sign_in_token")]
pub struct SignInToken {
    /// The token's ID.
    pub id: SignInTokenId,
    /// Whether the token can still be used.
    pub status: SignInTokenStatus,
    /// The user who signs in.
    pub user_id: UserId,
    /// The token itself. Treat it as a password until it is used.
    pub token: Option<SecretString>,
    /// The URL where the user signs in. It contains the token.
    pub url: Option<SecretString>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Option<Timestamp>,
}

/// Whether a sign-in token can still be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum SignInTokenStatus {
    /// The token can be used once.
    Pending,
    /// The token has been used.
    Accepted,
    /// The token was revoked before it was used.
    Revoked,
    /// An unknown status, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

crate::models::sample! {
    /// Returns a pending token for tests. Change its fields as needed.
    SignInToken = {
        "id": "sit_sample", "status": "pending", "user_id": "user_sample",
        "token": "sample-token",
        "url": "https://example.accounts.dev/v1/tickets/accept?ticket=sample-token",
        "created_at": TIME, "updated_at": TIME,
    }
}
