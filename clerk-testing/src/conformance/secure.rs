//! TLS, and HTTP/2 in it.

use std::time::Duration;

use clerk_core::{
    Deadline, TransportErrorKind, TransportSettings,
    http::{Method, StatusCode, Version},
};
use futures_lite::future::or;

use super::{
    bench::{
        Bench, Outcome, answer, equal, equal_body, fails, failure, get, limit, pattern, request,
        secret, send,
    },
    limits::SOON,
    requests::{same_headers, targets_at},
    server::{Reply, Server, ok, reply},
    tls::Authority,
};

pub(super) const HOST: &str = "127.0.0.1";
const MIB: usize = 1 << 20;

pub(super) fn origin(server: &Server) -> String {
    format!("https://{}", server.authority())
}

pub(super) async fn trusted(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor(HOST)?, ok)?;
    let transport = bench.transport_with(&authority.settings())?;
    let answer = answer(&*transport, get(&origin(&server))?).await?;
    equal("the status", answer.status(), StatusCode::OK)
}

pub(super) async fn untrusted(bench: &Bench) -> Outcome {
    let server = Server::https(bench, Authority::new()?.acceptor(HOST)?, ok)?;
    fails_to_connect(bench, &TransportSettings::default(), &server).await
}

pub(super) async fn another_authority(bench: &Bench) -> Outcome {
    let server = Server::https(bench, Authority::new()?.acceptor(HOST)?, ok)?;
    fails_to_connect(bench, &Authority::new()?.settings(), &server).await
}

pub(super) async fn another_host(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor("other.example")?, ok)?;
    fails_to_connect(bench, &authority.settings(), &server).await
}

pub(super) async fn connect_timeout(bench: &Bench) -> Outcome {
    connect_stalls(bench, SOON, None).await
}

pub(super) async fn connect_timeout_of_a_call(bench: &Bench) -> Outcome {
    connect_stalls(bench, TransportSettings::default().connect_timeout, Some(SOON)).await?;
    // It takes the place of a shorter one, too.
    connect_stalls(bench, Duration::from_millis(1), Some(SOON)).await
}

/// Gets a connection on which nobody answers the handshake. `SOON` has to end it.
async fn connect_stalls(bench: &Bench, setting: Duration, own: Option<Duration>) -> Outcome {
    let server = Server::raw(bench, |mut peer| async move { peer.closed().await })?;
    let mut settings = TransportSettings::default();
    settings.connect_timeout = setting;
    let transport = bench.transport_with(&settings)?;
    let request = limit(secret(&origin(&server))?, |context| context.connect_timeout = own);
    let error = fails(&*transport, request).await?;
    equal("the error", error.kind(), TransportErrorKind::Connect)?;
    equal("the deadline", error.deadline(), Some(Deadline::Connect(SOON)))?;
    equal("what had arrived", error.received(), None)?;
    bench.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn connect_timeout_kept(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor(HOST)?, |request| {
        if request.method() == Method::GET { ok(request) } else { Reply::Silence }
    })?;
    let transport = bench.transport_with(&authority.settings())?;
    let long = TransportSettings::default().connect_timeout;
    for _ in 0..2 {
        let request = limit(get(&origin(&server))?, |context| context.connect_timeout = Some(long));
        answer(&*transport, request).await?;
    }
    equal("connections", server.counts().opened, 1)?;
    // On the same connection, which is not set up any more.
    let request = limit(secret(&origin(&server))?, |context| {
        context.connect_timeout = Some(SOON / 3);
        context.timeout = Some(SOON);
    });
    failure(&*transport, request, |kind| kind == TransportErrorKind::Timeout).await
}

async fn fails_to_connect(bench: &Bench, settings: &TransportSettings, server: &Server) -> Outcome {
    let transport = bench.transport_with(settings)?;
    let request = secret(&origin(server))?;
    failure(&*transport, request, |kind| kind == TransportErrorKind::Connect).await?;
    equal("requests", server.counts().requests, 0)
}

pub(super) async fn http2(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor(HOST)?, ok)?;
    let transport = bench.transport_with(&authority.settings())?;
    for _ in 0..8 {
        answer(&*transport, get(&origin(&server))?).await?;
        equal("the version", server.last_request()?.version(), Version::HTTP_2)?;
    }
    equal("connections", server.counts().opened, 1)
}

pub(super) async fn http2_requests(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor(HOST)?, ok)?;
    let transport = bench.transport_with(&authority.settings())?;
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
        answer(&*transport, request).await?;
        let seen = server.last_request()?;
        equal("the method", seen.method(), &method)?;
        equal_body(seen.body(), &body)?;
        same_headers(&seen, &headers)?;
    }
    Ok(())
}

pub(super) async fn http2_large_body(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let body = pattern(3 * MIB);
    let expected = body.clone();
    let handler = move |_: &_| reply(StatusCode::OK, body.clone());
    let server = Server::https(bench, authority.acceptor(HOST)?, handler)?;
    let transport = bench.transport_with(&authority.settings())?;
    for _ in 0..2 {
        let answer = answer(&*transport, get(&origin(&server))?).await?;
        equal_body(answer.body(), &expected)?;
    }
    Ok(())
}

pub(super) async fn http2_time(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor(HOST)?, |_| Reply::Silence)?;
    let transport = bench.transport_with(&authority.settings())?;
    // A call without a limit makes the connection, so that the time is up within the exchange.
    let call = async {
        let outcome = send(&*transport, secret(&origin(&server))?).await;
        Err(format!("the call ended by itself: {outcome:?}").into())
    };
    let limited = async {
        server.until(|counts| counts.requests == 1).await?;
        let request = limit(secret(&origin(&server))?, |context| context.timeout = Some(SOON));
        failure(&*transport, request, |kind| kind == TransportErrorKind::Timeout).await?;
        bench.within(server.until(|counts| counts.abandoned == 1)).await?
    };
    or(call, limited).await
}

pub(super) async fn http2_dropped(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let server = Server::https(bench, authority.acceptor(HOST)?, |_| Reply::Silence)?;
    let transport = bench.transport_with(&authority.settings())?;
    let call = async {
        let outcome = send(&*transport, secret(&origin(&server))?).await;
        Err(format!("the call ended by itself: {outcome:?}").into())
    };
    or(call, server.until(|counts| counts.requests == 1)).await?;
    bench.within(server.until(|counts| counts.abandoned == 1)).await?
}
