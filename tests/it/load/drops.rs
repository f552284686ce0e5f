//! Calls that are dropped after each number of polls, while others run.

use std::{future::poll_fn, pin::pin, task::Poll};

use clerk_sdk::transport::HttpTransport;
use tokio::join;

use super::{
    calls, clerk_with,
    server::{Fate, Server},
};

/// The number of calls at a time.
const AT_A_TIME: u8 = 4;

/// The smallest number of dropped calls. When a call is polled depends on when bytes arrive, so each
/// number of polls is tried more than once.
const DROPS: u32 = 100;

/// Polls `future` at most `times` times, and drops it.
async fn poll<F: Future>(future: F, mut times: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        if times == 0 {
            return Poll::Ready(None);
        }
        times -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if times == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

pub async fn free_connections_and_permits(transport: impl HttpTransport) {
    let server = Server::start(|_, _| Fate::Slowly).unwrap();
    let clerk = clerk_with(&server, transport, usize::from(AT_A_TIME));
    let (mut drops, mut polls) = (0, 0);
    for number in 0.. {
        let others = 1_000_000 + number * u64::from(AT_A_TIME);
        let (outcome, ended) = join!(
            poll(calls::one(&clerk, number), polls),
            calls::all(&clerk, others + 1..others + u64::from(AT_A_TIME)),
        );
        assert_eq!(ended.succeeded(), u64::from(AT_A_TIME) - 1, "{:?}", ended.failed);
        let Some(outcome) = outcome else {
            (drops, polls) = (drops + 1, polls + 1);
            continue;
        };
        outcome.unwrap();
        if drops >= DROPS {
            break;
        }
        polls = 0;
    }
    assert_eq!(server.report().repeated, 0);

    let ended = calls::all(&clerk, 2_000_000..2_000_100).await;
    assert_eq!(ended.succeeded(), 100, "{:?}", ended.failed);
    // The idle connections, which may be more than the calls at a time.
    server.until_open(2 * u64::from(AT_A_TIME)).await;
    drop(clerk);
    server.until_open(0).await;
}
