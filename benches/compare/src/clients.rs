//! All clients, by name.

use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use tokio::runtime::{self, Runtime};

use self::{
    by_hand::{HandHyper, HandIsahc, HandReqwest},
    layer::{HandLayer, SdkLayer},
    sdk::Sdk,
};
#[cfg(feature = "others")]
use self::{clerk_rs::ClerkRs, rustify::Rustify};
pub(crate) use self::{layer::InMemory, sdk::create};
use crate::{AT_ONCE, Calls, Failure, Operation, Outcome};

mod by_hand;
#[cfg(feature = "others")]
mod clerk_rs;
mod layer;
mod models;
#[cfg(feature = "others")]
mod rustify;
mod sdk;

macro_rules! clients {
    ($($(#[$cfg:meta])* $name:literal => $client:ident($type:ty) = $make:expr;)*) => {
        /// The names of all clients.
        pub const CLIENTS: &[&str] = &[$($(#[$cfg])* $name,)*];

        #[derive(Debug)]
        enum Kind {
            $($(#[$cfg])* $client($type),)*
        }

        impl Kind {
            fn new(name: &str, base: &str) -> Result<Self, Failure> {
                match name {
                    $($(#[$cfg])* $name => Ok(Self::$client($make(base)?)),)*
                    _ => Err(format!("unknown client `{name}`").into()),
                }
            }

            async fn run(&self, operation: Operation, count: u32) -> Outcome {
                match self {
                    $($(#[$cfg])* Self::$client(client) => repeat(client, operation, count).await,)*
                }
            }
        }
    };
}

clients! {
    "sdk-reqwest" => SdkReqwest(Sdk) = Sdk::reqwest;
    "sdk-hyper" => SdkHyper(Sdk) = Sdk::hyper;
    "sdk-isahc" => SdkIsahc(Sdk) = Sdk::isahc;
    "hand-reqwest" => HandReqwest(HandReqwest) = HandReqwest::new;
    "hand-reqwest-deadline" => HandReqwestDeadline(HandReqwest) = HandReqwest::with_deadline;
    "hand-isahc" => HandIsahc(HandIsahc) = HandIsahc::new;
    "hand-hyper" => HandHyper(HandHyper) = HandHyper::new;
    #[cfg(feature = "others")]
    "clerk-rs" => ClerkRs(ClerkRs) = ClerkRs::new;
    #[cfg(feature = "others")]
    "rustify" => Rustify(Rustify) = Rustify::new;
    "sdk-memory" => SdkMemory(SdkLayer) = SdkLayer::call;
    "hand-memory" => HandMemory(HandLayer) = HandLayer::call;
    "sdk-encode" => SdkEncode(SdkLayer) = SdkLayer::encode;
    "hand-encode" => HandEncode(HandLayer) = HandLayer::encode;
}

/// A client with its own runtime.
#[derive(Debug)]
pub struct Client {
    kind: Kind,
    runtime: Runtime,
}

impl Client {
    /// Creates the client with this name for the server at `base`.
    ///
    /// # Errors
    /// If the name is unknown, or the client cannot be created.
    pub fn new(name: &str, base: &str) -> Result<Self, Failure> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let kind = runtime.block_on(async { Kind::new(name, base) })?;
        Ok(Self { kind, runtime })
    }

    /// Makes `count` calls, one by one.
    ///
    /// # Errors
    /// If a call fails.
    pub fn run(&self, operation: Operation, count: u32) -> Outcome {
        self.runtime.block_on(self.kind.run(operation, count))
    }

    /// Makes at least `count` calls, [`AT_ONCE`] at a time. Returns the number of calls.
    ///
    /// # Errors
    /// If a call fails.
    pub fn run_at_once(&self, operation: Operation, count: u32) -> Result<u32, Failure> {
        let each = count.div_ceil(AT_ONCE);
        let runs = try_join_all((0..AT_ONCE).map(|_| self.kind.run(operation, each)));
        self.runtime.block_on(runs)?;
        Ok(each * AT_ONCE)
    }

    /// Makes `count` calls each in `tasks` concurrent tasks. Returns the time of each call.
    ///
    /// # Errors
    /// If a call fails.
    pub fn latencies(
        &self,
        operation: Operation,
        tasks: u32,
        count: u32,
    ) -> Result<Vec<Duration>, Failure> {
        let task = async || {
            let (mut times, mut last) = (Vec::new(), Instant::now());
            for _ in 0..count {
                self.kind.run(operation, 1).await?;
                let now = Instant::now();
                times.push(now - last);
                last = now;
            }
            Ok::<_, Failure>(times)
        };
        let times = self.runtime.block_on(try_join_all((0..tasks).map(|_| task())))?;
        Ok(times.concat())
    }
}

async fn repeat(client: &impl Calls, operation: Operation, count: u32) -> Outcome {
    for _ in 0..count {
        match operation {
            Operation::Create => client.create().await?,
            Operation::Revoke => client.revoke().await?,
            Operation::User => client.user().await?,
            Operation::Users => client.users().await?,
            Operation::UsersSlim => client.users_slim().await?,
        }
    }
    Ok(())
}
