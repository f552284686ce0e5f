//! Says who is calling: by a token, or by a whole request.

use std::{fmt, sync::Arc};

use clerk_core::http::request;

use crate::{
    error::VerifyError,
    refusal::Refusal,
    request::{self as requests, Duplicates, RequestView, Settings},
    state::AuthState,
    verify::{Session, Verifier, keys::Keys},
};

/// Verifies session tokens of one instance, and authenticates requests. Cheap to clone: clones share
/// the keys.
#[derive(Clone)]
pub struct Authenticator(Arc<Inner>);

struct Inner {
    verifier: Verifier,
    settings: Settings,
}

impl Authenticator {
    pub(crate) fn new(verifier: Verifier, settings: Settings) -> Self {
        Self(Arc::new(Inner { verifier, settings }))
    }

    /// Verifies a session token.
    ///
    /// If the key is cached, this does no I/O, and takes no lock while it checks the signature.
    ///
    /// # Errors
    /// If the token is not a valid session token, or if the keys are unavailable.
    pub async fn verify(&self, token: &str) -> Result<Session, VerifyError> {
        self.0.verifier.verify(token).await
    }

    /// Authenticates a request: by the token in its `Authorization` header, or else by its cookies.
    ///
    /// This never fails: the state says who is calling, or how to respond. A document whose session
    /// has to be confirmed gets a redirect, and a `fetch` of the same gets a 401.
    ///
    /// The first cookie of a name counts, as for Clerk's own servers.
    pub async fn authenticate<'a>(&'a self, request: impl Into<RequestView<'a>>) -> AuthState {
        let Inner { verifier, settings } = &*self.0;
        requests::authenticate(verifier, settings, request.into(), Duplicates::First).await
    }

    /// Authenticates a request for a guard. The layers for `tower` and the adapters of web frameworks
    /// use this.
    ///
    /// It does the same as [`authenticate`](Self::authenticate), and refuses a request with different
    /// session cookies of one name: a page on a sibling domain can set a second one, and the browser
    /// decides which comes first.
    pub async fn guard<'a>(&'a self, request: impl Into<RequestView<'a>>) -> AuthState {
        let Inner { verifier, settings } = &*self.0;
        requests::authenticate(verifier, settings, request.into(), Duplicates::Refused).await
    }

    /// Authenticates a request for a guard, and puts the [`AuthState`] into its extensions. If they
    /// already have one, returns that.
    ///
    /// Removes [`Refusal::HEADERS`] from the request: they are for responses, so a client has forged
    /// them.
    pub async fn authenticate_once(&self, parts: &mut request::Parts) -> AuthState {
        match parts.extensions.get::<AuthState>() {
            Some(state) => state.clone(),
            None => self.authenticate_anew(parts).await,
        }
    }

    pub(crate) async fn authenticate_anew(&self, parts: &mut request::Parts) -> AuthState {
        // Reading all names costs less than looking up three.
        if parts.headers.keys().any(|name| name.as_str().starts_with("x-clerk-auth-")) {
            for name in Refusal::HEADERS {
                parts.headers.remove(name);
            }
        }
        // The future is large. In a box, it makes those of the layers and of the handlers no larger.
        let state = Box::pin(self.guard(&*parts)).await;
        parts.extensions.insert(state.clone());
        state
    }

    /// Fetches the keys now, so that the first [`verify`](Self::verify) does not wait for them.
    /// With a PEM key, this does nothing.
    ///
    /// # Errors
    /// If the keys are unavailable.
    pub async fn prefetch(&self) -> Result<(), VerifyError> {
        match &self.0.verifier.keys {
            Keys::Pem(_) => Ok(()),
            Keys::Jwks(cache) => cache.prefetch().await,
        }
    }

    /// Returns a future that fetches the keys every 4 minutes, so that no token waits for them. It
    /// is optional, and the caller spawns it. It ends when the authenticator and its clones are
    /// dropped, or at once with a PEM key.
    pub fn refresh(&self) -> impl Future<Output = ()> + Send + use<> {
        let weak = Arc::downgrade(&self.0);
        async move {
            while let Some(inner) = weak.upgrade() {
                let Keys::Jwks(cache) = &inner.verifier.keys else { return };
                // A failure shows when a token needs the keys.
                let next = cache.refresh().await;
                let timer = cache.timer();
                drop(inner);
                timer.sleep(next).await;
            }
        }
    }
}

/// Shows no key.
impl fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticator")
            .field("rules", &self.0.verifier.rules)
            .finish_non_exhaustive()
    }
}
