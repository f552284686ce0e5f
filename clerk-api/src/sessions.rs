//! Sessions of users, and their tokens.

use clerk_core::{Endpoint, Json, Page, SecretString, StringEnum, model};

pub use crate::models::session::{Session, SessionActivity, SessionStatus, SessionTask};
use crate::{ClientId, OrganizationId, SessionId, UserId};

/// Lists the sessions of a user or a client, newest first.
///
/// Set [`user_id`](Self::user_id) or [`client_id`](Self::client_id). Sessions that ended long ago
/// are removed and not listed.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/sessions",
    response = Page<Session>,
    errors(400, 401, 422),
    operation = "GetSessionList",
    pages = offset,
    incoming,
)]
pub struct ListSessions {
    /// Only sessions on this client.
    pub client_id: Option<ClientId>,
    /// Only sessions of this user.
    pub user_id: Option<UserId>,
    /// Only sessions with this status. The server does not accept `pending`.
    pub status: Option<SessionStatus>,
    /// Whether the response includes the total number of sessions.
    pub paginated: Option<bool>,
    /// Maximum number of sessions, 1 to 500. Server default: 10.
    pub limit: Option<u32>,
    /// Number of sessions to skip. Server default: 0.
    pub offset: Option<u64>,
}

/// Creates an active session for tests. Production instances refuse this.
///
/// In production, use a sign-in token to let a user create a session.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions",
    response = Session,
    errors(400, 401, 404, 422),
    operation = "createSession",
    incoming,
)]
pub struct CreateSession {
    /// The user who is signed in.
    pub user_id: UserId,
    /// The active organization of the session.
    pub active_organization_id: Option<OrganizationId>,
}

/// Gets a session.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = GET,
    path = "/sessions/{session_id}",
    response = Session,
    errors(400, 401, 404),
    incoming,
)]
pub struct GetSession {
    /// The session to get.
    pub session_id: SessionId,
}

/// Refreshes a session: exchanges its expired token for a new one.
///
/// Fails with 401 if the tokens are invalid. In that case, send the user through the handshake with
/// the Frontend API.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/refresh",
    response = RefreshedSession,
    errors(400, 401),
    incoming,
)]
pub struct RefreshSession {
    /// The session to refresh.
    pub session_id: SessionId,
    /// The session's last token, from the `__session` cookie.
    pub expired_token: SecretString,
    /// The refresh token, from the `__refresh` cookie.
    pub refresh_token: SecretString,
    /// The origin of the incoming request that needs the new token.
    pub request_origin: String,
    /// The headers of the incoming request: an object that maps names to lists of values.
    pub request_headers: Option<Json>,
    /// The form of the new token in the response. Server default: `token`.
    pub format: Option<RefreshFormat>,
    /// The incoming request's IP address.
    pub request_originating_ip: Option<String>,
}

/// Revokes a session, so that the user has to sign in again.
///
/// Existing tokens of the session stay valid until they expire. If the client has several sessions,
/// it still lists the revoked one.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/revoke",
    response = Session,
    errors(400, 401, 404),
    incoming,
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
    incoming,
)]
pub struct CreateSessionToken {
    /// The session that the token is for.
    pub session_id: SessionId,
    /// Lifetime of the token, in seconds, 30 to 315,360,000. Server default: the instance's
    /// setting.
    pub expires_in_seconds: Option<u32>,
}

/// Creates a token of a session with the claims of a JWT template.
#[derive(Clone, Debug, PartialEq, Endpoint)]
#[endpoint(
    method = POST,
    path = "/sessions/{session_id}/tokens/{template_name}",
    response = SessionToken,
    errors(401, 404),
    incoming,
)]
pub struct CreateSessionTokenFromTemplate {
    /// The session that the token is for.
    pub session_id: SessionId,
    /// The template's name, such as `custom_hasura`.
    pub template_name: String,
    /// Lifetime of the token, in seconds, 30 to 315,360,000. Server default: the template's
    /// setting.
    pub expires_in_seconds: Option<u32>,
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

/// A session token, which proves to an application who is signed in.
#[model("token")]
#[derive(Eq)]
pub struct SessionToken {
    /// The token, a signed JWT (RFC 7519). The API does not guarantee that it is present.
    pub jwt: Option<SecretString>,
}

/// The cookies that contain a session's tokens.
#[model("cookies")]
#[derive(Eq)]
pub struct SessionCookies {
    /// The cookies, each as a value of the `Set-Cookie` header.
    #[serde(default)]
    pub cookies: Vec<SecretString>,
}

clerk_core::union! {
    /// The new token of a session, in the requested form.
    pub enum RefreshedSession by "object" {
        /// A token.
        "token" => Token(SessionToken),
        /// Cookies to set.
        "cookies" => Cookies(SessionCookies),
    }
}

/// The form of a refreshed session token in the response.
#[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
#[non_exhaustive]
pub enum RefreshFormat {
    /// A token.
    Token,
    /// Cookies to set.
    Cookie,
    /// An unknown form, kept as text.
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

crate::models::sample! {
    /// Returns an unsigned token for tests. Change its fields as needed.
    SessionToken = {
        "jwt": "sample.session.token",
    }
}
