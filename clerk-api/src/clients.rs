//! Clients: the browsers and devices that hold sessions.

use clerk_core::{Page, SecretString, Timestamp};
use clerk_macros::CatalogueEndpoint as Endpoint;
use serde::{Deserialize, Serialize};

pub use crate::models::session::{Session, SessionActivity, SessionStatus, SessionTask};
use crate::{ClientId, SessionId, SignInId, SignUpId};

/// Lists the instance's clients, the newest first.
///
/// It answers 410 where the operation is not there any more.
#[deprecated(note = "Clerk takes this operation away; list the sessions of a user or of a client")]
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/clients",
    operation = "GetClientList",
    response = Page<Client>,
    errors(400, 401, 410, 422),
    pages = offset,
)]
pub struct ListClients {
    /// Whether the answer says how many clients there are in all.
    pub paginated: Option<bool>,
    /// How many clients at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many clients to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Verifies a client's token, and gets the client that it is of.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/clients/verify",
    response = Client,
    errors(400, 401, 404),
    idempotent,
)]
pub struct VerifyClient {
    /// The token, a JWT, from the cookie `__client`.
    pub token: SecretString,
}

/// Gets a client.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/clients/{client_id}",
    response = Client,
    errors(400, 401, 404),
)]
pub struct GetClient {
    /// The client.
    pub client_id: ClientId,
}

crate::endpoints! { ListClients, VerifyClient, GetClient }

/// A browser or a device that holds sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "client")]
#[non_exhaustive]
pub struct Client {
    /// The client's ID.
    pub id: ClientId,
    /// The IDs of its sessions.
    #[serde(default)]
    pub session_ids: Vec<SessionId>,
    /// Its sessions.
    #[serde(default)]
    pub sessions: Vec<Session>,
    /// The sign-in in progress, where there is one.
    #[serde(default)]
    pub sign_in_id: Option<SignInId>,
    /// The sign-up in progress, where there is one.
    #[serde(default)]
    pub sign_up_id: Option<SignUpId>,
    /// The session that was used last.
    #[serde(default)]
    pub last_active_session_id: Option<SessionId>,
    /// How the user last signed in here, such as `password` or `oauth_google`.
    #[serde(default)]
    pub last_authentication_strategy: Option<String>,
    /// When the client last changed.
    pub updated_at: Timestamp,
    /// When the client was created.
    pub created_at: Timestamp,
}
