//! The same calls of Clerk's API through clerk-sdk, by hand, and through other clients.

use std::{error::Error, fmt, hint::black_box, str::FromStr};

mod clients;
mod figures;

pub use clients::{CLIENTS, Client};
pub use figures::Figures;

/// Whatever ends a measurement.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The end of a measurement.
pub type Outcome = Result<(), Failure>;

/// How many calls are under way at once where they are not made one after the other.
pub const AT_ONCE: u32 = 64;

const VERSION_HEADER: &str = "clerk-api-version";
const VERSION: &str = "2026-05-12";
const KEY: &str = "sk_test_GmQ9vLr2XcTz7NbWs4KdYhJe1PfUa0";
const USER: &str = "user_2hR5nWqT9aVxE3kUoM6fCz1DsLy";
const ACTOR: &str = "user_2bJ7yKpX4mGdS8vQrN1tZc5HwEa";
const TOKEN: &str = "act_2vQm8ZtLr4XcJ1sNdK7wYb0GhPe";

/// What is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `POST /actor_tokens`.
    Create,
    /// `POST /actor_tokens/{actor_token_id}/revoke`.
    Revoke,
    /// `GET /users/{user_id}`.
    User,
    /// `GET /users` with this limit.
    Users(u32),
}

impl Operation {
    /// What every client is measured with.
    pub const MAIN: [Self; 4] = [Self::Create, Self::Revoke, Self::User, Self::Users(100)];

    /// The lists by whose length the cost is drawn, besides the one in [`MAIN`](Self::MAIN).
    pub const LISTS: [Self; 6] = [
        Self::Users(1),
        Self::Users(10),
        Self::Users(50),
        Self::Users(200),
        Self::Users(350),
        Self::Users(500),
    ];

    /// How many calls stand for `count` calls with a small answer.
    #[must_use]
    pub fn share(self, count: u32) -> u32 {
        match self {
            Self::Users(limit) => (count / (1 + limit / 4)).max(2),
            _ => count,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create => f.write_str("create"),
            Self::Revoke => f.write_str("revoke"),
            Self::User => f.write_str("user"),
            Self::Users(limit) => write!(f, "users-{limit}"),
        }
    }
}

impl FromStr for Operation {
    type Err = Failure;

    fn from_str(name: &str) -> Result<Self, Failure> {
        let all = Self::MAIN.into_iter().chain(Self::LISTS);
        let mut named = all.filter(|operation| operation.to_string() == name);
        named.next().ok_or_else(|| format!("no operation is called {name}").into())
    }
}

/// One client, set up once, that makes each call as its users would.
pub(crate) trait Calls {
    fn create(&self) -> impl Future<Output = Outcome>;
    fn revoke(&self) -> impl Future<Output = Outcome>;
    fn user(&self) -> impl Future<Output = Outcome>;
    fn users(&self, limit: u32) -> impl Future<Output = Outcome>;
}

/// Takes what a call gave, so that no part of it is left out.
pub(crate) fn take<T>(value: T) -> Outcome {
    black_box(value);
    Ok(())
}

/// Whether this client calls the server.
#[must_use]
pub fn is_online(client: &str) -> bool {
    !client.ends_with("-memory") && !client.ends_with("-encode")
}
