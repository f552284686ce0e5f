//! Checks of malicious response heads.

use clerk_core::{
    Bytes,
    http::{self, HeaderName, HeaderValue},
    transport::TransportErrorKind,
};

use super::{
    harness::{Harness, Outcome, error, fails_with, limit, secret},
    limits::SOON,
    secure,
    server::{Reply, Server},
};

pub(super) async fn too_many_headers(harness: &Harness) -> Outcome {
    too_large(harness, "x-bomb: 1\r\n").await
}

pub(super) async fn too_large_headers(harness: &Harness) -> Outcome {
    too_large(harness, "x-bomb: without end, ").await
}

/// Sends a head that repeats `text` without end.
async fn too_large(harness: &Harness, text: &'static str) -> Outcome {
    let server = endless(harness, "HTTP/1.1 200 OK\r\n", text)?;
    let request = secret(&server.origin())?;
    fails_with(&*harness.transport()?, request, &[TransportErrorKind::HeadTooLarge]).await?;
    harness.within(server.until(|counts| counts.closed == 1)).await?
}

pub(super) async fn informational_flood(harness: &Harness) -> Outcome {
    let early = "HTTP/1.1 103 Early Hints\r\nLink: </early>\r\n\r\n";
    let server = endless(harness, early, early)?;
    let request = limit(secret(&server.origin())?, |context| context.timeout = Some(SOON));
    // A library may count all informational responses as one head.
    let expected = [TransportErrorKind::Timeout, TransportErrorKind::HeadTooLarge];
    fails_with(&*harness.transport()?, request, &expected).await?;
    harness.within(server.until(|counts| counts.closed == 1)).await?
}

fn endless(harness: &Harness, first: &'static str, then: &'static str) -> Outcome<Server> {
    let many = Bytes::from(then.repeat(100));
    Server::raw(harness, move |mut peer| {
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

pub(super) async fn conflicting_lengths(harness: &Harness) -> Outcome {
    let server = Server::raw(harness, |mut peer| async move {
        peer.request().await?;
        let lengths = "Content-Length: 4\r\nContent-Length: 8\r\n";
        peer.write(format!("HTTP/1.1 200 OK\r\n{lengths}\r\nbodybody")).await
    })?;
    error(&*harness.transport()?, secret(&server.origin())?).await?;
    Ok(())
}

pub(super) async fn over_http2(harness: &Harness) -> Outcome {
    let (server, transport) = secure::trusting(harness, |request| {
        let mut response = http::Response::new(Bytes::new());
        if request.uri().path() == "/many" {
            for nth in 0..1_000 {
                let name = HeaderName::try_from(format!("x-bomb-{nth}"));
                name.into_iter().for_each(|name| {
                    response.headers_mut().insert(name, HeaderValue::from_static("1"));
                });
            }
        } else if let Ok(value) = HeaderValue::try_from("without end, ".repeat(100_000)) {
            response.headers_mut().insert("x-bomb", value);
        }
        Reply::Response(response)
    })?;
    // Some libraries report only that the stream or the connection ended.
    let expected = [
        TransportErrorKind::HeadTooLarge,
        TransportErrorKind::Protocol,
        TransportErrorKind::Interrupted,
    ];
    for path in ["/many", "/large"] {
        let mut request = secret(&secure::origin(&server))?;
        *request.uri_mut() = format!("{}{path}", secure::origin(&server)).parse()?;
        fails_with(&*transport, request, &expected).await?;
    }
    Ok(())
}
