//! The extractors that say who is calling.

use std::{
    future::{Ready, ready},
    sync::Arc,
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};
use clerk_auth::{AuthState, Identity, Refusal, Session};

use crate::rejection::Rejection;

/// An extractor: the session of a user who is signed in. Other requests are refused.
///
/// A handler that takes `Result<SignedIn, Rejection>` gets the refusal instead. Do not use
/// `Option<SignedIn>`: actix-web turns every refusal into `None`, even that of an outage. Use
/// [`MaybeSignedIn`].
///
/// ```
/// # use clerk_actix_web::SignedIn;
/// async fn me(user: SignedIn) -> String {
///     user.user_id.to_string()
/// }
/// # let _ = actix_web::web::get().to(me);
/// ```
#[derive(Clone, Debug)]
pub struct SignedIn(pub Arc<Session>);

impl FromRequest for SignedIn {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        extract(request, |state| state.session().cloned().map(Self))
    }
}

/// An extractor: the session of a user, or `None` if the request carries no credential at all.
///
/// A request with an invalid credential is refused, and so is one that cannot be checked because of
/// an outage.
#[derive(Clone, Debug)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

impl FromRequest for MaybeSignedIn {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        extract(request, |state| Ok(Self(state.maybe_session()?.cloned().map(SignedIn))))
    }
}

/// An extractor: a user with a session, or a machine with a token of a kind that the authenticator
/// accepts. Other requests are refused.
#[derive(Clone, Debug)]
pub struct Authenticated(pub Identity);

impl FromRequest for Authenticated {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        extract(request, |state| state.signed_in().cloned().map(Self))
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

impl FromRequest for Auth {
    type Error = Rejection;
    type Future = Ready<Result<Self, Rejection>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        extract(request, |state| Ok(Self(state.clone())))
    }
}

fn extract<T>(
    request: &HttpRequest,
    read: impl FnOnce(&AuthState) -> Result<T, Refusal>,
) -> Ready<Result<T, Rejection>> {
    ready(with_state(request, read))
}

/// Returns what `read` returns for the caller of a request.
pub(crate) fn with_state<T>(
    request: &HttpRequest,
    read: impl FnOnce(&AuthState) -> Result<T, Refusal>,
) -> Result<T, Rejection> {
    match request.extensions().get() {
        Some(state) => Ok(read(state)?),
        None => Err(Rejection::not_set_up(
            "is not there or has no authenticator; wrap the application in \
             `ClerkMiddleware::new(auth)`, after every guard",
        )),
    }
}
