//! The guards that say who is calling.

use std::{marker::PhantomData, ops::Deref, sync::Arc};

use clerk_auth::{AuthState, Identity, Refusal, Requirement, Session, adapters::Setup};
use rocket::{
    Ignite, Request, Rocket, Sentinel,
    outcome::Outcome::{Error, Success},
    request::{FromRequest, Outcome},
};

use crate::{rejection::Rejection, request_state::RequestState};

/// A request guard: the session of a user who is signed in. Other requests are refused.
///
/// A handler that takes `Result<SignedIn, &Rejection>` gets the refusal instead. Do not use
/// `Option<SignedIn>`: rocket turns every refusal into `None`, even that of an outage. Use
/// [`MaybeSignedIn`].
///
/// ```
/// # use clerk_rocket::SignedIn;
/// #[rocket::get("/me")]
/// fn me(user: SignedIn) -> String {
///     user.user_id.to_string()
/// }
/// # let _ = rocket::routes![me];
/// ```
#[derive(Clone, Debug)]
pub struct SignedIn(pub Arc<Session>);

/// A request guard: the session of a user, or `None` if the request carries no credential at all.
///
/// A request with an invalid credential is refused, and so is one that cannot be checked because of
/// an outage.
#[derive(Clone, Debug)]
pub struct MaybeSignedIn(pub Option<SignedIn>);

/// A request guard: a user with a session, or a machine with a token of a kind that the authenticator
/// accepts. Other requests are refused.
#[derive(Clone, Debug)]
pub struct Authenticated(pub Identity);

/// A request guard: who is calling, or the reason why nobody is. It refuses nothing.
#[derive(Clone, Debug)]
pub struct Auth(pub AuthState);

/// A request guard: the session of a user who meets the requirement `R`. Other requests are refused.
///
/// ```
/// # use clerk_auth::{Requirement, role};
/// # use clerk_rocket::{Require, Requires};
/// struct Admin;
///
/// impl Require for Admin {
///     fn requirement() -> Requirement {
///         role("org:admin")
///     }
/// }
///
/// #[rocket::get("/users")]
/// fn users(admin: Requires<Admin>) -> String {
///     format!("{} sees all users", admin.user_id)
/// }
/// # let _ = rocket::routes![users];
/// ```
#[derive(Debug)]
pub struct Requires<R>(pub SignedIn, PhantomData<fn() -> R>);

/// A requirement as a type, for the request guard [`Requires`].
pub trait Require: 'static {
    /// Returns the requirement.
    fn requirement() -> Requirement;
}

/// Makes a guard of a type that derefs to its first field. The function creates it, or refuses.
macro_rules! guard {
    ([$($generics:tt)*] $guard:ty => $target:ty, $create:expr) => {
        impl<$($generics)*> Deref for $guard {
            type Target = $target;

            fn deref(&self) -> &$target {
                &self.0
            }
        }

        #[rocket::async_trait]
        impl<'r, $($generics)*> FromRequest<'r> for $guard {
            type Error = &'r Rejection;

            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, &'r Rejection> {
                check(request, $create).await
            }
        }

        impl<$($generics)*> Sentinel for $guard {
            fn abort(rocket: &Rocket<Ignite>) -> bool {
                rocket.state::<Setup>().is_none_or(|setup| setup.auth.is_none())
            }
        }
    };
}

guard!([] SignedIn => Session, |state| state.session().cloned().map(SignedIn));
guard!([] MaybeSignedIn => Option<SignedIn>, |state| {
    Ok(MaybeSignedIn(state.maybe_session()?.cloned().map(SignedIn)))
});
guard!([] Authenticated => Identity, |state| state.signed_in().cloned().map(Authenticated));
guard!([] Auth => AuthState, |state| Ok(Auth(state.clone())));
guard!([R: Require] Requires<R> => SignedIn, |state| {
    state.require(&R::requirement())?;
    Ok(Requires(SignedIn(state.session()?.clone()), PhantomData))
});

/// Returns what `check` returns for the caller of a request. Keeps a refusal for the catcher.
pub(crate) async fn check<'r, T>(
    request: &'r Request<'_>,
    check: impl FnOnce(&AuthState) -> Result<T, Refusal> + Send,
) -> Outcome<T, &'r Rejection> {
    let state = RequestState::of(request);
    match state.auth(request).await.and_then(|auth| Ok(check(auth)?)) {
        Ok(value) => Success(value),
        Err(rejection) => Error(state.reject(rejection)),
    }
}
