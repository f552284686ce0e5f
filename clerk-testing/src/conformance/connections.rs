//! Checks of reused, concurrent and dropped connections.

use std::sync::Arc;

use clerk_core::http::StatusCode;
use futures_lite::future::{or, zip};
use tokio::sync::Barrier;

use super::{
    harness::{Harness, Outcome, ensure, equal, get, pending, response, secret},
    server::{Server, ok},
};

pub(super) async fn reuse(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let transport = harness.transport()?;
    for _ in 0..8 {
        response(&*transport, get(&server.origin())?).await?;
    }
    // A library may open a connection and then use one that became free.
    let opened = server.counts().opened;
    ensure(opened < 4, || format!("{opened} connections for 8 sequential requests"))
}

pub(super) async fn concurrency(harness: &Harness) -> Outcome {
    // The server responds only after all requests have arrived.
    let barrier = Arc::new(Barrier::new(4));
    let server = Server::raw(harness, move |mut peer| {
        let barrier = barrier.clone();
        async move {
            peer.request().await?;
            barrier.wait().await;
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await?;
            peer.closed().await
        }
    })?;
    let transport = harness.transport()?;
    let uri = server.origin();
    let send = || async { response(&*transport, get(&uri)?).await };
    let ((a, b), (c, d)) = zip(zip(send(), send()), zip(send(), send())).await;
    for outcome in [a, b, c, d] {
        equal("the status", outcome?.status(), StatusCode::OK)?;
    }
    Ok(())
}

pub(super) async fn dropped_before_response(harness: &Harness) -> Outcome {
    dropped(harness, "").await
}

pub(super) async fn dropped_within_body(harness: &Harness) -> Outcome {
    dropped(harness, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").await
}

/// Drops a call after the server has sent `text`. The next call must succeed.
async fn dropped(harness: &Harness, text: &'static str) -> Outcome {
    let server = Server::raw(harness, move |mut peer| async move {
        peer.request().await?;
        peer.write(if peer.nth == 0 { text } else { "HTTP/1.1 204 No Content\r\n\r\n" }).await?;
        peer.closed().await
    })?;
    let transport = harness.transport()?;
    let call = pending(&*transport, secret(&server.origin())?);
    or(call, server.until(|counts| counts.requests == 1)).await?;
    harness
        .within(server.until(|counts| counts.closed == 1))
        .await?
        .map_err(|problem| format!("the connection was not closed: {problem}"))?;
    let next = response(&*transport, secret(&server.origin())?).await?;
    equal("the status", next.status(), StatusCode::NO_CONTENT)
}
