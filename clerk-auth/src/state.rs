//! Who is calling.

use std::{fmt, sync::Arc};

use clerk_core::{
    Bytes,
    http::{
        HeaderMap, HeaderName, HeaderValue, Response, StatusCode,
        header::{CACHE_CONTROL, LOCATION, SET_COOKIE},
    },
};

use crate::{
    machine::{MachineToken, TokenKind},
    refusal::Refusal,
    verify::{Requirement, Session},
};

/// The result of authenticating a request. Cheap to clone.
#[derive(Clone, Debug)]
#[must_use]
pub enum AuthState {
    /// The caller is known.
    SignedIn(Identity),
    /// The caller is not known. A pending session counts as signed out, unless the authenticator
    /// accepts it.
    SignedOut(Refusal),
    /// The browser has to visit another URL first, usually one of Clerk's Frontend API. Only requests
    /// for documents and frames get this.
    Handshake(Redirect),
}

impl AuthState {
    /// Returns the caller.
    ///
    /// # Errors
    /// The response to send instead, if nobody is signed in.
    pub fn signed_in(&self) -> Result<&Identity, Refusal> {
        match self {
            // In development, a handshake ends with a redirect to the URL without its token.
            Self::SignedIn(identity) => match identity.redirect() {
                Some(refusal) => Err(refusal),
                None => Ok(identity),
            },
            Self::SignedOut(refusal) => Err(refusal.clone()),
            Self::Handshake(redirect) => Err(redirect.0.clone()),
        }
    }

    /// Returns the caller, or `None` if the request carries no credential at all.
    ///
    /// # Errors
    /// The response to send instead, if the request carries a credential that is refused, or if a
    /// browser has to be redirected first.
    pub fn maybe_signed_in(&self) -> Result<Option<&Identity>, Refusal> {
        match self.signed_in() {
            Ok(identity) => Ok(Some(identity)),
            Err(refusal) if refusal.is_anonymous() && refusal.location().is_none() => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Returns the session of the caller. A machine is known, but has no session.
    ///
    /// # Errors
    /// The response to send instead: 401 or a redirect if nobody is signed in, or 403 for a machine.
    pub fn session(&self) -> Result<&Arc<Session>, Refusal> {
        self.signed_in().and_then(Identity::shared_session)
    }

    /// Returns the session of the caller, or `None` if the request carries no credential at all.
    ///
    /// # Errors
    /// The response to send instead, as for [`maybe_signed_in`](Self::maybe_signed_in), or 403 for a
    /// machine.
    pub fn maybe_session(&self) -> Result<Option<&Arc<Session>>, Refusal> {
        self.maybe_signed_in()?.map(Identity::shared_session).transpose()
    }

    /// Returns the caller, if the session fulfills a requirement. A machine fulfills none.
    ///
    /// # Errors
    /// The response to send instead: 401 or a redirect if nobody is signed in, else 403.
    pub fn require(&self, requirement: &Requirement) -> Result<&Identity, Refusal> {
        let identity = self.signed_in()?;
        identity.require(requirement)?;
        Ok(identity)
    }

    /// Returns the caller if the session fulfills the requirement. Without a requirement, any caller will
    /// do.
    ///
    /// # Errors
    /// Those of [`require`](Self::require), or without a requirement those of
    /// [`signed_in`](Self::signed_in).
    pub fn check(&self, requirement: Option<&Requirement>) -> Result<&Identity, Refusal> {
        match requirement {
            Some(requirement) => self.require(requirement),
            None => self.signed_in(),
        }
    }

    /// Returns the headers to add to the application's own response, such as the cookies of a
    /// refreshed session. [`Refusal::headers`] already includes them.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        let mut headers = match self {
            Self::SignedIn(identity) => identity.headers().clone(),
            Self::SignedOut(refusal) => refusal.headers_to_pass_on().clone(),
            Self::Handshake(_) => HeaderMap::new(),
        };
        headers.remove(LOCATION);
        headers
    }

    /// Adds [`headers`](Self::headers) to a response, unless a refusal has added them already.
    pub fn add_headers(&self, response: &mut impl ResponseHeaders) {
        add_headers(response, &self.headers());
    }
}

/// The headers of a response, which a framework may keep in its own type.
pub trait ResponseHeaders {
    /// Returns whether there is a line with this name, and with this value if one is given.
    fn contains(&self, name: &HeaderName, value: Option<&HeaderValue>) -> bool;

    /// Adds a line, and keeps the others of the name.
    fn append(&mut self, name: &HeaderName, value: &HeaderValue);
}

impl ResponseHeaders for HeaderMap {
    fn contains(&self, name: &HeaderName, value: Option<&HeaderValue>) -> bool {
        self.get_all(name).iter().any(|own| value.is_none_or(|value| value == own))
    }

    fn append(&mut self, name: &HeaderName, value: &HeaderValue) {
        self.append(name, value.clone());
    }
}

/// Adds lines to a response. Cookies and `Cache-Control` go beside those that are there. Other
/// headers are added only if they are missing.
pub(crate) fn add_headers(response: &mut impl ResponseHeaders, lines: &HeaderMap) {
    for (name, value) in lines {
        let is_list = [SET_COOKIE, CACHE_CONTROL].contains(name);
        if !response.contains(name, is_list.then_some(value)) {
            response.append(name, value);
        }
    }
}

/// A caller that is known: a user with a session, or a machine's token. Cheap to clone.
#[derive(Clone)]
pub struct Identity(Arc<Known>);

struct Known {
    caller: Caller,
    headers: HeaderMap,
}

/// A user with a session, or the owner of a machine's token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Caller {
    /// A user with a session.
    Session(Arc<Session>),
    /// The owner of an M2M token, an API key, or an OAuth access token.
    Machine(Box<MachineToken>),
}

impl Identity {
    pub(crate) fn new(caller: Caller, headers: HeaderMap) -> Self {
        Self(Arc::new(Known { caller, headers }))
    }

    /// Returns the caller.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.0.caller
    }

    /// Returns the session, if a session token authenticates the request.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.0.caller {
            Caller::Session(session) => Some(session),
            Caller::Machine(_) => None,
        }
    }

    fn shared_session(&self) -> Result<&Arc<Session>, Refusal> {
        match &self.0.caller {
            Caller::Session(session) => Ok(session),
            Caller::Machine(_) => Err(Refusal::forbidden()),
        }
    }

    /// Returns the machine's token, if one authenticates the request.
    #[must_use]
    pub fn machine(&self) -> Option<&MachineToken> {
        match &self.0.caller {
            Caller::Session(_) => None,
            Caller::Machine(token) => Some(token),
        }
    }

    /// Returns the kind of the token that authenticates the request.
    #[must_use]
    pub fn token_kind(&self) -> TokenKind {
        self.machine().map_or(TokenKind::Session, MachineToken::kind)
    }

    /// Returns whether the session fulfills a requirement. A machine fulfills none.
    #[must_use]
    pub fn has(&self, requirement: &Requirement) -> bool {
        self.session().is_some_and(|session| session.has(requirement))
    }

    /// Checks that the session fulfills a requirement.
    ///
    /// # Errors
    /// A 403 if it does not, or if the caller is a machine.
    pub fn require(&self, requirement: &Requirement) -> Result<(), Refusal> {
        if self.has(requirement) { Ok(()) } else { Err(Refusal::forbidden()) }
    }

    /// Returns the headers to add to the response, such as the cookies of a refreshed session.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the response to send before anything else, if the browser has to visit another URL
    /// first. In development, a handshake ends so: the URL holds its token until then.
    #[must_use]
    pub fn redirect(&self) -> Option<Refusal> {
        self.0
            .headers
            .contains_key(LOCATION)
            .then(|| Refusal::end_of_handshake(self.0.headers.clone()))
    }
}

/// Shows the caller, and of the headers only the names.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.0.headers.keys().collect();
        f.debug_struct("Identity")
            .field("caller", &self.0.caller)
            .field("headers", &headers)
            .finish()
    }
}

/// A redirect that starts a handshake. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Redirect(pub(crate) Refusal);

impl Redirect {
    /// Returns the URL to visit.
    #[must_use]
    pub fn location(&self) -> &str {
        self.0.location().unwrap_or_default()
    }

    /// Returns the status: 307.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// Returns the redirect as a [`Refusal`], which has its reason, headers, and response.
    #[must_use]
    pub fn as_refusal(&self) -> &Refusal {
        &self.0
    }

    /// Returns the whole response.
    #[must_use]
    pub fn to_response(&self) -> Response<Bytes> {
        self.0.to_response()
    }
}

impl From<Redirect> for Refusal {
    fn from(redirect: Redirect) -> Self {
        redirect.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_added_to_those_of_a_response_and_other_headers_if_they_are_missing() {
        let read = |lines: &[(&'static str, &'static str)]| {
            let line = |(name, value): &(&'static str, &'static str)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            };
            lines.iter().map(line).collect::<HeaderMap>()
        };
        let mut response = read(&[
            ("set-cookie", "a=1"),
            ("set-cookie", "b=1"),
            ("cache-control", "private"),
            ("www-authenticate", "Bearer realm=\"api\""),
        ]);
        let lines = read(&[
            ("set-cookie", "b=1"),
            ("set-cookie", "b=2"),
            ("cache-control", "no-store"),
            ("www-authenticate", "Bearer"),
            ("retry-after", "10"),
        ]);
        add_headers(&mut response, &lines);
        let values = |name| response.get_all(name).iter().collect::<Vec<_>>();
        assert_eq!(values("set-cookie"), ["a=1", "b=1", "b=2"]);
        assert_eq!(values("cache-control"), ["private", "no-store"]);
        assert_eq!(values("www-authenticate"), ["Bearer realm=\"api\""]);
        assert_eq!(values("retry-after"), ["10"]);
    }
}
