//! Clients: the browsers and devices that hold sessions.

use clerk_core::{Endpoint, Page, SecretString, Timestamp, model};

pub use crate::models::session::{Session, SessionActivity, SessionStatus, SessionTask};
use crate::{ClientId, SessionId, SignInId, SignUpId};

/// Lists the instance's clients, newest first.
///
/// Fails with 410 if Clerk has removed the operation.
#[deprecated(note = "Clerk is removing this operation; list the sessions of a user or of a client")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/clients",
    response = Page<Client>,
    errors(400, 401, 410, 422),
    operation = "GetClientList",
    pages = offset,
    incoming,
)]
pub struct ListClients {
    /// Whether the response includes the total number of clients.
    pub paginated: Option<bool>,
    /// Maximum number of clients, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of clients to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Verifies the token of a client and returns the client.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/clients/verify",
    response = Client,
    errors(400, 401, 404),
    idempotent,
    incoming,
)]
pub struct VerifyClient {
    /// The client's token: the JWT in the `__client` cookie.
    pub token: SecretString,
}

/// Gets a client.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/clients/{client_id}",
    response = Client,
    errors(400, 401, 404),
    incoming,
)]
pub struct GetClient {
    /// The client to get.
    pub client_id: ClientId,
}

crate::endpoints! { ListClients, VerifyClient, GetClient }

/// A browser or a device that holds sessions.
#[model("client")]
pub struct Client {
    /// The client's ID.
    pub id: ClientId,
    /// The IDs of the client's sessions.
    #[serde(default)]
    pub session_ids: Vec<SessionId>,
    /// The client's sessions.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// The sign-in in progress, if any.
    #[lenient(nullable)]
    pub sign_in_id: Option<SignInId>,
    /// The sign-up in progress, if any.
    #[lenient(nullable)]
    pub sign_up_id: Option<SignUpId>,
    /// The session that was last active.
    #[lenient(nullable)]
    pub last_active_session_id: Option<SessionId>,
    /// How the user last signed in on this client, such as `password` or `oauth_google`.
    #[lenient(nullable)]
    pub last_authentication_strategy: Option<String>,
    /// When the client last changed.
    pub updated_at: Option<Timestamp>,
    /// When the client was created.
    pub created_at: Timestamp,
}
