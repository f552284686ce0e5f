//! The extractors that say who is calling.

use std::{convert::Infallible, sync::Arc};

use axum_core::extract::{FromRef, FromRequestParts, OptionalFromRequestParts};
use clerk_auth::{AuthState, Authenticator, Identity, Session};
use clerk_core::http::request::Parts;

use crate::rejection::Rejection;

/// An extractor: the session of a user who is signed in. Other requests are refused.
///
/// `Option<SignedIn>` means the same as [`MaybeSignedIn`], and `Result<SignedIn, Rejection>` holds the
/// refusal.
///
/// ```
/// # use clerk_axum::SignedIn;
/// async fn me(user: SignedIn) -> String {
///     user.user_id.to_string()
/// }
/// # let _ = axum::routing::get::<_, _, clerk_auth::Authenticator>(me);
/// ```
///
/// The authenticator is a part of the state. Without it, the route does not compile:
///
/// ```compile_fail,E0277
/// # use clerk_axum::SignedIn;
/// # async fn me(_: SignedIn) {}
/// # #[derive(Clone)]
/// struct App;
/// let router = axum::Router::<App>::new().route("/me", axum::routing::get(me));
/// ```
#[derive(Clone, Debug)]
pub struct SignedIn(pub Arc<Session>);

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Authenticator: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let state = authenticate(parts, state).await;
        Ok(Self(state.session()?.clone()))
    }
}

impl<S> OptionalFromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Authenticator: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Rejection> {
        let state = authenticate(parts, state).await;
        Ok(state.maybe_session()?.cloned().map(Self))
    }
}

/// An extractor: the session of a user, or `None` if the request carries no credential at all.
///
/// A request with an invalid credential is refused, and so is one that cannot be checked because of
/// an outage.
#[derive(Clone, Debug)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

impl<S> FromRequestParts<S> for MaybeSignedIn
where
    S: Send + Sync,
    Authenticator: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        <SignedIn as OptionalFromRequestParts<S>>::from_request_parts(parts, state).await.map(Self)
    }
}

/// An extractor: a user with a session, or a machine with a token of a kind that the authenticator
/// accepts. Other requests are refused.
#[derive(Clone, Debug)]
pub struct Authenticated(pub Identity);

impl<S> FromRequestParts<S> for Authenticated
where
    S: Send + Sync,
    Authenticator: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        let state = authenticate(parts, state).await;
        Ok(Self(state.signed_in()?.clone()))
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

impl<S> FromRequestParts<S> for Auth
where
    S: Send + Sync,
    Authenticator: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(authenticate(parts, state).await))
    }
}

async fn authenticate<S>(parts: &mut Parts, state: &S) -> AuthState
where
    Authenticator: FromRef<S>,
{
    Authenticator::from_ref(state).authenticate_once(parts).await
}
