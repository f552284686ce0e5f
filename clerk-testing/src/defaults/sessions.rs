//! Sessions of users, and their tokens.

use std::time::Duration;

use clerk_api::{
    SessionId, UserId,
    sessions::{
        CreateSession, CreateSessionToken, CreateSessionTokenFromTemplate, GetSession,
        ListSessions, RevokeSession, Session, SessionStatus, SessionToken,
    },
};
use clerk_core::{Json, Page};

use super::{
    failures::{invalid, not_found},
    lists::Window,
    params::{Change, given},
    store::Store,
    time::{after, days_after},
};
use crate::failure::{ApiFailure, Outcome};

/// How long a session lasts.
pub(super) const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

impl Store {
    pub(super) fn list_sessions(&mut self, request: ListSessions) -> Outcome<Page<Session>> {
        let window = Window::new(request.limit, request.offset)?;
        if request.user_id.is_none() && request.client_id.is_none() {
            return Err(ApiFailure::bad_request("missing_query_parameter")
                .message("Missing query parameter")
                .long_message("Either user_id or client_id must be provided."));
        }
        let newest_first = self.sessions.iter().rev();
        let sessions: Vec<_> = newest_first
            .filter(|session| request.user_id.as_ref().is_none_or(|id| session.user_id == *id))
            .filter(|session| request.client_id.as_ref().is_none_or(|id| session.client_id == *id))
            .filter(|session| request.status.as_ref().is_none_or(|it| session.status == *it))
            .collect();
        let mut page = window.page(sessions, |session| Ok(session.clone()))?;
        if request.paginated != Some(true) {
            page.total_count = None;
        }
        Ok(page)
    }

    pub(super) fn create_session(&mut self, request: CreateSession) -> Outcome<Session> {
        self.open_session(request, None, WEEK)
    }

    /// Creates a session of a new client. `actor` acts as the user.
    pub(super) fn open_session(
        &mut self,
        request: CreateSession,
        actor: Option<Json>,
        max_duration: Duration,
    ) -> Outcome<Session> {
        let user = self.users.get(&request.user_id)?;
        if user.banned == Some(true) {
            return Err(ApiFailure::forbidden("user_banned")
                .message("user is banned")
                .long_message("A banned user cannot sign in."));
        }
        if let Some(organization) = &request.active_organization_id {
            self.find_member(organization, &request.user_id)?;
        }
        let now = self.now();
        self.sign_in(&request.user_id, now)?;
        let mut session = Session::sample();
        session.id = self.id("sess");
        session.client_id = self.id("client");
        session.user_id = request.user_id;
        session.actor = actor;
        session.last_active_organization_id = request.active_organization_id;
        session.last_active_at = Some(now);
        session.expire_at = after(now, max_duration);
        session.abandon_at = Some(days_after(now, 30));
        session.created_at = now;
        session.updated_at = Some(now);
        Ok(self.add(session))
    }

    pub(super) fn get_session(&mut self, request: GetSession) -> Outcome<Session> {
        self.sessions.get(&request.session_id).cloned()
    }

    /// Revokes an active session. An ended session keeps its status.
    pub(super) fn revoke_session(&mut self, request: RevokeSession) -> Outcome<Session> {
        let session = self.sessions.get(&request.session_id)?;
        if session.status != SessionStatus::Active {
            return Ok(session.clone());
        }
        self.change(&request.session_id, |session: &mut Session| {
            session.status = SessionStatus::Revoked;
        })
    }

    pub(super) fn create_session_token(
        &mut self,
        request: CreateSessionToken,
    ) -> Outcome<SessionToken> {
        self.token(&request.session_id, "session", &request.expires_in_seconds)
    }

    pub(super) fn create_session_token_from_template(
        &mut self,
        request: CreateSessionTokenFromTemplate,
    ) -> Outcome<SessionToken> {
        self.token(&request.session_id, &request.template_name, &request.expires_in_seconds)
    }

    /// Revokes all active sessions of a user.
    pub(super) fn end_sessions(&mut self, user: &UserId) -> Outcome<()> {
        self.change_all(
            |it: &&Session| it.user_id == *user && it.status == SessionStatus::Active,
            |session| session.status = SessionStatus::Revoked,
        )
    }

    /// Creates an unsigned token in three parts, like a JWT.
    fn token(
        &mut self,
        id: &SessionId,
        template: &str,
        expires_in_seconds: &impl Change<u32>,
    ) -> Outcome<SessionToken> {
        if self.sessions.get(id)?.status != SessionStatus::Active {
            return Err(not_found("active session", id.as_str()));
        }
        let lifetime = given(expires_in_seconds);
        if lifetime.is_some_and(|seconds| !(30..=315_360_000).contains(seconds)) {
            return Err(invalid("expires_in_seconds", "must be from 30 to 315360000"));
        }
        let mut token = SessionToken::sample();
        token.jwt = Some(format!("fake-{template}.{id}.{}", self.id::<String>("token")).into());
        Ok(token)
    }
}
