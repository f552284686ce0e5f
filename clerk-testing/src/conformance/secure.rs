//! Checks of TLS and HTTP/2.

use std::time::Duration;

use clerk_core::{
    http::{Method, StatusCode, Version},
    transport::{Deadline, HttpTransport, TransportErrorKind, TransportSettings},
};
use futures_lite::future::or;

use super::{
    harness::{
        Harness, MIB, Outcome, Request, Transport, equal, equal_body, error, fails_with, get,
        limit, pattern, pending, request, response, secret,
    },
    limits::SOON,
    requests::{same_headers, targets_at},
    server::{Reply, Server, ok, reply},
    tls::Authority,
};

pub(super) const HOST: &str = "127.0.0.1";

pub(super) fn origin(server: &Server) -> String {
    format!("https://{}", server.authority())
}

/// Returns an HTTPS server, and a transport that trusts it.
pub(super) fn trusting(
    harness: &Harness,
    handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> Outcome<(Server, Transport)> {
    let authority = Authority::new()?;
    let server = Server::https(harness, authority.acceptor(HOST)?, handler)?;
    Ok((server, harness.transport_with(&authority.settings())?))
}

pub(super) async fn trusted(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, ok)?;
    let response = response(&*transport, get(&origin(&server))?).await?;
    equal("the status", response.status(), StatusCode::OK)
}

pub(super) async fn untrusted(harness: &Harness) -> Outcome {
    let server = Server::https(harness, Authority::new()?.acceptor(HOST)?, ok)?;
    fails_to_connect(&*harness.transport()?, &server).await
}

pub(super) async fn another_authority(harness: &Harness) -> Outcome {
    let server = Server::https(harness, Authority::new()?.acceptor(HOST)?, ok)?;
    fails_to_connect(&*harness.transport_with(&Authority::new()?.settings())?, &server).await
}

pub(super) async fn another_host(harness: &Harness) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(harness, authority.acceptor("other.example")?, ok)?;
    fails_to_connect(&*harness.transport_with(&authority.settings())?, &server).await
}

pub(super) async fn connect_timeout(harness: &Harness) -> Outcome {
    connect_stalls(harness, SOON, None).await
}

pub(super) async fn connect_timeout_of_a_call(harness: &Harness) -> Outcome {
    connect_stalls(harness, TransportSettings::default().connect_timeout, Some(SOON)).await?;
    // It also replaces a shorter one in the settings.
    connect_stalls(harness, Duration::from_millis(1), Some(SOON)).await
}

/// Accepts a connection and never responds to the handshake. `SOON` must end the call.
async fn connect_stalls(harness: &Harness, setting: Duration, own: Option<Duration>) -> Outcome {
    let server = Server::raw(harness, |mut peer| async move { peer.closed().await })?;
    let mut settings = TransportSettings::default();
    settings.connect_timeout = setting;
    let transport = harness.transport_with(&settings)?;
    let request = limit(secret(&origin(&server))?, |context| context.connect_timeout = own);
    let error = error(&*transport, request).await?;
    equal("the error", error.kind(), TransportErrorKind::Connect)?;
    equal("the deadline", error.deadline(), Some(Deadline::Connect(SOON)))?;
    equal("received", error.received(), None)?;
    harness.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn connect_timeout_scope(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, |request| {
        if request.method() == Method::GET { ok(request) } else { Reply::Silence }
    })?;
    let long = TransportSettings::default().connect_timeout;
    for _ in 0..2 {
        let request = limit(get(&origin(&server))?, |context| context.connect_timeout = Some(long));
        response(&*transport, request).await?;
    }
    equal("connections", server.counts().opened, 1)?;
    // The connection is open, so the connect timeout does not apply.
    let request = limit(secret(&origin(&server))?, |context| {
        context.connect_timeout = Some(SOON / 3);
        context.timeout = Some(SOON);
    });
    fails_with(&*transport, request, &[TransportErrorKind::Timeout]).await
}

async fn fails_to_connect(transport: &dyn HttpTransport, server: &Server) -> Outcome {
    fails_with(transport, secret(&origin(server))?, &[TransportErrorKind::Connect]).await?;
    equal("requests", server.counts().requests, 0)
}

pub(super) async fn http2(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, ok)?;
    for _ in 0..8 {
        response(&*transport, get(&origin(&server))?).await?;
        equal("the version", server.last_request()?.version(), Version::HTTP_2)?;
    }
    equal("connections", server.counts().opened, 1)
}

pub(super) async fn http2_requests(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, ok)?;
    let origin = origin(&server);
    targets_at(&server, &*transport, &origin).await?;
    let calls = [
        (Method::GET, 0),
        (Method::DELETE, 0),
        (Method::POST, 0),
        (Method::POST, MIB),
        (Method::PATCH, 700),
        (Method::PUT, 700),
    ];
    for (method, length) in calls {
        let body = pattern(length);
        let request = request(method.clone(), &origin, body.clone())?;
        let headers = request.headers().clone();
        response(&*transport, request).await?;
        let seen = server.last_request()?;
        equal("the method", seen.method(), &method)?;
        equal_body(seen.body(), &body)?;
        same_headers(&seen, &headers)?;
    }
    Ok(())
}

pub(super) async fn http2_large_body(harness: &Harness) -> Outcome {
    let body = pattern(3 * MIB);
    let expected = body.clone();
    let handler = move |_: &_| reply(StatusCode::OK, body.clone());
    let (server, transport) = trusting(harness, handler)?;
    for _ in 0..2 {
        let response = response(&*transport, get(&origin(&server))?).await?;
        equal_body(response.body(), &expected)?;
    }
    Ok(())
}

pub(super) async fn http2_timeout(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, |_| Reply::Silence)?;
    // A call without a timeout opens the connection, so the other call times out in its exchange.
    let call = pending(&*transport, secret(&origin(&server))?);
    let limited = async {
        server.until(|counts| counts.requests == 1).await?;
        let request = limit(secret(&origin(&server))?, |context| context.timeout = Some(SOON));
        fails_with(&*transport, request, &[TransportErrorKind::Timeout]).await?;
        harness.within(server.until(|counts| counts.abandoned == 1)).await?
    };
    or(call, limited).await
}

pub(super) async fn http2_dropped(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, |_| Reply::Silence)?;
    let call = pending(&*transport, secret(&origin(&server))?);
    or(call, server.until(|counts| counts.requests == 1)).await?;
    harness.within(server.until(|counts| counts.abandoned == 1)).await?
}

pub(super) async fn http2_kept_after_drop(harness: &Harness) -> Outcome {
    let (server, transport) = trusting(harness, |request| {
        if request.method() == Method::GET { ok(request) } else { Reply::Silence }
    })?;
    response(&*transport, get(&origin(&server))?).await?;
    let call = pending(&*transport, secret(&origin(&server))?);
    or(call, server.until(|counts| counts.requests == 2)).await?;
    response(&*transport, get(&origin(&server))?).await?;
    equal("connections", server.counts().opened, 1)
}
