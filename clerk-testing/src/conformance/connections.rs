//! What becomes of connections.

use std::sync::Arc;

use clerk_core::http::StatusCode;
use futures_lite::future::{or, zip};
use tokio::sync::Barrier;

use super::{
    bench::{Bench, Outcome, answer, ensure, equal, get, secret, send},
    server::{Server, ok},
};

pub(super) async fn reuse(bench: &Bench) -> Outcome {
    let server = Server::http(bench, ok)?;
    let transport = bench.transport()?;
    for _ in 0..8 {
        answer(&*transport, get(&server.origin())?).await?;
    }
    // A connection may be made in vain while another becomes free.
    let opened = server.counts().opened;
    ensure(opened < 4, || format!("{opened} connections for 8 requests, one after the other"))
}

pub(super) async fn concurrency(bench: &Bench) -> Outcome {
    // No request has an answer before all have arrived.
    let barrier = Arc::new(Barrier::new(4));
    let server = Server::raw(bench, move |mut peer| {
        let barrier = barrier.clone();
        async move {
            peer.request().await?;
            barrier.wait().await;
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await?;
            peer.closed().await
        }
    })?;
    let transport = bench.transport()?;
    let uri = server.origin();
    let send = || async { answer(&*transport, get(&uri)?).await };
    let ((a, b), (c, d)) = zip(zip(send(), send()), zip(send(), send())).await;
    for outcome in [a, b, c, d] {
        equal("the status", outcome?.status(), StatusCode::OK)?;
    }
    Ok(())
}

pub(super) async fn dropped_before_the_answer(bench: &Bench) -> Outcome {
    dropped(bench, "").await
}

pub(super) async fn dropped_within_the_body(bench: &Bench) -> Outcome {
    dropped(bench, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").await
}

/// Gets `text` and then nothing, and is dropped. The next call has to find all in order.
async fn dropped(bench: &Bench, text: &'static str) -> Outcome {
    let server = Server::raw(bench, move |mut peer| async move {
        peer.request().await?;
        peer.write(if peer.nth == 0 { text } else { "HTTP/1.1 204 No Content\r\n\r\n" }).await?;
        peer.closed().await
    })?;
    let transport = bench.transport()?;
    let call = async {
        let outcome = send(&*transport, secret(&server.origin())?).await;
        Err(format!("the call ended by itself: {outcome:?}").into())
    };
    or(call, server.until(|counts| counts.requests == 1)).await?;
    bench
        .within(server.until(|counts| counts.closed == 1))
        .await?
        .map_err(|problem| format!("the connection stays open: {problem}"))?;
    let next = answer(&*transport, secret(&server.origin())?).await?;
    equal("the status", next.status(), StatusCode::NO_CONTENT)
}
