//! Checks of the timeout and the body limit of a request.

use std::time::Duration;

use clerk_core::transport::{TransportErrorKind, TransportSettings};

use super::{
    harness::{Harness, Outcome, equal_body, fails_with, limit, pattern, response, secret},
    server::{Peer, Server, ok},
};

/// A timeout that a check has to wait for.
pub(super) const SOON: Duration = Duration::from_millis(90);

pub(super) async fn timeout_before_response(harness: &Harness) -> Outcome {
    times_out(harness, "").await
}

pub(super) async fn timeout_within_body(harness: &Harness) -> Outcome {
    times_out(harness, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").await
}

/// Sends `text` and then nothing. The timeout must end the call and close the connection.
async fn times_out(harness: &Harness, text: &'static str) -> Outcome {
    let server = Server::raw(harness, move |mut peer| async move {
        peer.request().await?;
        peer.write(text).await?;
        peer.closed().await
    })?;
    let request = limit(secret(&server.origin())?, |context| context.timeout = Some(SOON));
    let transport = harness.transport()?;
    fails_with(&*transport, request, &[TransportErrorKind::Timeout]).await?;
    harness.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn longest_durations(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let mut settings = TransportSettings::default();
    settings.connect_timeout = Duration::MAX;
    settings.max_connection_age = Some(Duration::MAX);
    let transport = harness.transport_with(&settings)?;
    let request = limit(secret(&server.origin())?, |context| {
        context.timeout = Some(Duration::MAX);
        context.time_left = Some(Duration::MAX);
    });
    equal_body(response(&*transport, request).await?.body(), b"ok")
}

pub(super) async fn longest_connect_timeout_of_a_call(harness: &Harness) -> Outcome {
    let server = Server::http(harness, ok)?;
    let request =
        limit(secret(&server.origin())?, |context| context.connect_timeout = Some(Duration::MAX));
    equal_body(response(&*harness.transport()?, request).await?.body(), b"ok")
}

pub(super) async fn announced_size(harness: &Harness) -> Outcome {
    // The server sends only one byte of the body, so the transport must reject the length.
    let server = Server::raw(harness, |mut peer| async move {
        peer.request().await?;
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n1").await?;
        peer.closed().await
    })?;
    too_large(harness, &server).await
}

pub(super) async fn actual_size(harness: &Harness) -> Outcome {
    let server = Server::raw(harness, |mut peer| async move {
        peer.request().await?;
        peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").await?;
        endless(&mut peer).await
    })?;
    too_large(harness, &server).await
}

async fn endless(peer: &mut Peer) -> std::io::Result<()> {
    loop {
        peer.write("a\r\n0123456789\r\n").await?;
    }
}

async fn too_large(harness: &Harness, server: &Server) -> Outcome {
    let request =
        limit(secret(&server.origin())?, |context| context.max_response_bytes = Some(100));
    let transport = harness.transport()?;
    let expected = [TransportErrorKind::BodyTooLarge { limit: 100 }];
    fails_with(&*transport, request, &expected).await?;
    harness.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn exact_size(harness: &Harness) -> Outcome {
    let body = pattern(100);
    for framing in ["Content-Length: 100", "Connection: close"] {
        let text = [format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n").as_bytes(), &body].concat();
        let server = Server::raw(harness, move |mut peer| {
            let text = text.clone();
            async move {
                peer.request().await?;
                peer.write(text).await
            }
        })?;
        let request =
            limit(secret(&server.origin())?, |context| context.max_response_bytes = Some(100));
        equal_body(response(&*harness.transport()?, request).await?.body(), &body)?;
    }
    Ok(())
}
