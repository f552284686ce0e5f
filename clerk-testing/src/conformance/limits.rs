//! The limits that a request carries.

use std::time::Duration;

use clerk_core::TransportErrorKind;

use super::{
    bench::{Bench, Outcome, answer, equal_body, failure, limit, pattern, secret},
    server::{Peer, Server},
};

/// A real time-out has to pass, so it is short.
pub(super) const SOON: Duration = Duration::from_millis(90);

pub(super) async fn time_before_the_answer(bench: &Bench) -> Outcome {
    time(bench, "").await
}

pub(super) async fn time_within_the_body(bench: &Bench) -> Outcome {
    time(bench, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").await
}

/// Gets `text` and then nothing: the time has to end it, and the connection with it.
async fn time(bench: &Bench, text: &'static str) -> Outcome {
    let server = Server::raw(bench, move |mut peer| async move {
        peer.request().await?;
        peer.write(text).await?;
        peer.closed().await
    })?;
    let request = limit(secret(&server.origin())?, |context| context.timeout = Some(SOON));
    let transport = bench.transport()?;
    failure(&*transport, request, |kind| kind == TransportErrorKind::Timeout).await?;
    bench.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn announced_size(bench: &Bench) -> Outcome {
    // Nearly nothing of the body is ever sent, so only the announcement can end it.
    let server = Server::raw(bench, |mut peer| async move {
        peer.request().await?;
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n1").await?;
        peer.closed().await
    })?;
    too_large(bench, &server).await
}

pub(super) async fn actual_size(bench: &Bench) -> Outcome {
    let server = Server::raw(bench, |mut peer| async move {
        peer.request().await?;
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await?;
        endless(&mut peer).await
    })?;
    too_large(bench, &server).await
}

async fn endless(peer: &mut Peer) -> std::io::Result<()> {
    loop {
        peer.write("a\r\n0123456789\r\n").await?;
    }
}

async fn too_large(bench: &Bench, server: &Server) -> Outcome {
    let request =
        limit(secret(&server.origin())?, |context| context.max_response_bytes = Some(100));
    let transport = bench.transport()?;
    let expected = TransportErrorKind::BodyTooLarge { limit: 100 };
    failure(&*transport, request, |kind| kind == expected).await?;
    bench.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn exact_size(bench: &Bench) -> Outcome {
    let body = pattern(100);
    for framing in ["Content-Length: 100", "Connection: close"] {
        let text = [format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n").as_bytes(), &body].concat();
        let server = Server::raw(bench, move |mut peer| {
            let text = text.clone();
            async move {
                peer.request().await?;
                peer.write(text).await
            }
        })?;
        let request =
            limit(secret(&server.origin())?, |context| context.max_response_bytes = Some(100));
        equal_body(answer(&*bench.transport()?, request).await?.body(), &body)?;
    }
    Ok(())
}
