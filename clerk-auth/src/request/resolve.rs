//! The end of a handshake, and the refresh of an expired session.

use clerk_core::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LOCATION,
        SET_COOKIE,
    },
};

use super::{
    cookies,
    decoded::Decoded,
    flow::{Flow, refused},
    handshake,
    refresh::{self, Refresh},
    url,
};
use crate::{
    error::VerifyError,
    reason::{Reason, RefreshFailure},
    refusal::Refusal,
    state::AuthState,
};

/// The query params that a handshake in development leaves in the URL.
const HANDSHAKE_PARAMS: [&str; 4] =
    [cookies::HANDSHAKE, cookies::HANDSHAKE_NONCE, "__clerk_help", cookies::DEV_BROWSER];

impl Flow<'_> {
    /// Resolves a handshake that the URL or a cookie holds. `None` if there is none, or if it brought
    /// nothing that can be used.
    pub(super) async fn resolve_handshake(&self) -> Option<AuthState> {
        let query = self.request.target().query;
        let nonce = url::param(query, cookies::HANDSHAKE_NONCE);
        let nonce = nonce.as_deref().or(self.cookies.handshake_nonce.get());
        let token = url::param(query, cookies::HANDSHAKE);
        let token = token.as_deref().or(self.cookies.handshake.get());
        let lines = match (nonce, token) {
            (Some(nonce), _) => match self.auth.client() {
                Some(client) => refresh::handshake_payload(client, nonce).await,
                None => Vec::new(),
            },
            (None, Some(token)) => match self.auth.verify_handshake(token).await {
                Ok(payload) => refresh::lines(payload.get("handshake")),
                Err(error) if error.reason().is_outage() => return Some(refused(error)),
                // In development the token is in the URL, and the next handshake would bring another
                // one that is refused as well.
                Err(error) if self.is_development() => return Some(refused(error)),
                Err(_) => return None,
            },
            (None, None) => return None,
        };
        let mut headers = set_cookies(&lines)?;
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("null"));
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        if let Some(url) = self.url().filter(|_| self.is_development()) {
            let location = url::without(url, &HANDSHAKE_PARAMS);
            insert(&mut headers, LOCATION, location.as_str());
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        let Some(token) = self.session_in(&lines) else {
            let refusal = Refusal::new(Reason::SessionTokenMissing).with_headers(headers);
            return Some(AuthState::SignedOut(refusal));
        };
        let session = match self.auth.verify(token).await {
            Ok(session) => session,
            Err(error) if self.is_development() && is_of_time(error.reason()) => {
                // The clock of a developer's machine may be far off.
                self.auth.verify_within_a_day(token).await.ok()?
            }
            // The user may be signed in, so this must not look as if nobody was.
            Err(error) if error.reason().is_outage() => return Some(refused(error)),
            Err(_) => return None,
        };
        Some(self.session(session, headers))
    }

    /// Handles a session token that is refused: an expired one can be refreshed.
    pub(super) async fn unverified(
        &self,
        error: VerifyError,
        token: &str,
        suffixed: bool,
    ) -> AuthState {
        let reason = match error.reason() {
            Reason::TokenExpired => match self.refresh(token, suffixed).await {
                Ok(state) => return state,
                Err(failure) => Reason::SessionTokenExpired(failure),
            },
            Reason::TokenNotActiveYet => Reason::SessionTokenNbf,
            Reason::TokenIatInTheFuture => Reason::SessionTokenIatInTheFuture,
            _ => return refused(error),
        };
        let message = error.to_string();
        self.redirect_with(reason, suffixed, Some(token), None, message)
    }

    async fn refresh(&self, token: &str, suffixed: bool) -> Result<AuthState, RefreshFailure> {
        if !self.request.is_get() {
            return Err(RefreshFailure::NotGet);
        }
        let refresh_token = self.cookies.refresh.get().ok_or(RefreshFailure::NoRefreshCookie)?;
        let decoded = Decoded::new(token).map_err(|_| RefreshFailure::InvalidSessionToken)?;
        let unverified = decoded.read().map_err(|_| RefreshFailure::InvalidSessionToken)?;
        let session_id = unverified.session_id().ok_or(RefreshFailure::MissingSessionId)?;
        let client = self.auth.client().ok_or(RefreshFailure::UnexpectedSdk)?;
        let refresh = Refresh {
            session_id: &session_id,
            suffixed_cookies: suffixed,
            expired_token: token,
            refresh_token,
            origin: self.url().map(|url| url.origin().ascii_serialization()).unwrap_or_default(),
        };
        let lines = refresh.send(client, &self.request).await?;
        let headers = set_cookies(&lines).ok_or(RefreshFailure::UnexpectedSdk)?;
        let token = self.session_in(&lines).unwrap_or_default();
        match self.auth.verify(token).await {
            Ok(session) => Ok(self.session(session, headers)),
            Err(_) => Err(RefreshFailure::InvalidSessionToken),
        }
    }

    /// Returns the session token among `Set-Cookie` lines. The last one counts, as in a browser.
    fn session_in<'l>(&self, lines: &'l [String]) -> Option<&'l str> {
        let suffix = self.settings.instance.as_ref().map(|instance| &*instance.suffix);
        let is_session = |name: &str| match name.strip_prefix(cookies::SESSION) {
            Some("") => true,
            Some(rest) => suffix.is_some() && rest.strip_prefix('_') == suffix,
            None => false,
        };
        let cookies = lines.iter().map(|line| cookies::read_set_cookie(line));
        let (_, token) = cookies.rev().find(|(name, _)| is_session(name))?;
        (!token.is_empty()).then_some(token)
    }
}

fn is_of_time(reason: &Reason) -> bool {
    matches!(reason, Reason::TokenExpired | Reason::TokenNotActiveYet | Reason::TokenIatInTheFuture)
}

/// Returns the headers that set cookies, or `None` if a line cannot be a header.
fn set_cookies(lines: &[String]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let has_control = line.contains(char::is_control);
        headers.append(SET_COOKIE, handshake::secret(line).filter(|_| !has_control)?);
    }
    Some(headers)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Some(value) = handshake::secret(value) {
        headers.insert(name, value);
    }
}
