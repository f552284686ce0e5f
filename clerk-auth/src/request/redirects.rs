//! Redirects: to a handshake with Clerk's Frontend API, and between the domains of an application.

use ::url::Url;
use clerk_api::conventions::API_VERSION;
use clerk_core::http::{
    HeaderMap, HeaderValue,
    header::{CACHE_CONTROL, LOCATION, SET_COOKIE},
};

use super::{
    incoming::{Incoming, no_session},
    jar,
    suffix::InUse,
    url,
    view::RequestView,
};
use crate::{
    reason::Reason,
    refusal::Refusal,
    state::{AuthState, Redirect},
    verify::Session,
};

/// The query param of a satellite that syncs with the primary domain.
const SYNCED: &str = "__clerk_synced";
/// The query param with the URL of the satellite to return to.
const REDIRECT_URL: &str = "__clerk_redirect_url";
/// The params of the URL that the handshake adds, and that `redirect_url` must not hold.
const DEV_BROWSER_PARAMS: [&str; 2] = [jar::DEV_BROWSER, "__dev_session"];
/// The number of redirects in a row after which a browser is left alone.
const MAX_REDIRECTS: u32 = 3;

impl Incoming<'_> {
    /// Syncs a satellite that has no session with its primary domain.
    pub(super) fn sync_satellite(&self, in_use: &InUse<'_>) -> Option<AuthState> {
        if !self.settings.options.satellite || !self.is_document() {
            return None;
        }
        let synced = url::param(self.view.target().query, SYNCED);
        let needs_sync = synced.as_deref() == Some("false");
        let has_cookies = in_use.session.is_some() || in_use.client_uat != 0;
        if synced.as_deref() == Some("true") || (has_cookies && !needs_sync) {
            return None;
        }
        if !self.settings.options.satellite_auto_sync && !needs_sync {
            return Some(no_session(Reason::SessionTokenAndUatMissing));
        }
        let sign_in =
            self.settings.options.sign_in_url.as_deref().filter(|_| self.is_development());
        let location = sign_in.and_then(url::web_url).and_then(|mut location| {
            url::append(&mut location, REDIRECT_URL, self.url()?.as_str());
            Some(location.into())
        });
        Some(self.redirect(Reason::SatelliteNeedsSyncing, String::new(), |reason| {
            location.or_else(|| self.handshake_url(reason, in_use.suffixed, None))
        }))
    }

    /// Redirects a browser in development that lacks its token, or that brings one.
    pub(super) fn sync_development(&self, in_use: &InUse<'_>) -> Option<AuthState> {
        if !self.is_development() {
            return None;
        }
        let query = self.view.target().query;
        let back = url::param(query, REDIRECT_URL).filter(|_| !self.settings.options.satellite);
        if let Some(mut back) = back.as_deref().and_then(url::web_url) {
            if let Some(dev_browser) = self.dev_browser(in_use.suffixed) {
                url::append(&mut back, jar::DEV_BROWSER, &dev_browser);
            }
            let mut back = url::without(&back, &[SYNCED]);
            url::append(&mut back, SYNCED, "true");
            let reason = Reason::PrimaryRespondsToSyncing;
            return Some(self.redirect(reason, String::new(), |_| Some(back.into())));
        }
        if url::param(query, jar::DEV_BROWSER).is_some() {
            return Some(self.start(Reason::DevBrowserSync, in_use));
        }
        if self.dev_browser(in_use.suffixed).is_none() {
            return Some(self.start(Reason::DevBrowserMissing, in_use));
        }
        None
    }

    /// Returns whether a link of another site led here, which may be a satellite.
    pub(super) fn came_from_elsewhere(&self) -> bool {
        if self.settings.options.satellite || !self.is_document() || self.redirect_count() != 0 {
            return false;
        }
        let Some(referrer) = self.view.text("referer") else { return false };
        let (Some(url), Some(instance)) = (self.url(), &self.settings.instance) else {
            return false;
        };
        Url::parse(referrer).is_ok_and(|referrer| {
            referrer.origin() != url.origin()
                && !referrer.host_str().is_some_and(|host| instance.is_clerk_host(host))
        })
    }

    /// Starts a handshake if the path selects another organization than the active one.
    pub(super) fn activate_organization(
        &self,
        session: &Session,
        in_use: &InUse<'_>,
    ) -> Option<AuthState> {
        if self.settings.patterns.is_empty() || self.is_pending(session) {
            return None;
        }
        let selected = self.settings.patterns.select(self.url()?.path())?;
        if selected.is_active(session.organization.as_ref()) {
            return None;
        }
        match self.start(Reason::ActiveOrganizationMismatch, in_use) {
            AuthState::SignedOut(_) => None,
            state => Some(state),
        }
    }

    /// Starts a handshake with the cookies that are in use.
    pub(super) fn start(&self, reason: Reason, in_use: &InUse<'_>) -> AuthState {
        self.start_with(reason, in_use.suffixed, in_use.session, String::new())
    }

    pub(super) fn start_with(
        &self,
        reason: Reason,
        suffixed: bool,
        session: Option<&str>,
        message: String,
    ) -> AuthState {
        self.redirect(reason, message, |reason| self.handshake_url(reason, suffixed, session))
    }

    /// Redirects a document or a frame. Other requests, and browsers in a loop, are signed out with
    /// the same reason.
    fn redirect(
        &self,
        reason: Reason,
        message: String,
        location: impl FnOnce(&Reason) -> Option<String>,
    ) -> AuthState {
        let eligible = is_eligible(&self.view).then(|| location(&reason)).flatten();
        match eligible.and_then(|location| headers(&location, self.redirect_count())) {
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
        let mut query = String::new();
        let mut push = |name, value: &str| url::push(&mut query, name, value);
        push("redirect_url", url::without(url, &DEV_BROWSER_PARAMS).as_str());
        push("__clerk_api_version", API_VERSION);
        push("suffixed_cookies", if suffixed { "true" } else { "false" });
        push("__clerk_hs_reason", &reason.code());
        push("format", "nonce");
        if let Some(session) = session {
            push(jar::SESSION, session);
        }
        if let Some(dev_browser) = self.dev_browser(suffixed).filter(|_| instance.development) {
            push(jar::DEV_BROWSER, &dev_browser);
        }
        if let Some(organization) = self.settings.patterns.select(url.path()) {
            push("organization_id", organization.organization_id());
        }
        Some(format!("{}/v1/client/handshake?{query}", instance.frontend_url))
    }

    fn dev_browser(&self, suffixed: bool) -> Option<String> {
        let param = url::param(self.view.target().query, jar::DEV_BROWSER);
        let cookie = || self.set(suffixed).dev_browser.get().map(str::to_owned);
        param.map(Into::into).or_else(cookie)
    }

    fn redirect_count(&self) -> u32 {
        let count = self.cookies.redirect_count.get();
        count.and_then(|count| count.parse().ok()).unwrap_or(0)
    }
}

/// Returns whether the response to this request may be a redirect: it is a document or a frame.
fn is_eligible(request: &RequestView<'_>) -> bool {
    request.is_get()
        && match request.text("sec-fetch-dest") {
            Some(destination) => ["document", "iframe"].contains(&destination),
            None => request.text("accept").is_some_and(|accept| accept.starts_with("text/html")),
        }
}

/// Returns the headers of a redirect, or `None` if the browser has followed too many in a row.
fn headers(location: &str, count: u32) -> Option<HeaderMap> {
    if count >= MAX_REDIRECTS {
        return None;
    }
    let next = count.saturating_add(1);
    let cookie = format!("{}={next}; SameSite=Lax; HttpOnly; Max-Age=2", jar::REDIRECT_COUNT);
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, jar::secret(location)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(SET_COOKIE, HeaderValue::try_from(cookie).ok()?);
    Some(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn eligible(method: &str, headers: &[(&str, &str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes()));
        is_eligible(&RequestView::new(method, "/", headers))
    }

    #[test]
    fn only_documents_and_frames_are_redirected() {
        for (method, headers, expected) in [
            ("GET", &[("Sec-Fetch-Dest", "document")][..], true),
            ("GET", &[("Sec-Fetch-Dest", "iframe")], true),
            ("GET", &[("Accept", "text/html, */*")], true),
            ("GET", &[("Accept", "*/*, text/html")], false),
            ("GET", &[("Accept", "text/html"), ("Sec-Fetch-Dest", "empty")], false),
            ("GET", &[], false),
            ("POST", &[("Sec-Fetch-Dest", "document")], false),
            ("HEAD", &[("Sec-Fetch-Dest", "document")], false),
        ] {
            assert_eq!(eligible(method, headers), expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn the_third_redirect_in_a_row_is_the_last() {
        let count = |count| {
            let headers = headers("https://clerk.example.com/", count)?;
            Some(headers[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned())
        };
        assert_eq!(count(0).as_deref(), Some("__clerk_redirect_count=1"));
        assert_eq!(count(2).as_deref(), Some("__clerk_redirect_count=3"));
        assert_eq!(count(3), None);
        assert_eq!(count(u32::MAX), None);
    }
}
