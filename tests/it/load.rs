//! Many calls at a time, outages, and calls that are dropped early.

use std::time::Duration;

use clerk_sdk::{Clerk, limits::ConcurrencyLimit, retry::RetryPolicy, transport::HttpTransport};
use tokio::runtime::{Builder, Runtime};

use self::{
    calls::Ended,
    server::{Fate, Server},
};

mod calls;
mod drops;
mod every_poll;
mod outage;
mod server;

/// The largest number of calls of a client at a time. On many systems a process may have 1,024
/// descriptors open, including those of the server.
const AT_A_TIME: usize = 64;

/// Creates a client of `server` that retries after short waits.
fn clerk(server: &Server, transport: impl HttpTransport) -> Clerk {
    clerk_with(server, transport, AT_A_TIME)
}

fn clerk_with(server: &Server, transport: impl HttpTransport, at_a_time: usize) -> Clerk {
    Clerk::builder("sk_test_x")
        .base_url(server.url())
        .transport(ConcurrencyLimit::new(transport, at_a_time))
        .retry(RetryPolicy::new().initial_backoff(Duration::from_millis(5)))
        .build()
        .unwrap()
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Runs a test over each of the transports.
macro_rules! over_each {
    ($($test:path => $name:ident;)*) => {
        #[cfg(feature = "reqwest")]
        mod reqwest {
            use super::*;

            $(#[test]
            fn $name() {
                runtime().block_on($test(clerk_sdk::ReqwestTransport::new().unwrap()));
            })*
        }

        #[cfg(feature = "hyper")]
        mod hyper {
            use super::*;

            $(#[test]
            fn $name() {
                runtime().block_on($test(clerk_sdk::HyperTransport::new().unwrap()));
            })*
        }

        #[cfg(feature = "isahc")]
        mod isahc {
            use super::*;

            $(#[test]
            fn $name() {
                runtime().block_on($test(clerk_sdk::IsahcTransport::new().unwrap()));
            })*
        }
    };
}

over_each! {
    drops::free_connections_and_permits => a_dropped_call_releases_its_connection_and_its_permit;
    outage::adds_half_of_the_budget_over_a_socket => an_outage_adds_only_the_retry_budget;
    trouble => all_calls_end_and_no_post_is_repeated;
}

/// [`server::trouble`], with a 429 that pauses all calls.
fn trouble_with_pauses(call: u64, before: u64) -> Fate {
    match server::trouble(call, before) {
        Fate::Refused(_) => Fate::Refused("0.02"),
        fate => fate,
    }
}

async fn trouble(transport: impl HttpTransport) {
    let server = Server::start(trouble_with_pauses).unwrap();
    let clerk = clerk(&server, transport);
    let mut ended = Ended::default();
    for round in 0..3 {
        ended.add(&calls::all(&clerk, round * 320..(round + 1) * 320).await);
        ended.assert(&clerk, &server.report());
    }
    assert_eq!(ended.calls(), 960);
    drop(clerk);
    server.until_open(0).await;
}
