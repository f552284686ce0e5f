//! Actor tokens, which let one user sign in as another. The session records who acts.

use clerk_core::{Endpoint, SecretString, StringEnum, Timestamp, model};

pub use crate::models::actor::Actor;
use crate::{ActorTokenId, UserId};

/// Creates an actor token, which lets one user sign in as another.
///
/// Source: operation `CreateActorToken`. Fails with 402 if the plan's impersonation quota is used
/// up, and with 422 if a parameter is invalid, such as an unknown user.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/actor_tokens",
    response = ActorToken,
    errors(400, 402, 422),
    incoming,
)]
pub struct CreateActorToken {
    /// The user to sign in as.
    pub user_id: UserId,
    /// Who signs in. Becomes the `act` claim of the session token.
    pub actor: Actor,
    /// Lifetime of the token, in seconds. Server default: 3600.
    pub expires_in_seconds: Option<u64>,
    /// Maximum duration of the session that the token opens, in seconds. Server default: 1800.
    pub session_max_duration_in_seconds: Option<u64>,
}

/// Revokes a pending actor token.
///
/// An accepted token cannot be revoked. To end an impersonation that has begun, list the sessions of
/// the user with `ListSessions`, and revoke those that have an `actor` with `RevokeSession`. Such a
/// session ends by itself after 10 minutes without activity, and at the latest after its
/// [maximum duration](CreateActorToken::session_max_duration_in_seconds).
///
/// Source: operation `RevokeActorToken`. Fails with 400 if the token is no longer pending, and with
/// 404 if the token is unknown.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/actor_tokens/{actor_token_id}/revoke",
    response = ActorToken,
    errors(400, 404),
    incoming,
)]
pub struct RevokeActorToken {
    /// The token to revoke.
    pub actor_token_id: ActorTokenId,
}

crate::endpoints! { CreateActorToken, RevokeActorToken }

/// A token that lets one user sign in as another.
#[model("actor_token")]
pub struct ActorToken {
    /// The token's ID.
    pub id: ActorTokenId,
    /// Whether the token can still be used.
    pub status: ActorTokenStatus,
    /// The user to sign in as.
    pub user_id: UserId,
    /// Who signs in. Missing from some responses.
    #[lenient(nullable)]
    pub actor: Option<Actor>,
    /// The token itself. Treat it as a password until it is used. Missing from responses to a
    /// revocation.
    pub token: Option<SecretString>,
    /// The URL where the actor signs in. It contains the token.
    pub url: Option<SecretString>,
    /// When the token was created.
    pub created_at: Timestamp,
    /// When the token last changed.
    pub updated_at: Option<Timestamp>,
}

/// Whether an actor token can still be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum ActorTokenStatus {
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
    ActorToken = {
        "id": "act_sample", "status": "pending", "user_id": "user_sample",
        "actor": { "sub": "user_actor" }, "token": "sample-token",
        "url": "https://example.accounts.dev/v1/tickets/accept?ticket=sample-token",
        "created_at": TIME, "updated_at": TIME,
    }
}
