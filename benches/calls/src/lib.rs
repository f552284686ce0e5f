//! The same calls of Clerk's API through clerk-sdk, by hand, and through clerk-rs.

use std::{error::Error, hint::black_box};

use futures_util::future::try_join_all;
use http::{
    HeaderName, HeaderValue,
    header::{ACCEPT, USER_AGENT},
};
use tokio::runtime::{self, Runtime};

use self::{
    by_hand::{HandHyper, HandReqwest},
    sdk::Sdk,
};

mod by_hand;
#[cfg(feature = "clerk-rs")]
mod clerk_rs;
mod models;
pub mod responses;
mod sdk;
mod turns;

pub use self::turns::{Case, compare};

/// Any error of a measurement.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The outcome of calls.
pub type Outcome = Result<(), Failure>;

/// The clients. Those that have the responses in memory come last.
pub const CLIENTS: &[&str] = &[
    "hand-reqwest",
    "hand-hyper",
    #[cfg(feature = "clerk-rs")]
    "clerk-rs",
    "sdk-reqwest",
    "sdk-hyper",
    "hand-memory",
    "sdk-memory",
];

/// The headers that clerk-sdk sends with each request, beside the key.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (ACCEPT, HeaderValue::from_static("application/json")),
    (HeaderName::from_static("clerk-api-version"), HeaderValue::from_static("2026-05-12")),
    (USER_AGENT, HeaderValue::from_static("clerk-sdk-rust/0.1.0 (by hand)")),
];

const KEY: &str = "sk_test_GmQ9vLr2XcTz7NbWs4KdYhJe1PfUa0";
const USER: &str = "user_2hR5nWqT9aVxE3kUoM6fCz1DsLy";
const ACTOR: &str = "user_2bJ7yKpX4mGdS8vQrN1tZc5HwEa";

/// An operation that every client is measured with.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    /// `POST /actor_tokens`.
    Create,
    /// `GET /users?limit=100`.
    List,
}

impl Operation {
    /// All operations, by name.
    pub const ALL: [(&str, Self); 2] = [("create", Self::Create), ("list", Self::List)];
}

/// A client with its own runtime, set up once, that makes each call as its users would.
#[derive(Debug)]
pub struct Client {
    kind: Kind,
    runtime: Runtime,
}

#[derive(Debug)]
enum Kind {
    HandReqwest(HandReqwest),
    HandHyper(HandHyper),
    Sdk(Box<Sdk>),
    #[cfg(feature = "clerk-rs")]
    ClerkRs(clerk_rs::ClerkRs),
}

impl Client {
    /// Creates the client with this name for the server at `base`.
    ///
    /// # Errors
    /// If the name is unknown, or the client cannot be created.
    pub fn new(name: &str, base: &str) -> Result<Self, Failure> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let entered = runtime.enter();
        let kind = match name {
            "hand-reqwest" => Kind::HandReqwest(HandReqwest::new(base)?),
            "hand-hyper" => Kind::HandHyper(HandHyper::new(base)),
            "hand-memory" => Kind::HandHyper(HandHyper::in_memory(base)),
            "sdk-reqwest" => Kind::Sdk(Sdk::on_reqwest(base)?.into()),
            "sdk-hyper" => Kind::Sdk(Sdk::on_hyper(base)?.into()),
            "sdk-memory" => Kind::Sdk(Sdk::in_memory(base)?.into()),
            #[cfg(feature = "clerk-rs")]
            "clerk-rs" => Kind::ClerkRs(clerk_rs::ClerkRs::new(base)),
            _ => return Err(format!("unknown client `{name}`").into()),
        };
        drop(entered);
        Ok(Self { kind, runtime })
    }

    /// Makes `each` calls one by one in each of `tasks` concurrent tasks.
    ///
    /// # Errors
    /// If a call fails.
    pub fn run(&self, operation: Operation, tasks: u32, each: u32) -> Outcome {
        let tasks = (0..tasks).map(|_| self.kind.run(operation, each));
        self.runtime.block_on(try_join_all(tasks)).map(drop)
    }
}

impl Kind {
    async fn run(&self, operation: Operation, count: u32) -> Outcome {
        match self {
            Self::HandReqwest(client) => repeat(count, || client.call(operation)).await,
            Self::HandHyper(client) => repeat(count, || client.call(operation)).await,
            Self::Sdk(client) => client.run(operation, count).await,
            #[cfg(feature = "clerk-rs")]
            Self::ClerkRs(client) => repeat(count, || client.call(operation)).await,
        }
    }
}

/// Makes calls one by one, and consumes their results, so that the compiler removes no part of them.
async fn repeat<T, E, C>(count: u32, call: impl Fn() -> C) -> Outcome
where
    E: Into<Failure>,
    C: IntoFuture<Output = Result<T, E>>,
{
    for _ in 0..count {
        black_box(call().await.map_err(Into::into)?);
    }
    Ok(())
}

/// Consumes the result of a call, so that the compiler removes no part of it.
fn take<T>(value: T) -> Outcome {
    black_box(value);
    Ok(())
}
