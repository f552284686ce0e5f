//! The clients by their names.

use futures_util::future::try_join_all;
use tokio::runtime::{self, Runtime};

use self::{
    by_hand::{HandHyper, HandIsahc, HandReqwest},
    encoding::{HandEncoding, SdkEncoding},
    in_memory::{HandInMemory, SdkInMemory},
    sdk::Sdk,
};
#[cfg(feature = "others")]
use self::{clerk_rs::ClerkRs, rustify::Rustify};
use crate::{AT_ONCE, Calls, Failure, Operation, Outcome};

mod by_hand;
#[cfg(feature = "others")]
mod clerk_rs;
mod encoding;
mod in_memory;
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
                    _ => Err(format!("no client is called {name}").into()),
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
    "sdk-isahc" => SdkIsahc(Sdk) = Sdk::isahc;
    "hand-reqwest" => HandReqwest(HandReqwest) = HandReqwest::new;
    "hand-isahc" => HandIsahc(HandIsahc) = HandIsahc::new;
    "hand-hyper" => HandHyper(HandHyper) = HandHyper::new;
    #[cfg(feature = "others")]
    "clerk-rs" => ClerkRs(ClerkRs) = ClerkRs::new;
    #[cfg(feature = "others")]
    "rustify" => Rustify(Rustify) = Rustify::new;
    "sdk-memory" => SdkInMemory(SdkInMemory) = SdkInMemory::new;
    "hand-memory" => HandInMemory(HandInMemory) = HandInMemory::new;
    "sdk-encode" => SdkEncoding(SdkEncoding) = SdkEncoding::new;
    "hand-encode" => HandEncoding(HandEncoding) = HandEncoding::new;
}

/// A client that is set up, with a runtime of its own.
#[derive(Debug)]
pub struct Client {
    kind: Kind,
    runtime: Runtime,
}

impl Client {
    /// The client of this name, for the server at `base`.
    ///
    /// # Errors
    /// When there is none of this name, or it cannot be set up.
    pub fn new(name: &str, base: &str) -> Result<Self, Failure> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let kind = runtime.block_on(async { Kind::new(name, base) })?;
        Ok(Self { kind, runtime })
    }

    /// Makes so many calls, one after the other.
    ///
    /// # Errors
    /// When a call fails.
    pub fn run(&self, operation: Operation, count: u32) -> Outcome {
        self.runtime.block_on(self.kind.run(operation, count))
    }

    /// Makes so many calls or a few more, [`AT_ONCE`] at a time, and says how many.
    ///
    /// # Errors
    /// When a call fails.
    pub fn run_at_once(&self, operation: Operation, count: u32) -> Result<u32, Failure> {
        let each = count.div_ceil(AT_ONCE);
        let runs = try_join_all((0..AT_ONCE).map(|_| self.kind.run(operation, each)));
        self.runtime.block_on(runs)?;
        Ok(each * AT_ONCE)
    }
}

async fn repeat(client: &impl Calls, operation: Operation, count: u32) -> Outcome {
    for _ in 0..count {
        match operation {
            Operation::Create => client.create().await?,
            Operation::Revoke => client.revoke().await?,
            Operation::User => client.user().await?,
            Operation::Users(limit) => client.users(limit).await?,
        }
    }
    Ok(())
}
