//! Applications and requests for tests.

use clerk_rocket::ClerkFairing;
use clerk_sdk::{Clerk, auth::Authenticator, retry::RetryPolicy, testing::FakeClerk};
use rocket::{
    Build, Config, Rocket,
    config::LogLevel,
    http::Header,
    local::blocking::{Client, LocalResponse},
};

pub(crate) fn clerk(fake: &FakeClerk) -> Clerk {
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone());
    clerk.retry(RetryPolicy::never()).build().unwrap()
}

pub(crate) fn fake() -> (FakeClerk, Authenticator) {
    let fake = FakeClerk::new().with_tokens();
    let auth = clerk(&fake).authenticator().build().unwrap();
    (fake, auth)
}

pub(crate) fn rocket() -> Rocket<Build> {
    rocket::custom(Config { log_level: LogLevel::Off, ..Config::debug_default() })
}

pub(crate) fn launch(rocket: Rocket<Build>) -> Client {
    Client::untracked(rocket).unwrap()
}

/// Launches routes with a fairing for an authenticator.
pub(crate) fn app(auth: Authenticator, routes: Vec<rocket::Route>) -> Client {
    launch(rocket().attach(ClerkFairing::new(auth)).mount("/", routes))
}

pub(crate) fn bearer(token: &str) -> Header<'static> {
    Header::new("Authorization", format!("Bearer {token}"))
}

/// Returns the values of a header.
pub(crate) fn values<'a>(response: &'a LocalResponse<'_>, name: &str) -> Vec<&'a str> {
    response.headers().get(name).collect()
}
