//! The extractors that say who is calling.

use std::sync::Arc;

use clerk_auth::{AuthState, Identity, Refusal, Session};
use poem::{FromRequest, Request, RequestBody, Result};

use crate::rejection::Rejection;

/// An extractor: the session of a user who is signed in. Other requests are refused.
///
/// A handler that takes `Result<SignedIn>` gets the refusal instead. Do not use `Option<SignedIn>`:
/// poem turns every refusal into `None`, even that of an outage. Use [`MaybeSignedIn`].
///
/// ```
/// use clerk_poem::SignedIn;
/// use poem::handler;
///
/// #[handler]
/// fn me(user: SignedIn) -> String {
///     user.user_id.to_string()
/// }
/// # let _ = poem::get(me);
/// ```
#[derive(Clone, Debug)]
pub struct SignedIn(pub Arc<Session>);

impl<'a> FromRequest<'a> for SignedIn {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(check(request, |state| state.session().cloned().map(Self))?)
    }
}

/// An extractor: the session of a user, or `None` if the request carries no credential at all.
///
/// A request with an invalid credential is refused, and so is one that cannot be checked because of
/// an outage.
#[derive(Clone, Debug)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

impl<'a> FromRequest<'a> for MaybeSignedIn {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let session = check(request, |state| Ok(state.maybe_session()?.cloned()))?;
        Ok(Self(session.map(SignedIn)))
    }
}

/// An extractor: a user with a session, or a machine with a token of a kind that the authenticator
/// accepts. Other requests are refused.
#[derive(Clone, Debug)]
pub struct Authenticated(pub Identity);

impl<'a> FromRequest<'a> for Authenticated {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(check(request, |state| state.signed_in().cloned().map(Self))?)
    }
}

/// An extractor: who is calling, or the reason why nobody is. It refuses nothing.
#[derive(Clone, Debug)]
pub struct Auth(pub AuthState);

clerk_auth::__deref! {
    SignedIn => Session;
    MaybeSignedIn => Option<SignedIn>;
    Authenticated => Identity;
    Auth => AuthState;
}

impl<'a> FromRequest<'a> for Auth {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(check(request, |state| Ok(Self(state.clone())))?)
    }
}

/// Returns what `check` returns for the caller of a request.
pub(crate) fn check<T>(
    request: &Request,
    check: impl FnOnce(&AuthState) -> Result<T, Refusal>,
) -> Result<T, Rejection> {
    let missing = "is missing, or has no authenticator; add `ClerkMiddleware::new` to the routes";
    let state = request.extensions().get::<AuthState>();
    Ok(check(state.ok_or_else(|| Rejection::not_set_up(missing))?)?)
}
