//! The setups: what the application is started with.

use std::{any::Any, net::SocketAddr, sync::Arc};

use clerk_sdk::{
    Clerk,
    api::{jwks::GetJwks, users::GetUser},
    auth::{Accepts, Authenticator, TokenKind},
    client::Client,
    http::StatusCode,
    retry::RetryPolicy,
    testing::{ApiFailure, FakeClerk},
    webhooks::Webhook,
};

/// The instance `clerk.example.com`, in production.
pub(crate) const PUBLISHABLE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
pub(crate) const ORIGIN: &str = "https://app.example.com";

/// The parts that the application needs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Setup {
    /// Authenticates requests.
    pub authenticator: Authenticator,
    /// Calls a fake Clerk.
    pub client: Client,
    /// Verifies webhooks.
    pub webhook: Arc<Webhook>,
}

/// An application that runs.
pub struct Server {
    address: SocketAddr,
    _stop: Box<dyn Any>,
}

impl Server {
    /// Creates it from its address, and from a value that stops it when dropped.
    pub fn new(address: SocketAddr, stop: impl Any) -> Self {
        Self { address, _stop: Box::new(stop) }
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// An application, and the Clerk behind it.
pub(crate) struct Site {
    pub(crate) fake: FakeClerk,
    server: Server,
}

impl Site {
    /// Starts the application with a setup:
    ///
    /// - `sessions` accepts sessions of the origin `https://app.example.com`, and checks origins.
    /// - `machines` accepts all kinds of tokens.
    /// - `proxied` is as `sessions`, and trusts forwarded headers.
    /// - `outage` is as `sessions`, but Clerk cannot be reached.
    pub(crate) fn start(setup: &str, start: impl Fn(Setup) -> Server) -> Self {
        let browser = FakeClerk::with_defaults().with_browser(PUBLISHABLE_KEY);
        let (mut fake, at_clerk) = browser;
        at_clerk.sign_in(fake.sign_in("user_1"));
        if setup == "outage" {
            let failure = || ApiFailure::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable");
            fake = fake
                .on_raw::<GetJwks>(move |_| Err(failure()))
                .on_raw::<GetUser>(move |_| Err(ApiFailure::too_many_requests(RETRY_AFTER)));
        }
        let builder = Clerk::builder("sk_test_x").transport(fake.clone());
        let clerk = builder.retry(RetryPolicy::never()).build().unwrap();
        let accepts: Accepts = match setup {
            "machines" => Accepts::ANY,
            "sessions" | "proxied" | "outage" => TokenKind::Session.into(),
            other => panic!("there is no setup `{other}`"),
        };
        let authenticator = clerk
            .authenticator()
            .publishable_key(PUBLISHABLE_KEY)
            .authorized_parties([ORIGIN])
            .check_origin(["https://admin.example.com"])
            .trust_forwarded_headers(setup == "proxied")
            .accepts(accepts)
            .build()
            .unwrap();
        let webhook = Arc::new(fake.webhook());
        let server = start(Setup { authenticator, client: clerk.client().clone(), webhook });
        Self { fake, server }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.address
    }
}

const RETRY_AFTER: std::time::Duration = std::time::Duration::from_secs(7);
