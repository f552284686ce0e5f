//! The same calls of Clerk's API through clerk-sdk, by hand, and through other clients.

use std::{error::Error, fmt, hint::black_box, str::FromStr, time::Duration};

use http::{
    HeaderName, HeaderValue,
    header::{ACCEPT, USER_AGENT},
};

mod clients;
mod figures;
pub mod futures;

pub use clients::{CLIENTS, Client};
pub use figures::Figures;

/// Any error of a measurement.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The outcome of calls.
pub type Outcome = Result<(), Failure>;

/// The number of calls in flight in the measurements of concurrent calls.
pub const AT_ONCE: u32 = 64;

/// The client that the others are compared with.
pub const REFERENCE: &str = "hand-reqwest";

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
    /// `GET /users?limit=100`, of which six members of each user are read.
    UsersSlim,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 5] =
        [Self::Create, Self::Revoke, Self::User, Self::Users, Self::UsersSlim];

    /// Returns the number of calls to measure if `count` is the number for a small response.
    #[must_use]
    pub fn share(self, count: u32) -> u32 {
        if self.is_list() { (count / 26).max(2) } else { count }
    }

    /// Returns whether the response is a list.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Users | Self::UsersSlim)
    }

    /// Returns the operation whose figures those of this one are compared with.
    #[must_use]
    pub fn reference(self) -> Self {
        if self == Self::UsersSlim { Self::Users } else { self }
    }

    /// Returns whether this client is measured with this operation. Members of the caller's own are
    /// read by clerk-sdk and by hand.
    #[must_use]
    pub fn is_made_by(self, client: &str) -> bool {
        let (kind, rest) = client.split_once('-').unwrap_or_default();
        let chooses =
            matches!(kind, "sdk" | "hand") && !matches!(rest, "encode" | "reqwest-deadline");
        self != Self::UsersSlim || chooses
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Create => "create",
            Self::Revoke => "revoke",
            Self::User => "user",
            Self::Users => "users-100",
            Self::UsersSlim => "users-100-slim",
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

    /// Lists the users, and reads six members of each.
    async fn users_slim(&self) -> Outcome {
        Err("this client has models of its own".into())
    }
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
