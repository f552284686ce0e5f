//! Whole requests: tokens in headers and cookies, handshakes, refreshes, and satellites.

mod authorization;
mod cookies;
mod csrf;
mod decoded;
mod flow;
mod handshake;
mod organization_sync;
mod publishable_key;
mod refresh;
mod resolve;
mod settings;
mod suffix;
mod url;
mod verification;
mod view;

pub(crate) use self::{
    decoded::Unverified,
    refresh::once,
    settings::{Options, Settings},
};
pub use self::{
    organization_sync::OrganizationSync, publishable_key::PublishableKey, view::RequestView,
};

use self::flow::Flow;
use crate::{authenticator::Authenticator, state::AuthState};

impl Authenticator {
    /// Authenticates a request: by the token in its `Authorization` header, or else by its cookies.
    ///
    /// This never fails: the state says who is calling, or how to respond. A document whose session
    /// has to be confirmed gets a redirect, and a `fetch` of the same gets a 401.
    ///
    /// The first cookie of a name counts, as for Clerk's own servers.
    pub async fn authenticate<'a>(&'a self, request: impl Into<RequestView<'a>>) -> AuthState {
        Flow::new(self, request.into()).run().await
    }

    /// Authenticates a request for a guard. The layers for `tower` and the adapters of web frameworks
    /// use this.
    ///
    /// It does the same as [`authenticate`](Self::authenticate), and refuses a request with different
    /// session cookies of one name: a page on a sibling domain can set a second one, and the browser
    /// decides which comes first.
    pub async fn guard<'a>(&'a self, request: impl Into<RequestView<'a>>) -> AuthState {
        Flow::new(self, request.into()).refuse_ambiguous_cookies().run().await
    }
}
