//! The next step after a refused session token: a refresh, or a handshake.

use clerk_core::{Json, error::Error};
use serde_json::{Map, Value};

use super::{
    incoming::{Incoming, refused},
    jar::SetCookies,
    view::RequestView,
};
use crate::{
    calls::{RefreshSession, once},
    error::VerifyError,
    reason::{Reason, RefreshFailure},
    state::AuthState,
    verify::Decoded,
};

/// The longest error code that becomes a part of a reason, in bytes.
const MAX_CODE: usize = 64;

impl Incoming<'_> {
    /// Refreshes a session whose token has expired, or starts a handshake if the token's times are to
    /// blame.
    pub(super) async fn renew(&self, error: VerifyError, token: &str, suffixed: bool) -> AuthState {
        let reason = match error.reason() {
            Reason::TokenExpired => match self.refresh(token, suffixed).await {
                Ok(state) => return state,
                Err(failure) => Reason::SessionTokenExpired(failure),
            },
            Reason::TokenNotActiveYet => Reason::SessionTokenNbf,
            Reason::TokenIatInTheFuture => Reason::SessionTokenIatInTheFuture,
            _ => return refused(error),
        };
        self.start_with(reason, suffixed, Some(token), error.to_string())
    }

    async fn refresh(&self, token: &str, suffixed: bool) -> Result<AuthState, RefreshFailure> {
        if !self.view.is_get() {
            return Err(RefreshFailure::NotGet);
        }
        let refresh_token = self.cookies.refresh.get().ok_or(RefreshFailure::NoRefreshCookie)?;
        let decoded = Decoded::new(token).map_err(|_| RefreshFailure::InvalidSessionToken)?;
        let unverified = decoded.read().map_err(|_| RefreshFailure::InvalidSessionToken)?;
        let session_id = unverified.session_id().ok_or(RefreshFailure::MissingSessionId)?;
        let client = self.settings.client.as_ref().ok_or(RefreshFailure::UnexpectedSdk)?;
        let origin = self.url().map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        let headers = headers(&self.view);
        let response = once(client.send(RefreshSession::new(
            session_id,
            suffixed,
            "cookie",
            token,
            refresh_token,
            origin,
            headers,
        )))
        .await
        .map_err(|error| failure(&error))?;
        if response.cookies.is_empty() {
            return Err(RefreshFailure::UnexpectedSdk);
        }
        let lines = response.cookies.iter().map(|line| line.expose().to_owned());
        let cookies = SetCookies(lines.collect());
        let headers = cookies.headers().ok_or(RefreshFailure::UnexpectedSdk)?;
        let token = cookies.session(self.settings.suffix()).unwrap_or_default();
        match self.verifier.verify(token).await {
            Ok(session) => Ok(self.accept(session, headers)),
            Err(_) => Err(RefreshFailure::InvalidSessionToken),
        }
    }
}

fn failure(error: &Error) -> RefreshFailure {
    match error {
        Error::Transport(_) => RefreshFailure::Fetch,
        Error::Api(_) => match error.code() {
            Some(code) if is_code(code) => RefreshFailure::Api(code.to_owned()),
            _ => RefreshFailure::UnexpectedApi,
        },
        _ => RefreshFailure::UnexpectedSdk,
    }
}

/// A code becomes a part of a header and of a URL, so only plain names are taken.
fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= MAX_CODE
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Returns all headers of the request: names, and lists of values. Bytes above 0x7f are Latin-1.
fn headers(request: &RequestView<'_>) -> Json {
    let mut headers = Map::new();
    for (name, value) in request.lines() {
        let value: String = value.iter().copied().map(char::from).collect();
        let values = headers.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values {
            values.push(value.into());
        }
    }
    Value::Object(headers).into()
}
