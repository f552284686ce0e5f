//! The same calls of Clerk's API through clerk-sdk, by hand, and through other clients.

use std::{error::Error, fmt, hint::black_box, str::FromStr, time::Duration};

use http::{
    HeaderName, HeaderValue,
    header::{ACCEPT, USER_AGENT},
};

mod clients;
mod figures;

pub use clients::{CLIENTS, Client};
pub use figures::Figures;

/// Any error of a measurement.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The outcome of calls.
pub type Outcome = Result<(), Failure>;

/// The number of calls in flight in the measurements of concurrent calls.
pub const AT_ONCE: u32 = 64;

/// The headers that clerk-sdk sends with each request, beside the key.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (ACCEPT, HeaderValue::from_static("application/json")),
    (HeaderName::from_static("clerk-api-version"), HeaderValue::from_static("2026-05-12")),
    (USER_AGENT, HeaderValue::from_static("clerk-sdk-rust/0.1.0 (by hand)")),
];

/// The time that clerk-sdk gives each attempt.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

const KEY: &str = "sk_test_GmQ9vLr2XcTz7NbWs4KdYhJe1PfUa0";
const USER: &str = "user_2hR5nWqT9aVxE3kUoM6fCz1DsLy";
const ACTOR: &str = "user_2bJ7yKpX4mGdS8vQrN1tZc5HwEa";
const TOKEN: &str = "act_2vQm8ZtLr4XcJ1sNdK7wYb0GhPe";

/// An operation that every client is measured with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `POST /actor_tokens`.
    Create,
    /// `POST /actor_tokens/{actor_token_id}/revoke`.
    Revoke,
    /// `GET /users/{user_id}`.
    User,
    /// `GET /users?limit=100`.
    Users,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 4] = [Self::Create, Self::Revoke, Self::User, Self::Users];

    /// Returns the number of calls to measure if `count` is the number for a small response.
    #[must_use]
    pub fn share(self, count: u32) -> u32 {
        if self == Self::Users { (count / 26).max(2) } else { count }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Revoke => "revoke",
            Self::User => "user",
            Self::Users => "users-100",
        })
    }
}

impl FromStr for Operation {
    type Err = Failure;

    fn from_str(name: &str) -> Result<Self, Failure> {
        let mut named = Self::ALL.into_iter().filter(|operation| operation.to_string() == name);
        named.next().ok_or_else(|| format!("unknown operation `{name}`").into())
    }
}

/// A client, set up once, that makes each call as its users would.
pub(crate) trait Calls {
    fn create(&self) -> impl Future<Output = Outcome>;
    fn revoke(&self) -> impl Future<Output = Outcome>;
    fn user(&self) -> impl Future<Output = Outcome>;
    fn users(&self) -> impl Future<Output = Outcome>;
}

/// Consumes the result of a call, so that the compiler removes no part of it.
pub(crate) fn take<T>(value: T) -> Outcome {
    black_box(value);
    Ok(())
}

/// Returns whether this client calls the server.
#[must_use]
pub fn is_online(client: &str) -> bool {
    !client.ends_with("-memory") && !client.ends_with("-encode")
}
