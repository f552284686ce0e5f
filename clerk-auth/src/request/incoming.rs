//! One request that is being authenticated.

use std::sync::{Arc, OnceLock};

use ::url::Url;
use clerk_core::http::HeaderMap;

use super::{jar::Cookies, settings::Settings, url, view::RequestView};
use crate::{
    error::VerifyError,
    machine::TokenKind,
    reason::Reason,
    refusal::Refusal,
    state::{AuthState, Caller, Identity},
    verify::{Session, Verifier},
};

pub(crate) struct Incoming<'a> {
    pub(super) verifier: &'a Verifier,
    pub(super) settings: &'a Settings,
    pub(super) view: RequestView<'a>,
    pub(super) cookies: Cookies<'a>,
    url: OnceLock<Option<Url>>,
}

impl<'a> Incoming<'a> {
    pub(super) fn new(
        verifier: &'a Verifier,
        settings: &'a Settings,
        view: RequestView<'a>,
    ) -> Self {
        let cookies = Cookies::read(&view, settings.suffix().unwrap_or_default());
        Self { verifier, settings, view, cookies, url: OnceLock::new() }
    }

    /// Returns the URL under which the browser sent the request.
    pub(super) fn url(&self) -> Option<&Url> {
        let scheme = if self.is_development() { "http" } else { "https" };
        let trusted = self.settings.options.trust_forwarded;
        self.url.get_or_init(|| url::request_url(&self.view, trusted, scheme)).as_ref()
    }

    pub(super) fn is_development(&self) -> bool {
        self.settings.instance.as_ref().is_some_and(|instance| instance.development)
    }

    pub(super) fn is_document(&self) -> bool {
        self.view.is_get() && self.view.text("sec-fetch-dest") == Some("document")
    }

    pub(super) fn is_pending(&self, session: &Session) -> bool {
        session.is_pending() && !self.settings.options.accept_pending
    }

    /// Signs in the user of a session, unless it is pending. `headers` are for the response.
    pub(super) fn accept(&self, session: Session, headers: HeaderMap) -> AuthState {
        if self.is_pending(&session) {
            return AuthState::SignedOut(Refusal::pending(session).with_headers(headers));
        }
        AuthState::SignedIn(Identity::new(Caller::Session(Arc::new(session)), headers))
    }
}

/// Refuses a request that should carry a token of `kind`.
pub(super) fn signed_out(reason: Reason, kind: Option<TokenKind>) -> AuthState {
    AuthState::SignedOut(Refusal::new(reason).token_kind_is(kind))
}

/// Refuses a request without a valid session.
pub(super) fn no_session(reason: Reason) -> AuthState {
    AuthState::SignedOut(Refusal::new(reason))
}

pub(super) fn refused(error: VerifyError) -> AuthState {
    AuthState::SignedOut(Refusal::of_error(error))
}
