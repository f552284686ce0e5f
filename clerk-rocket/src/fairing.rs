//! The fairing that brings the state and the responses.

use std::sync::Arc;

use clerk_auth::{Authenticator, adapters::Setup};
use rocket::{
    Build, Catcher, Data, Request, Response, Rocket, catcher,
    fairing::{self, Fairing, Info, Kind},
    http::Status,
    response::Responder as _,
};

use crate::{
    rejection::{Headers, Rejection},
    request_state::RequestState,
};

/// A fairing that brings what the guards need, and their responses. It protects no route by itself.
///
/// - It manages the authenticator and the verifier of webhooks. Rocket refuses to
///   launch if a guard lacks its part.
/// - It registers a default catcher, which responds to refusals with their own headers and JSON, and
///   to other errors as rocket does. If the program has a default catcher for `/`, that one stays.
/// - It adds the headers of a refusal to the response of the program's own catcher, and the cookies of
///   a refreshed session to each response.
///
/// The default has no authenticator. It is for programs that only receive webhooks.
#[derive(Clone, Debug, Default)]
#[must_use = "a fairing does nothing until it is attached"]
pub struct ClerkFairing(Setup);

impl ClerkFairing {
    /// Creates a fairing for the guards that authenticate.
    pub fn new(auth: Authenticator) -> Self {
        Self(Setup::new(auth))
    }

    /// Sets the verifier for [`Webhook`](crate::Webhook).
    pub fn webhook(mut self, webhook: impl Into<Arc<clerk_webhooks::Webhook>>) -> Self {
        self.0.webhook = Some(webhook.into());
        self
    }

    /// Sets the longest body of a webhook, in bytes. Rocket's own limits do not matter. Default:
    /// 1 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.0.body_limit = bytes;
        self
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
        let rocket = rocket.manage(self.0.clone());
        if is_taken {
            return Ok(rocket);
        }
        let mut catcher = Catcher::new(None, respond);
        catcher.name = Some("Clerk".into());
        Ok(rocket.register("/", vec![catcher]))
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        RequestState::of(request);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let state = RequestState::of(request);
        // A handler may have responded to a refusal in its own way.
        if let Some(it) = state.rejections.last().filter(|it| it.status() == response.status()) {
            it.0.add_headers(&mut Headers(response));
        }
        if let Some(auth) = state.auth.get() {
            auth.add_headers(&mut Headers(response));
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
