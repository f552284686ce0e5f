//! Sessions of users, and their tokens.

use clerk_core::{Json, Page, Patch, SecretString};
use clerk_macros::{CatalogueEndpoint as Endpoint, CoreStringEnum as StringEnum};
use serde::{Deserialize, Serialize};

pub use crate::models::session::{Session, SessionActivity, SessionStatus, SessionTask};
use crate::{ClientId, OrganizationId, SessionId, UserId};

/// Lists the sessions of a user or of a client, the newest first.
///
/// One of `user_id` and `client_id` is to be set. Sessions that ended long ago are cleaned up and
/// not listed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/sessions",
    operation = "GetSessionList",
    response = Page<Session>,
    errors(400, 401, 422),
    pages = offset,
)]
pub struct ListSessions {
    /// Only sessions on this client.
    pub client_id: Option<ClientId>,
    /// Only sessions of this user.
    pub user_id: Option<UserId>,
    /// Only sessions that stand here. The server does not take `pending`.
    pub status: Option<SessionStatus>,
    /// Whether the answer says how many sessions there are in all.
    pub paginated: Option<bool>,
    /// How many sessions at most, from 1 to 500. The server's default is 10.
    pub limit: Option<u32>,
    /// How many sessions to pass over. The server's default is 0.
    pub offset: Option<u64>,
}

/// Creates an active session, for tests: production instances refuse it.
///
/// There, a sign-in token lets a user open a session themselves.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions",
    operation = "createSession",
    response = Session,
    errors(400, 401, 404, 422),
)]
pub struct CreateSession {
    /// The user that is signed in.
    pub user_id: UserId,
    /// The organization that is active in the session.
    pub active_organization_id: Option<OrganizationId>,
}

/// Gets a session.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/sessions/{session_id}",
    response = Session,
    errors(400, 401, 404),
)]
pub struct GetSession {
    /// The session.
    pub session_id: SessionId,
}

/// Refreshes a session: trades its expired token for a new one.
///
/// It answers 401 where the tokens do not hold. The user then has to be sent through the handshake
/// with the Frontend API.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/refresh",
    response = RefreshedSession,
    errors(400, 401),
)]
pub struct RefreshSession {
    /// The session.
    pub session_id: SessionId,
    /// The session's last token, from the cookie `__session`.
    pub expired_token: SecretString,
    /// The refresh token, from the cookie `__refresh`.
    pub refresh_token: SecretString,
    /// The origin of the request that needs the new token.
    pub request_origin: String,
    /// The headers of that request: an object from names to lists of values.
    pub request_headers: Patch<Json>,
    /// In which form the new token comes. The server's default is a token.
    pub format: Patch<RefreshFormat>,
    /// The address from which that request came.
    pub request_originating_ip: Patch<String>,
}

/// Revokes a session: the user has to sign in again. Where a client holds several sessions, it
/// keeps listing this one.
///
/// Tokens that were made before are good until they expire.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/revoke",
    response = Session,
    errors(400, 401, 404),
)]
pub struct RevokeSession {
    /// The session to revoke.
    pub session_id: SessionId,
}

/// Creates a token of a session.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/tokens",
    response = SessionToken,
    errors(401, 404),
)]
pub struct CreateSessionToken {
    /// The session.
    pub session_id: SessionId,
    /// Lifetime of the token, in seconds, from 30 to 315,360,000. Without it the instance's
    /// setting applies.
    pub expires_in_seconds: Patch<u32>,
}

/// Creates a token of a session, with the claims that a JWT template has.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/tokens/{template_name}",
    response = SessionToken,
    errors(401, 404),
)]
pub struct CreateSessionTokenFromTemplate {
    /// The session.
    pub session_id: SessionId,
    /// The template's name, such as `custom_hasura`.
    pub template_name: String,
    /// Lifetime of the token, in seconds, from 30 to 315,360,000. Without it the template's
    /// setting applies.
    pub expires_in_seconds: Patch<u32>,
}

crate::endpoints! {
    ListSessions,
    CreateSession,
    GetSession,
    RefreshSession,
    RevokeSession,
    CreateSessionToken,
    CreateSessionTokenFromTemplate,
}

/// A token of a session, which proves to an application who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "token")]
#[non_exhaustive]
pub struct SessionToken {
    /// The token, a signed JWT (RFC 7519). The API does not promise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwt: Option<SecretString>,
}

/// The cookies that hold a session's tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "object", rename = "cookies")]
#[non_exhaustive]
pub struct SessionCookies {
    /// The cookies, each as a value of the header `Set-Cookie`.
    #[serde(default)]
    pub cookies: Vec<SecretString>,
}

clerk_core::union! {
    /// The new token of a session, in the form that was asked for.
    pub enum RefreshedSession by "object" {
        /// As a token.
        "token" => Token(SessionToken),
        /// As cookies to set.
        "cookies" => Cookies(SessionCookies),
    }
}

/// In which form a refreshed session's token comes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RefreshFormat {
    /// As a token.
    Token,
    /// As cookies to set.
    Cookie,
    /// A form that this version does not know.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[cfg(feature = "testing")]
impl SessionToken {
    /// A token that no key signed, for tests. Change its fields as the test needs them.
    #[must_use]
    pub fn sample() -> Self {
        Self { jwt: Some("sample.session.token".into()) }
    }
}
