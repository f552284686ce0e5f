//! Who sends a request: the token in its header, or else its cookies.

use std::sync::{Arc, OnceLock};

use ::url::Url;
use clerk_core::http::HeaderMap;

use super::{
    authorization::Authorization,
    cookies::{self, Cookies, Set},
    csrf,
    decoded::{Decoded, Unverified},
    handshake::{self, Start},
    settings::{Instance, Settings},
    suffix, url,
    view::RequestView,
};
use crate::{
    authenticator::Authenticator,
    error::VerifyError,
    machine::{self, TokenKind},
    reason::Reason,
    refusal::Refusal,
    session::Session,
    state::{AuthState, Caller, Identity, Redirect},
};

/// The query param of a satellite that syncs with the primary domain.
const SYNCED: &str = "__clerk_synced";
/// The query param with the URL of the satellite to return to.
const REDIRECT_URL: &str = "__clerk_redirect_url";

const AMBIGUOUS: &str = "there are session cookies with different values";

/// One request that is being authenticated.
pub(super) struct Flow<'a> {
    pub(super) auth: &'a Authenticator,
    pub(super) settings: &'a Settings,
    pub(super) request: RequestView<'a>,
    pub(super) cookies: Cookies<'a>,
    /// Whether different session cookies of one name are refused.
    guards: bool,
    url: OnceLock<Option<Url>>,
}

/// The cookies that are in use.
struct InUse<'f> {
    suffixed: bool,
    session: Option<&'f str>,
    /// In seconds. 0 if there is none.
    client_uat: i64,
    /// The session token, decoded.
    unverified: Option<&'f Result<Unverified<'f>, VerifyError>>,
}

/// The unsuffixed and the suffixed session cookie.
type Sessions<'f> = [Option<Result<Unverified<'f>, VerifyError>>; 2];

impl<'a> Flow<'a> {
    pub(super) fn new(auth: &'a Authenticator, request: RequestView<'a>) -> Self {
        let settings = auth.settings();
        let suffix = settings.instance.as_ref().map_or("", |instance| &*instance.suffix);
        let cookies = Cookies::read(&request, suffix);
        Self { auth, settings, request, cookies, guards: false, url: OnceLock::new() }
    }

    /// Refuses different session cookies of one name. Without this, the first counts.
    pub(super) fn refuse_ambiguous_cookies(self) -> Self {
        Self { guards: true, ..self }
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
        let opaque = TokenKind::of_opaque(token);
        let decoded = if opaque.is_none() { Decoded::new(token).ok() } else { None };
        let unverified = decoded.as_ref().and_then(|decoded| decoded.read().ok());
        let signed = unverified.as_ref().map(Unverified::kind);
        let kind = opaque.or(signed).unwrap_or(TokenKind::Session);
        if !accepts.contains(kind) {
            return signed_out(Reason::TokenTypeMismatch, accepts.only());
        }
        if kind == TokenKind::Session {
            return self.header(token, unverified.as_ref()).await;
        }
        match machine::verify(self.auth, token, kind).await {
            Ok(token) => signed_in(Caller::Machine(Box::new(token)), HeaderMap::new()),
            Err(error) => AuthState::SignedOut(Refusal::of_error(error).token_kind_is(Some(kind))),
        }
    }

    async fn header(&self, token: &str, unverified: Option<&Unverified<'_>>) -> AuthState {
        let verified = match unverified {
            Some(unverified) => self.auth.verify_decoded(unverified).await,
            None => self.auth.verify(token).await,
        };
        match verified {
            Ok(session) => self.session(session, HeaderMap::new()),
            Err(error) => {
                let sessions = self.sessions();
                let unverified = sessions.each_ref().map(read);
                let suffixed = self.in_use(&unverified).suffixed;
                self.unverified(error, token, suffixed).await
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
        let sessions = self.sessions();
        let unverified = sessions.each_ref().map(read);
        let in_use = self.in_use(&unverified);
        if let Some(state) = self.satellite(&in_use).or_else(|| self.development(&in_use)) {
            return state;
        }
        if self.guards && self.set(in_use.suffixed).session.is_ambiguous() {
            let refusal = Refusal::new(Reason::TokenInvalid);
            return AuthState::SignedOut(refusal.with_message(AMBIGUOUS.to_owned()));
        }
        let (token, unverified) = match (in_use.session, in_use.unverified, in_use.client_uat) {
            (Some(_), Some(_), 0) => {
                return self.start(Reason::SessionTokenWithoutClientUat, &in_use);
            }
            (Some(token), Some(unverified), _) => (token, unverified),
            (.., 0) => return self.signed_out(Reason::SessionTokenAndUatMissing),
            _ => return self.start(Reason::ClientUatWithoutSessionToken, &in_use),
        };
        let unverified = match unverified {
            Ok(unverified) => unverified,
            Err(error) => return refused(error.clone()),
        };
        if unverified.kind() != TokenKind::Session {
            return self.signed_out(Reason::TokenTypeMismatch);
        }
        if unverified.issued_at().is_some_and(|iat| iat < in_use.client_uat) {
            return self.start(Reason::SessionTokenIatBeforeClientUat, &in_use);
        }
        let session = match self.auth.verify_decoded(unverified).await {
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
        let Some(referrer) = self.request.text("referer") else { return false };
        if url::is_within(referrer, &self.request, self.settings.trust_forwarded, self.scheme()) {
            return false;
        }
        let (Some(url), Some(instance)) = (self.url(), &self.settings.instance) else {
            return false;
        };
        let referrer = Url::parse(referrer).ok();
        referrer.is_some_and(|referrer| {
            referrer.origin() != url.origin()
                && !referrer.host_str().is_some_and(|host| instance.is_clerk_host(host))
        })
    }

    /// Starts a handshake if the path selects another organization than the active one.
    fn organization(&self, session: &Session, in_use: &InUse<'_>) -> Option<AuthState> {
        if self.settings.patterns.is_empty() || self.is_pending(session) {
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

    pub(super) fn session(&self, session: Session, headers: HeaderMap) -> AuthState {
        if self.is_pending(&session) {
            return AuthState::SignedOut(Refusal::pending(session).with_headers(headers));
        }
        signed_in(Caller::Session(Arc::new(session)), headers)
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
    pub(super) fn redirect_with(
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

    /// Decodes the unsuffixed and the suffixed session cookie. The second is left out if both hold
    /// the same token, as they usually do.
    fn sessions(&self) -> [Option<Result<Decoded<'_>, VerifyError>>; 2] {
        let session = self.cookies.unsuffixed.session.get();
        let suffixed = self.cookies.suffixed.session.get().filter(|_| !self.is_same_session());
        [session, suffixed].map(|session| session.map(Decoded::new))
    }

    fn is_same_session(&self) -> bool {
        self.cookies.unsuffixed.session.get() == self.cookies.suffixed.session.get()
    }

    fn in_use<'f>(&'f self, unverified: &'f Sessions<'f>) -> InUse<'f> {
        let [session, other] = unverified;
        let suffixed_session = if self.is_same_session() { session } else { other };
        let suffixed = self.settings.instance.as_ref().is_some_and(|instance| {
            let Instance { frontend_api, development, .. } = instance;
            let now = self.auth.now().as_unix_millis().div_euclid(1000);
            let [hints, suffixed_hints] = [session, suffixed_session]
                .map(|session| session.as_ref()?.as_ref().ok().map(Unverified::hints));
            let (hints, suffixed_hints) = (hints.as_ref(), suffixed_hints.as_ref());
            suffix::in_use(&self.cookies, frontend_api, *development, now, hints, suffixed_hints)
        });
        let set = self.set(suffixed);
        let client_uat = set.client_uat.get().and_then(|uat| uat.parse().ok()).unwrap_or(0);
        let unverified = if suffixed { suffixed_session } else { session };
        InUse { suffixed, session: set.session.get(), client_uat, unverified: unverified.as_ref() }
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

    pub(super) fn url(&self) -> Option<&Url> {
        let trusted = self.settings.trust_forwarded;
        let read = || url::request_url(&self.request, trusted, self.scheme());
        self.url.get_or_init(read).as_ref()
    }

    /// Returns the scheme of a request whose target has none.
    fn scheme(&self) -> &'static str {
        if self.is_development() { "http" } else { "https" }
    }

    pub(super) fn is_development(&self) -> bool {
        self.settings.instance.as_ref().is_some_and(|instance| instance.development)
    }

    fn is_document(&self) -> bool {
        self.request.is_get() && self.request.text("sec-fetch-dest") == Some("document")
    }

    fn signed_out(&self, reason: Reason) -> AuthState {
        signed_out(reason, Some(TokenKind::Session))
    }
}

fn read<'d>(
    decoded: &'d Option<Result<Decoded<'_>, VerifyError>>,
) -> Option<Result<Unverified<'d>, VerifyError>> {
    Some(match decoded.as_ref()? {
        Ok(decoded) => decoded.read(),
        Err(error) => Err(error.clone()),
    })
}

fn signed_in(caller: Caller, headers: HeaderMap) -> AuthState {
    AuthState::SignedIn(Identity::new(caller, headers))
}

fn signed_out(reason: Reason, kind: Option<TokenKind>) -> AuthState {
    AuthState::SignedOut(Refusal::new(reason).token_kind_is(kind))
}

pub(super) fn refused(error: VerifyError) -> AuthState {
    AuthState::SignedOut(Refusal::of_error(error))
}
