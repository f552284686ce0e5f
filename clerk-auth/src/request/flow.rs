//! Who sends a request: the token in its header, or else its cookies.

use std::sync::OnceLock;

use ::url::Url;
use clerk_core::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LOCATION,
        SET_COOKIE,
    },
};

use super::{
    authorization::Authorization,
    cookies::{self, Cookies, Set},
    csrf,
    handshake::{self, Start},
    peek::Peek,
    refresh::{self, Refresh},
    settings::{Instance, Settings},
    suffix, url,
    view::RequestView,
};
use crate::{
    authenticator::Authenticator,
    error::VerifyError,
    machine::{self, TokenKind},
    reason::{Reason, RefreshFailure},
    refusal::Refusal,
    session::Session,
    state::{AuthState, Caller, Identity, Redirect},
};

/// The query param of a satellite that syncs with the primary domain.
const SYNCED: &str = "__clerk_synced";
/// The query param with the URL of the satellite to return to.
const REDIRECT_URL: &str = "__clerk_redirect_url";
/// The query params that a handshake in development leaves in the URL.
const HANDSHAKE_PARAMS: [&str; 4] =
    [cookies::HANDSHAKE, cookies::HANDSHAKE_NONCE, "__clerk_help", cookies::DEV_BROWSER];

/// One request that is being authenticated.
pub(super) struct Flow<'a> {
    auth: &'a Authenticator,
    settings: &'a Settings,
    request: RequestView<'a>,
    cookies: Cookies<'a>,
    url: OnceLock<Option<Url>>,
}

/// The cookies that are in use.
struct InUse<'f> {
    suffixed: bool,
    session: Option<&'f str>,
    /// In seconds. 0 if there is none.
    client_uat: i64,
}

impl<'a> Flow<'a> {
    pub(super) fn new(auth: &'a Authenticator, request: RequestView<'a>) -> Self {
        let settings = auth.settings();
        let suffix = settings.instance.as_ref().map_or("", |instance| &*instance.suffix);
        let cookies = Cookies::read(&request, suffix);
        Self { auth, settings, request, cookies, url: OnceLock::new() }
    }

    pub(super) async fn run(&self) -> AuthState {
        let accepts = self.settings.accepts;
        let token = match Authorization::read(&self.request) {
            Authorization::Invalid => {
                return signed_out(
                    Reason::TokenInvalid,
                    accepts.only().or(Some(TokenKind::Session)),
                );
            }
            Authorization::Token(token) => Some(token),
            Authorization::None => None,
        };
        let Some(token) = token else {
            return match accepts.only() {
                Some(kind) if kind != TokenKind::Session => {
                    signed_out(Reason::NoTokenInHeader, Some(kind))
                }
                _ if !accepts.contains(TokenKind::Session) => {
                    signed_out(Reason::TokenTypeMismatch, None)
                }
                _ => self.guarded(self.cookies().await),
            };
        };
        let kind = TokenKind::of_opaque(token)
            .or_else(|| Some(Peek::read(token).ok()?.kind))
            .unwrap_or(TokenKind::Session);
        if !accepts.contains(kind) {
            return signed_out(Reason::TokenTypeMismatch, accepts.only());
        }
        if kind == TokenKind::Session {
            return self.header(token).await;
        }
        match machine::verify(self.auth, token, kind).await {
            Ok(token) => signed_in(Caller::Machine(Box::new(token)), HeaderMap::new()),
            Err(error) => AuthState::SignedOut(Refusal::of_error(error).token_kind_is(Some(kind))),
        }
    }

    async fn header(&self, token: &str) -> AuthState {
        match self.auth.verify(token).await {
            Ok(session) => self.session(session, HeaderMap::new()),
            Err(error) => {
                let in_use = self.in_use();
                self.unverified(error, token, in_use.suffixed).await
            }
        }
    }

    /// Refuses a forged request that a cookie authenticates.
    fn guarded(&self, state: AuthState) -> AuthState {
        let Some(allowed) = &self.settings.csrf else { return state };
        if matches!(state, AuthState::SignedIn(_))
            && !csrf::is_allowed(&self.request, self.url(), allowed)
        {
            return signed_out(Reason::CrossSiteRequest, Some(TokenKind::Session));
        }
        state
    }

    async fn cookies(&self) -> AuthState {
        if let Some(state) = self.resolve_handshake().await {
            return state;
        }
        let in_use = self.in_use();
        if let Some(state) = self.satellite(&in_use).or_else(|| self.development(&in_use)) {
            return state;
        }
        let token = match (in_use.session, in_use.client_uat) {
            (None, 0) => return self.signed_out(Reason::SessionTokenAndUatMissing),
            (Some(_), 0) => {
                return self.start(Reason::SessionTokenWithoutClientUat, &in_use);
            }
            (None, _) => return self.start(Reason::ClientUatWithoutSessionToken, &in_use),
            (Some(token), _) => token,
        };
        match Peek::read(token) {
            Err(error) => return refused(error),
            Ok(peek) if peek.kind != TokenKind::Session => {
                return self.signed_out(Reason::TokenTypeMismatch);
            }
            Ok(peek) if peek.hints.iat.is_some_and(|iat| iat < in_use.client_uat) => {
                return self.start(Reason::SessionTokenIatBeforeClientUat, &in_use);
            }
            Ok(_) => {}
        }
        let session = match self.auth.verify(token).await {
            Ok(session) => session,
            Err(error) => return self.unverified(error, token, in_use.suffixed).await,
        };
        if self.came_from_elsewhere() {
            return self.start(Reason::PrimaryDomainCrossOriginSync, &in_use);
        }
        match self.organization(&session, &in_use) {
            Some(state) => state,
            None => self.session(session, HeaderMap::new()),
        }
    }

    /// Resolves a handshake that the URL or a cookie holds. `None` if there is none, or if it brought
    /// nothing that can be used.
    async fn resolve_handshake(&self) -> Option<AuthState> {
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
                Ok(payload) => refresh::lines(&payload["handshake"]),
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
            Err(_) => return None,
        };
        Some(self.session(session, headers))
    }

    fn satellite(&self, in_use: &InUse<'_>) -> Option<AuthState> {
        if !self.settings.satellite || !self.is_document() {
            return None;
        }
        let synced = url::param(self.request.target().query, SYNCED);
        let needs_sync = synced.as_deref() == Some("false");
        let has_cookies = in_use.session.is_some() || in_use.client_uat != 0;
        if synced.as_deref() == Some("true") || (has_cookies && !needs_sync) {
            return None;
        }
        if !self.settings.satellite_auto_sync && !needs_sync {
            return Some(self.signed_out(Reason::SessionTokenAndUatMissing));
        }
        let sign_in = self.settings.sign_in_url.as_deref().filter(|_| self.is_development());
        let location = sign_in.and_then(url::web_url).and_then(|mut location| {
            url::append(&mut location, REDIRECT_URL, self.url()?.as_str());
            Some(location.into())
        });
        Some(self.redirect(Reason::SatelliteNeedsSyncing, in_use.suffixed, None, location))
    }

    fn development(&self, in_use: &InUse<'_>) -> Option<AuthState> {
        if !self.is_development() {
            return None;
        }
        let query = self.request.target().query;
        let back = url::param(query, REDIRECT_URL).filter(|_| !self.settings.satellite);
        if let Some(mut back) = back.as_deref().and_then(url::web_url) {
            if let Some(dev_browser) = self.dev_browser(in_use.suffixed) {
                url::append(&mut back, cookies::DEV_BROWSER, &dev_browser);
            }
            let mut back = url::without(&back, &[SYNCED]);
            url::append(&mut back, SYNCED, "true");
            let reason = Reason::PrimaryRespondsToSyncing;
            return Some(self.redirect(reason, in_use.suffixed, None, Some(back.into())));
        }
        if url::param(query, cookies::DEV_BROWSER).is_some() {
            return Some(self.start(Reason::DevBrowserSync, in_use));
        }
        if self.dev_browser(in_use.suffixed).is_none() {
            return Some(self.start(Reason::DevBrowserMissing, in_use));
        }
        None
    }

    /// Returns whether a link of another site led here, which may be a satellite.
    fn came_from_elsewhere(&self) -> bool {
        if self.settings.satellite || !self.is_document() || self.redirect_count() != 0 {
            return false;
        }
        let (Some(url), Some(instance)) = (self.url(), &self.settings.instance) else {
            return false;
        };
        let referrer = self.request.text("referer").and_then(|text| Url::parse(text).ok());
        referrer.is_some_and(|referrer| {
            referrer.origin() != url.origin()
                && !referrer.host_str().is_some_and(|host| instance.is_clerk_host(host))
        })
    }

    /// Starts a handshake if the path selects another organization than the active one.
    fn organization(&self, session: &Session, in_use: &InUse<'_>) -> Option<AuthState> {
        if self.is_pending(session) {
            return None;
        }
        let selected = self.settings.patterns.select(self.url()?.path())?;
        if selected.is_active(session.organization.as_ref()) {
            return None;
        }
        let reason = Reason::ActiveOrganizationMismatch;
        match self.start(reason, in_use) {
            AuthState::SignedOut(_) => None,
            state => Some(state),
        }
    }

    /// Handles a session token that is refused: an expired one can be refreshed.
    async fn unverified(&self, error: VerifyError, token: &str, suffixed: bool) -> AuthState {
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
        let peek = Peek::read(token).map_err(|_| RefreshFailure::InvalidSessionToken)?;
        let sid = peek.sid.ok_or(RefreshFailure::MissingSessionId)?;
        let client = self.auth.client().ok_or(RefreshFailure::UnexpectedSdk)?;
        let refresh = Refresh {
            session_id: &sid,
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

    fn session(&self, session: Session, headers: HeaderMap) -> AuthState {
        if self.is_pending(&session) {
            return AuthState::SignedOut(Refusal::pending(session).with_headers(headers));
        }
        signed_in(Caller::Session(Box::new(session)), headers)
    }

    fn is_pending(&self, session: &Session) -> bool {
        session.is_pending() && !self.settings.accept_pending
    }

    fn start(&self, reason: Reason, in_use: &InUse<'_>) -> AuthState {
        self.redirect(reason, in_use.suffixed, in_use.session, None)
    }

    fn redirect(
        &self,
        reason: Reason,
        suffixed: bool,
        session: Option<&str>,
        location: Option<String>,
    ) -> AuthState {
        self.redirect_with(reason, suffixed, session, location, String::new())
    }

    /// Redirects a document or a frame, by default to a handshake. Other requests, and browsers in a
    /// loop, are signed out with the same reason.
    fn redirect_with(
        &self,
        reason: Reason,
        suffixed: bool,
        session: Option<&str>,
        location: Option<String>,
        message: String,
    ) -> AuthState {
        let headers = || {
            if !handshake::is_eligible(&self.request) {
                return None;
            }
            let location = match location {
                Some(location) => location,
                None => self.handshake_url(&reason, suffixed, session)?,
            };
            handshake::redirect(&location, self.redirect_count())
        };
        match headers() {
            Some(headers) => {
                let refusal = Refusal::handshake(reason, headers).with_message(message);
                AuthState::Handshake(Redirect(refusal))
            }
            None => AuthState::SignedOut(Refusal::new(reason).with_message(message)),
        }
    }

    fn handshake_url(
        &self,
        reason: &Reason,
        suffixed: bool,
        session: Option<&str>,
    ) -> Option<String> {
        let instance = self.settings.instance.as_ref()?;
        let url = self.url()?;
        let dev_browser = self.dev_browser(suffixed).filter(|_| instance.development);
        let start = Start {
            frontend: &instance.frontend_url,
            url,
            reason: &reason.code(),
            suffixed_cookies: suffixed,
            session,
            dev_browser: dev_browser.as_deref(),
            organization: self.settings.patterns.select(url.path()),
        };
        Some(start.location())
    }

    fn in_use(&self) -> InUse<'_> {
        let suffixed = self.settings.instance.as_ref().is_some_and(|instance| {
            let Instance { frontend_api, development, .. } = instance;
            let read = |token: &str| Some(Peek::read(token).ok()?.hints);
            suffix::in_use(
                &self.cookies,
                frontend_api,
                *development,
                self.auth.now().as_unix_millis().div_euclid(1000),
                read,
            )
        });
        let set = self.set(suffixed);
        let client_uat = set.client_uat.get().and_then(|uat| uat.parse().ok());
        InUse { suffixed, session: set.session.get(), client_uat: client_uat.unwrap_or(0) }
    }

    fn set(&self, suffixed: bool) -> &Set<'a> {
        if suffixed { &self.cookies.suffixed } else { &self.cookies.unsuffixed }
    }

    fn dev_browser(&self, suffixed: bool) -> Option<String> {
        let param = url::param(self.request.target().query, cookies::DEV_BROWSER);
        let cookie = || self.set(suffixed).dev_browser.get().map(str::to_owned);
        param.map(Into::into).or_else(cookie)
    }

    fn redirect_count(&self) -> u32 {
        let count = self.cookies.redirect_count.get();
        count.and_then(|count| count.parse().ok()).unwrap_or(0)
    }

    fn url(&self) -> Option<&Url> {
        let scheme = if self.is_development() { "http" } else { "https" };
        let read = || url::request_url(&self.request, self.settings.trust_forwarded, scheme);
        self.url.get_or_init(read).as_ref()
    }

    fn is_development(&self) -> bool {
        self.settings.instance.as_ref().is_some_and(|instance| instance.development)
    }

    fn is_document(&self) -> bool {
        self.request.is_get() && self.request.text("sec-fetch-dest") == Some("document")
    }

    fn signed_out(&self, reason: Reason) -> AuthState {
        signed_out(reason, Some(TokenKind::Session))
    }
}

fn signed_in(caller: Caller, headers: HeaderMap) -> AuthState {
    AuthState::SignedIn(Identity::new(caller, headers))
}

fn signed_out(reason: Reason, kind: Option<TokenKind>) -> AuthState {
    AuthState::SignedOut(Refusal::new(reason).token_kind_is(kind))
}

fn refused(error: VerifyError) -> AuthState {
    AuthState::SignedOut(Refusal::of_error(error))
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
