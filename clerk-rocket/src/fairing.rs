//! The fairing that brings the state and the responses.

use std::sync::Arc;

use clerk_auth::Authenticator;
use clerk_core::http::{
    HeaderMap,
    header::{CACHE_CONTROL, SET_COOKIE},
};
use clerk_webhooks::BODY_LIMIT;
use rocket::{
    Build, Catcher, Data, Phase, Request, Response, Rocket, catcher,
    fairing::{self, Fairing, Info, Kind},
    http::Status,
    response::Responder as _,
};

use crate::{
    kept::Kept,
    rejection::{Rejection, translate},
};

/// A fairing that brings what the guards need, and their responses. It protects no route by itself.
///
/// - It manages the authenticator and the verifier of webhooks. A program whose guards miss theirs
///   does not launch.
/// - It registers a default catcher, which responds to refusals with their own headers and JSON, and
///   to other errors as rocket does. If the program has a default catcher for `/`, that one stays.
/// - It adds the headers of a refusal to the response of the program's own catcher, and the cookies of
///   a refreshed session to each response.
#[derive(Clone, Debug)]
#[must_use = "a fairing does nothing until it is attached"]
pub struct ClerkFairing {
    auth: Option<Authenticator>,
    webhook: Option<Arc<clerk_webhooks::Webhook>>,
    body_limit: usize,
}

impl ClerkFairing {
    /// Creates a fairing for the guards that authenticate.
    pub fn new(auth: Authenticator) -> Self {
        Self { auth: Some(auth), ..Self::default() }
    }

    /// Sets the verifier for [`Webhook`](crate::Webhook).
    pub fn webhook(mut self, webhook: impl Into<Arc<clerk_webhooks::Webhook>>) -> Self {
        self.webhook = Some(webhook.into());
        self
    }

    /// Sets the longest body of a webhook, in bytes. Rocket's own limits do not matter. Default:
    /// 1 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Returns the authenticator of the fairing that is attached.
    pub(crate) fn auth_of<P: Phase>(rocket: &Rocket<P>) -> Option<&Authenticator> {
        rocket.state::<Self>()?.auth.as_ref()
    }

    /// Returns the verifier of the fairing that is attached, and its limit.
    pub(crate) fn webhook_of<P: Phase>(
        rocket: &Rocket<P>,
    ) -> Option<(&clerk_webhooks::Webhook, usize)> {
        let fairing = rocket.state::<Self>()?;
        Some((fairing.webhook.as_deref()?, fairing.body_limit))
    }
}

/// A fairing without an authenticator, for programs that only receive webhooks.
impl Default for ClerkFairing {
    fn default() -> Self {
        Self { auth: None, webhook: None, body_limit: BODY_LIMIT }
    }
}

#[rocket::async_trait]
impl Fairing for ClerkFairing {
    fn info(&self) -> Info {
        let kind = Kind::Ignite | Kind::Request | Kind::Response | Kind::Singleton;
        Info { name: "Clerk", kind }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let is_taken = |own: &Catcher| own.code.is_none() && own.base.path() == "/";
        let is_taken = rocket.catchers().any(is_taken);
        let rocket = rocket.manage(self.clone());
        if is_taken {
            return Ok(rocket);
        }
        let mut catcher = Catcher::new(None, respond);
        catcher.name = Some("Clerk".into());
        Ok(rocket.register("/", vec![catcher]))
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        Kept::of(request);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let kept = Kept::of(request);
        // A handler may have responded to a refusal in its own way.
        if let Some(it) = kept.rejections.last().filter(|it| it.status() == response.status()) {
            add(response, &it.headers());
        }
        if let Some(state) = kept.state.get() {
            add(response, &state.headers());
        }
    }
}

/// Adds cookies and `Cache-Control` to those of a response, and other headers if they are missing.
fn add(response: &mut Response<'_>, headers: &HeaderMap) {
    for (name, header) in translate(headers) {
        let repeats = [SET_COOKIE, CACHE_CONTROL].contains(name);
        let is_same = |value| !repeats || value == header.value;
        let is_present = response.headers().get(name.as_str()).any(is_same);
        if !is_present {
            response.adjoin_header(header);
        }
    }
}

/// Responds with the refusal of a guard, or as rocket does.
fn respond<'r>(status: Status, request: &'r Request<'_>) -> catcher::BoxFuture<'r> {
    match Rejection::of(request).filter(|it| it.status() == status) {
        Some(rejection) => Box::pin(async move { rejection.respond_to(request) }),
        None => Box::pin(async move { Catcher::default().handler.handle(status, request).await }),
    }
}
