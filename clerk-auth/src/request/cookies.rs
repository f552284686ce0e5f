//! Who sends a request, by its cookies.

use clerk_core::http::HeaderMap;

use super::{
    csrf,
    incoming::{Incoming, no_session, refused},
};
use crate::{machine::TokenKind, reason::Reason, refusal::Refusal, state::AuthState};

const AMBIGUOUS: &str = "there are session cookies with different values";

/// Which session cookie counts if there are several of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duplicates {
    /// The first.
    First,
    /// None: the request is refused, unless all have the same value.
    Refused,
}

impl Incoming<'_> {
    /// Authenticates the request by its cookies, unless another site may have forged it.
    pub(super) async fn by_cookies(&self, duplicates: Duplicates) -> AuthState {
        let state = self.read_cookies(duplicates).await;
        match &self.settings.csrf {
            Some(allowed)
                if matches!(state, AuthState::SignedIn(_))
                    && !csrf::is_allowed(&self.view, self.url(), allowed) =>
            {
                no_session(Reason::CrossSiteRequest)
            }
            _ => state,
        }
    }

    async fn read_cookies(&self, duplicates: Duplicates) -> AuthState {
        if let Some(state) = self.resolve_handshake().await {
            return state;
        }
        let sessions = self.sessions();
        let claims = sessions.read();
        let in_use = self.in_use(&claims);
        if let Some(state) = self.sync_satellite(&in_use).or_else(|| self.sync_development(&in_use))
        {
            return state;
        }
        if duplicates == Duplicates::Refused && self.set(in_use.suffixed).session.is_ambiguous() {
            let refusal = Refusal::new(Reason::TokenInvalid);
            return AuthState::SignedOut(refusal.with_message(AMBIGUOUS.to_owned()));
        }
        let (token, unverified) = match (in_use.session, in_use.unverified, in_use.client_uat) {
            (Some(_), Some(_), 0) => {
                return self.start(Reason::SessionTokenWithoutClientUat, &in_use);
            }
            (Some(token), Some(unverified), _) => (token, unverified),
            (.., 0) => return no_session(Reason::SessionTokenAndUatMissing),
            _ => return self.start(Reason::ClientUatWithoutSessionToken, &in_use),
        };
        let unverified = match unverified {
            Ok(unverified) => unverified,
            Err(error) => return refused(error.clone()),
        };
        if TokenKind::of_signed(unverified) != TokenKind::Session {
            return no_session(Reason::TokenTypeMismatch);
        }
        if unverified.issued_at().is_some_and(|iat| iat < in_use.client_uat) {
            return self.start(Reason::SessionTokenIatBeforeClientUat, &in_use);
        }
        let session = match self.verifier.verify_decoded(unverified).await {
            Ok(session) => session,
            Err(error) => return self.renew(error, token, in_use.suffixed).await,
        };
        if self.came_from_elsewhere() {
            return self.start(Reason::PrimaryDomainCrossOriginSync, &in_use);
        }
        match self.activate_organization(&session, &in_use) {
            Some(state) => state,
            None => self.accept(session, HeaderMap::new()),
        }
    }
}
