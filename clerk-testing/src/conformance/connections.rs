//! Checks of reused, concurrent and dropped connections.

use std::{sync::Arc, time::Duration};

use clerk_core::{
    http::StatusCode,
    transport::{HttpTransport, TransportSettings},
};
use futures_lite::future::{or, zip};
use tokio::sync::{Barrier, Notify};

use super::{
    harness::{Harness, Outcome, ensure, equal, get, pending, response, secret},
    secure,
    server::{Server, ok},
    tls::Authority,
};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\n\r\n";
/// A response to no request.
const UNSOLICITED: &str = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n";

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
        peer.write(if peer.nth == 0 { text } else { NO_CONTENT }).await?;
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

pub(super) async fn unsolicited_with_response(harness: &Harness) -> Outcome {
    let server = Server::raw(harness, move |mut peer| async move {
        peer.request().await?;
        if peer.nth == 0 {
            peer.write([OK, UNSOLICITED].concat()).await?;
        } else {
            peer.write(NO_CONTENT).await?;
        }
        peer.closed().await
    })?;
    let transport = harness.transport()?;
    let first = response(&*transport, secret(&server.origin())?).await?;
    equal("the status", first.status(), StatusCode::OK)?;
    let_notice(harness, &*transport).await?;
    let next = response(&*transport, secret(&server.origin())?).await?;
    equal("the status of the next response", next.status(), StatusCode::NO_CONTENT)
}

pub(super) async fn unsolicited_while_idle(harness: &Harness) -> Outcome {
    let (idle, written) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let server = {
        let (idle, written) = (idle.clone(), written.clone());
        Server::raw(harness, move |mut peer| {
            let (idle, written) = (idle.clone(), written.clone());
            async move {
                peer.request().await?;
                if peer.nth == 0 {
                    peer.write(OK).await?;
                    idle.notified().await;
                    peer.write(UNSOLICITED).await?;
                    written.notify_one();
                } else {
                    peer.write(NO_CONTENT).await?;
                }
                peer.closed().await
            }
        })?
    };
    let transport = harness.transport()?;
    let first = response(&*transport, secret(&server.origin())?).await?;
    equal("the status", first.status(), StatusCode::OK)?;
    idle.notify_one();
    written.notified().await;
    let_notice(harness, &*transport).await?;
    let next = response(&*transport, secret(&server.origin())?).await?;
    equal("the status of the next response", next.status(), StatusCode::NO_CONTENT)
}

pub(super) async fn closed_while_idle(harness: &Harness) -> Outcome {
    let server = Server::raw(harness, |mut peer| async move {
        peer.request().await?;
        peer.write(if peer.nth == 0 { OK } else { NO_CONTENT }).await
    })?;
    let transport = harness.transport()?;
    response(&*transport, secret(&server.origin())?).await?;
    server.until(|counts| counts.closed == 1).await?;
    let_notice(harness, &*transport).await?;
    let next = response(&*transport, secret(&server.origin())?).await?;
    equal("the status", next.status(), StatusCode::NO_CONTENT)
}

pub(super) async fn closed_while_idle_over_tls(harness: &Harness) -> Outcome {
    let authority = Authority::new()?;
    let acceptor = authority.http1_acceptor(secure::HOST)?;
    let closing = Arc::new(Notify::new());
    let server = {
        let closing = closing.clone();
        Server::raw_tls(harness, acceptor, move |mut peer| {
            let closing = closing.clone();
            async move {
                peer.request().await?;
                peer.write(if peer.nth == 0 { OK } else { NO_CONTENT }).await?;
                closing.notified().await;
                peer.close().await
            }
        })?
    };
    let transport = harness.transport_with(&authority.settings())?;
    response(&*transport, secret(&secure::origin(&server))?).await?;
    closing.notify_one();
    server.until(|counts| counts.closed == 1).await?;
    let_notice(harness, &*transport).await?;
    let next = response(&*transport, secret(&secure::origin(&server))?).await?;
    equal("the status", next.status(), StatusCode::NO_CONTENT)
}

/// Makes a call to another server, so that an event loop notices what has happened on idle
/// connections. Without that, a request could be on its way before anything is known.
async fn let_notice(harness: &Harness, transport: &dyn HttpTransport) -> Outcome {
    let other = Server::http(harness, ok)?;
    response(transport, get(&other.origin())?).await.map(drop)
}

pub(super) async fn maximum_age(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let mut settings = TransportSettings::default();
    settings.max_connection_age = Some(Duration::ZERO);
    let transport = harness.transport_with(&settings)?;
    for _ in 0..3 {
        response(&*transport, get(&server.origin())?).await?;
    }
    equal("connections", server.counts().opened, 3)
}
