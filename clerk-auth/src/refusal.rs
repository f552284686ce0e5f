//! The response to a request that is not signed in, or not allowed.

use std::{borrow::Borrow, fmt, sync::Arc, time::Duration};

use clerk_core::{
    Bytes,
    http::{
        HeaderMap, HeaderValue, Response, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use serde_json::json;

use crate::{
    error::VerifyError,
    machine::TokenKind,
    reason::Reason,
    verify::{Requirement, Session},
};

/// How long to wait before the next request if Clerk cannot be asked, in seconds.
const UNAVAILABLE_FOR: Duration = Duration::from_secs(10);

/// The refusal of a request, and its response.
///
/// | status | if |
/// | --- | --- |
/// | 307 | the browser has to visit another URL first; `Location` holds it |
/// | 401 | there is no valid credential; `WWW-Authenticate: Bearer` |
/// | 403 | the caller is known and not allowed to do this, or the request is forged by another site |
/// | 503 | keys or Clerk cannot be reached; `Retry-After` |
///
/// Neither the response nor `Debug` shows a token, except in the URL and in the cookies of a
/// handshake, which the browser needs. Cheap to clone.
#[derive(Clone)]
pub struct Refusal(Arc<Inner>);

struct Inner {
    status: StatusCode,
    reason: Reason,
    message: String,
    token_kind: Option<TokenKind>,
    headers: HeaderMap,
    retry_after: Option<Duration>,
    pending: Option<Session>,
    /// The value of `x-clerk-auth-status`. `None` if the caller is signed in, as Clerk's SDKs define
    /// it.
    shown_status: Option<&'static str>,
    error: Option<VerifyError>,
}

impl Refusal {
    /// The headers that only responses have. Adapters remove them from requests, since a client has
    /// forged them there.
    pub const HEADERS: [&'static str; 3] =
        ["x-clerk-auth-status", "x-clerk-auth-reason", "x-clerk-auth-message"];

    pub(crate) fn new(reason: Reason) -> Self {
        let status = reason.status();
        let unavailable = status == StatusCode::SERVICE_UNAVAILABLE;
        Self(Arc::new(Inner {
            status,
            reason,
            message: String::new(),
            token_kind: Some(TokenKind::Session),
            headers: HeaderMap::new(),
            retry_after: unavailable.then_some(UNAVAILABLE_FOR),
            pending: None,
            shown_status: Some("signed-out"),
            error: None,
        }))
    }

    pub(crate) fn of_error(error: VerifyError) -> Self {
        Self::new(error.reason().clone()).with(|inner| {
            inner.message = error.to_string();
            inner.error = Some(error);
        })
    }

    /// Creates a 403 for a caller that is known and not allowed to do this.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(Reason::NotAllowed)
    }

    pub(crate) fn pending(session: Session) -> Self {
        Self::new(Reason::SessionPending).with(|inner| {
            inner.pending = Some(session);
            inner.shown_status = None;
        })
    }

    pub(crate) fn handshake(reason: Reason, headers: HeaderMap) -> Self {
        Self::new(reason).with(|inner| {
            inner.status = StatusCode::TEMPORARY_REDIRECT;
            inner.headers = headers;
            inner.shown_status = Some("handshake");
        })
    }

    pub(crate) fn token_kind_is(self, kind: Option<TokenKind>) -> Self {
        self.with(|inner| inner.token_kind = kind)
    }

    pub(crate) fn with_message(self, message: String) -> Self {
        self.with(|inner| inner.message = message)
    }

    /// Adds headers of a resolved handshake or of a refresh. With `Location`, it is a redirect.
    pub(crate) fn with_headers(self, headers: HeaderMap) -> Self {
        self.with(|inner| {
            if headers.contains_key(LOCATION) {
                inner.status = StatusCode::TEMPORARY_REDIRECT;
            }
            inner.headers = headers;
        })
    }

    /// Creates the redirect that ends a handshake of a caller who is signed in.
    pub(crate) fn end_of_handshake(headers: HeaderMap) -> Self {
        Self::new(Reason::DevBrowserSync)
            .with_headers(headers)
            .with(|inner| inner.shown_status = None)
    }

    /// Changes a refusal. Requires a unique `Arc`, so only for new ones.
    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            change(inner);
        }
        self
    }

    /// Returns the status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// Returns an explanation for developers. It may be empty.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the kind of token that the request should have carried. `None` if several kinds are
    /// accepted and the request carried none of them.
    #[must_use]
    pub fn token_kind(&self) -> Option<TokenKind> {
        self.0.token_kind
    }

    /// Returns how long to wait before the next request, if Clerk cannot be asked.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the error of the verification, if a token was refused.
    #[must_use]
    pub fn error(&self) -> Option<&VerifyError> {
        self.0.error.as_ref()
    }

    /// Returns the session, if it is valid and only its tasks are not complete.
    #[must_use]
    pub fn pending_session(&self) -> Option<&Session> {
        self.0.pending.as_ref()
    }

    /// Returns the URL that the browser has to visit first, if the response is a redirect.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.0.headers.get(LOCATION).and_then(|location| location.to_str().ok())
    }

    /// Returns whether the caller may be anonymous: the request carries no credential at all.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        matches!(
            self.0.reason,
            Reason::SessionTokenAndUatMissing
                | Reason::SessionTokenMissing
                | Reason::NoTokenInHeader
        )
    }

    /// Returns the headers of the response, without `Content-Type`.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        let Inner { status, reason, message, headers, retry_after, shown_status, .. } = &*self.0;
        let mut all = headers.clone();
        all.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(status) = shown_status {
            for (name, text) in Self::HEADERS.into_iter().zip([*status, &reason.code(), message]) {
                insert_text(&mut all, name, text);
            }
        }
        if *status == StatusCode::UNAUTHORIZED {
            all.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(wait) = retry_after {
            all.insert(RETRY_AFTER, wait.as_secs().into());
        }
        all
    }

    /// Returns the headers that an application passes on if it does not send the refusal itself.
    pub(crate) fn headers_to_pass_on(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the body of the response: JSON in the format of Clerk's own errors, with the reason
    /// as `code`.
    #[must_use]
    pub fn body(&self) -> Bytes {
        let reason = self.0.reason.code();
        let message = if self.0.message.is_empty() { &*reason } else { &*self.0.message };
        json!({ "errors": [{ "code": reason, "message": message }] }).to_string().into()
    }

    /// Returns the whole response. A redirect has no body.
    #[must_use]
    pub fn to_response(&self) -> Response<Bytes> {
        let redirect = self.location().is_some();
        let mut response = Response::new(if redirect { Bytes::new() } else { self.body() });
        *response.status_mut() = self.status();
        *response.headers_mut() = self.headers();
        if !redirect {
            let json = HeaderValue::from_static("application/json");
            response.headers_mut().insert(CONTENT_TYPE, json);
        }
        response
    }
}

/// Inserts a text as one line of visible ASCII, if it is not empty.
fn insert_text(headers: &mut HeaderMap, name: &'static str, text: &str) {
    let text: String =
        text.chars().map(|c| if matches!(c, ' '..='~') { c } else { '?' }).take(256).collect();
    if let Some(value) = HeaderValue::try_from(text).ok().filter(|value| !value.is_empty()) {
        headers.insert(name, value);
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.status.as_u16(), self.0.reason)
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refusal")
            .field("status", &self.0.status)
            .field("reason", &self.0.reason)
            .field("message", &self.0.message)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Refusal {}

impl Session {
    /// Checks that the session meets a requirement.
    ///
    /// # Errors
    /// A 403 if it does not.
    pub fn require(&self, requirement: impl Borrow<Requirement>) -> Result<(), Refusal> {
        if self.has(requirement) { Ok(()) } else { Err(Refusal::forbidden()) }
    }
}
