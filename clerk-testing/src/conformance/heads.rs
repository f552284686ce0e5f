//! Heads of answers that nobody would send in good faith.

use clerk_core::{
    Bytes, TransportErrorKind,
    http::{self, HeaderName, HeaderValue},
};

use super::{
    bench::{Bench, Outcome, fails, failure, limit, secret},
    limits::SOON,
    secure,
    server::{Reply, Server},
    tls::Authority,
};

pub(super) async fn too_many_headers(bench: &Bench) -> Outcome {
    too_large(bench, "x-bomb: 1\r\n").await
}

pub(super) async fn too_large_headers(bench: &Bench) -> Outcome {
    too_large(bench, "x-bomb: without end, ").await
}

/// Gets a head with `text` over and over.
async fn too_large(bench: &Bench, text: &'static str) -> Outcome {
    let server = endless(bench, "HTTP/1.1 200 OK\r\n", text)?;
    let request = secret(&server.origin())?;
    let is_expected = |kind| kind == TransportErrorKind::HeadTooLarge;
    failure(&*bench.transport()?, request, is_expected).await?;
    bench.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn informational_flood(bench: &Bench) -> Outcome {
    let early = "HTTP/1.1 103 Early Hints\r\nLink: </early>\r\n\r\n";
    let server = endless(bench, early, early)?;
    let request = limit(secret(&server.origin())?, |context| context.timeout = Some(SOON));
    // A library may count all of them as one head.
    let expected = [TransportErrorKind::Timeout, TransportErrorKind::HeadTooLarge];
    failure(&*bench.transport()?, request, |kind| expected.contains(&kind)).await?;
    bench.within(server.until(|counts| counts.closed == 1)).await?
}

fn endless(bench: &Bench, first: &'static str, then: &'static str) -> Outcome<Server> {
    let many = Bytes::from(then.repeat(100));
    Server::raw(bench, move |mut peer| {
        let many = many.clone();
        async move {
            peer.request().await?;
            peer.write(first).await?;
            loop {
                peer.write(&many).await?;
            }
        }
    })
}

pub(super) async fn conflicting_lengths(bench: &Bench) -> Outcome {
    let server = Server::raw(bench, |mut peer| async move {
        peer.request().await?;
        let lengths = "Content-Length: 4\r\nContent-Length: 8\r\n";
        peer.write(format!("HTTP/1.1 200 OK\r\n{lengths}\r\nbodybody")).await
    })?;
    fails(&*bench.transport()?, secret(&server.origin())?).await?;
    Ok(())
}

pub(super) async fn over_http2(bench: &Bench) -> Outcome {
    let authority = Authority::new()?;
    let acceptor = authority.acceptor(secure::HOST)?;
    let server = Server::https(bench, acceptor, |request| {
        let mut answer = http::Response::new(Bytes::new());
        if request.uri().path() == "/many" {
            for nth in 0..1_000 {
                let name = HeaderName::try_from(format!("x-bomb-{nth}"));
                name.into_iter().for_each(|name| {
                    answer.headers_mut().insert(name, HeaderValue::from_static("1"));
                });
            }
        } else if let Ok(value) = HeaderValue::try_from("without end, ".repeat(100_000)) {
            answer.headers_mut().insert("x-bomb", value);
        }
        Reply::Answer(answer)
    })?;
    let transport = bench.transport_with(&authority.settings())?;
    // Some libraries know only that the stream or the connection ended.
    let expected = [
        TransportErrorKind::HeadTooLarge,
        TransportErrorKind::Protocol,
        TransportErrorKind::Interrupted,
    ];
    for path in ["/many", "/large"] {
        let mut request = secret(&secure::origin(&server))?;
        *request.uri_mut() = format!("{}{path}", secure::origin(&server)).parse()?;
        failure(&*transport, request, |kind| expected.contains(&kind)).await?;
    }
    Ok(())
}
