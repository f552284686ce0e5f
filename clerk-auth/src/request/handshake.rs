//! The end of a handshake.

use std::time::Duration;

use clerk_core::http::{
    HeaderValue,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, LOCATION,
    },
};
use serde_json::{Map, Value};

use super::{
    incoming::{Incoming, refused},
    jar::{self, SetCookies},
    url,
};
use crate::{
    calls::{GetHandshakePayload, once},
    error::VerifyError,
    reason::Reason,
    refusal::Refusal,
    state::AuthState,
    verify::token::invalid,
};

/// The query params that a handshake in development leaves in the URL.
const HANDSHAKE_PARAMS: [&str; 4] =
    [jar::HANDSHAKE, jar::HANDSHAKE_NONCE, "__clerk_help", jar::DEV_BROWSER];

/// How far the clock of a developer's machine may be off.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Incoming<'_> {
    /// Resolves the handshake in the URL or a cookie. Returns `None` without a handshake, or if it brought
    /// nothing usable.
    pub(super) async fn resolve_handshake(&self) -> Option<AuthState> {
        let query = self.view.target().query;
        let nonce = url::param(query, jar::HANDSHAKE_NONCE);
        let nonce = nonce.as_deref().or(self.cookies.handshake_nonce.get());
        let token = url::param(query, jar::HANDSHAKE);
        let token = token.as_deref().or(self.cookies.handshake.get());
        let cookies = match (nonce, token) {
            (Some(nonce), _) => self.fetch_payload(nonce).await,
            (None, Some(token)) => match self.verify_payload(token).await {
                Ok(cookies) => cookies,
                Err(error) if error.reason().is_outage() => return Some(refused(error)),
                // In development the token is in the URL, and the next handshake would bring another
                // one that is refused as well.
                Err(error) if self.is_development() => return Some(refused(error)),
                Err(_) => return None,
            },
            (None, None) => return None,
        };
        let mut headers = cookies.headers()?;
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("null"));
        headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        if let Some(url) = self.url().filter(|_| self.is_development()) {
            if let Some(location) = jar::secret(url::without(url, &HANDSHAKE_PARAMS).as_str()) {
                headers.insert(LOCATION, location);
            }
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        let Some(token) = cookies.session(self.settings.suffix()) else {
            let refusal = Refusal::new(Reason::SessionTokenMissing).with_headers(headers);
            return Some(AuthState::SignedOut(refusal));
        };
        let session = match self.verifier.verify(token).await {
            Ok(session) => session,
            Err(error) if self.is_development() && is_of_time(error.reason()) => {
                self.verifier.verify_within(DAY, token).await.ok()?
            }
            // The user may be signed in, so this must not look as if nobody was.
            Err(error) if error.reason().is_outage() => return Some(refused(error)),
            Err(_) => return None,
        };
        Some(self.accept(session, headers))
    }

    /// Fetches the cookies of a handshake. None if Clerk does not know the nonce or cannot be
    /// reached.
    async fn fetch_payload(&self, nonce: &str) -> SetCookies {
        let Some(client) = &self.settings.client else { return SetCookies(Vec::new()) };
        let payload = once(client.send(GetHandshakePayload::new(nonce))).await;
        lines(payload.ok().map(|payload| payload.directives).as_ref())
    }

    /// Reads the cookies of a handshake token. It has no claims but its payload.
    async fn verify_payload(&self, token: &str) -> Result<SetCookies, VerifyError> {
        let payload = self.verifier.verify_signature(token).await?;
        let payload: Map<String, Value> = serde_json::from_str(&payload)
            .map_err(|_| invalid("the payload is not a JSON object"))?;
        Ok(lines(payload.get("handshake")))
    }
}

/// Reads a list of `Set-Cookie` lines. Anything else is empty.
fn lines(value: Option<&Value>) -> SetCookies {
    let lines = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    SetCookies(lines.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn is_of_time(reason: &Reason) -> bool {
    matches!(reason, Reason::TokenExpired | Reason::TokenNotActiveYet | Reason::TokenIatInTheFuture)
}
