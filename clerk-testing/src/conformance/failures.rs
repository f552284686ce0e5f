//! Exchanges without a whole answer.

use clerk_core::{
    TransportErrorKind,
    http::{Method, StatusCode},
};

use super::{
    bench::{Bench, Outcome, answer, equal, failure, get, request, secret, send, unused_origin},
    server::{Server, reply},
};

pub(super) async fn refused(bench: &Bench) -> Outcome {
    let transport = bench.transport()?;
    failure(&*transport, secret(&unused_origin()?)?, is_connect).await
}

pub(super) async fn unresolvable(bench: &Bench) -> Outcome {
    // The domain is reserved for names that never resolve: RFC 6761, section 6.4.
    let transport = bench.transport()?;
    failure(&*transport, secret("http://name.invalid")?, is_connect).await
}

fn is_connect(kind: TransportErrorKind) -> bool {
    kind == TransportErrorKind::Connect
}

pub(super) async fn closed(bench: &Bench) -> Outcome {
    ends_with(bench, "", &[TransportErrorKind::Interrupted]).await
}

pub(super) async fn cut_short(bench: &Bench) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    ends_with(bench, text, &[TransportErrorKind::Interrupted]).await
}

pub(super) async fn cut_short_in_chunks(bench: &Bench) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    ends_with(bench, text, &[TransportErrorKind::Interrupted]).await
}

pub(super) async fn not_http(bench: &Bench) -> Outcome {
    let text = "220 mail.example ESMTP ready\r\n";
    ends_with(bench, text, &[TransportErrorKind::Protocol]).await
}

pub(super) async fn broken_chunk(bench: &Bench) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\nhalf\r\n";
    // Some libraries know only that there is no more of the body to be had.
    let expected = [TransportErrorKind::Protocol, TransportErrorKind::Interrupted];
    ends_with(bench, text, &expected).await
}

/// Gets `text` and then the connection's end. The request has to arrive once.
async fn ends_with(bench: &Bench, text: &'static str, expected: &[TransportErrorKind]) -> Outcome {
    let server = Server::raw(bench, move |mut peer| async move {
        peer.request().await?;
        peer.write(text).await
    })?;
    let transport = bench.transport()?;
    failure(&*transport, secret(&server.origin())?, |kind| expected.contains(&kind)).await?;
    equal("requests", server.counts().requests, 1)
}

pub(super) async fn reset(bench: &Bench) -> Outcome {
    let texts =
        ["", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"];
    for text in texts {
        let server = Server::raw(bench, move |mut peer| async move {
            peer.request().await?;
            peer.write(text).await?;
            peer.reset()
        })?;
        let transport = bench.transport()?;
        let is_expected = |kind| kind == TransportErrorKind::Interrupted;
        failure(&*transport, secret(&server.origin())?, is_expected).await?;
        equal("requests", server.counts().requests, 1)?;
    }
    Ok(())
}

pub(super) async fn no_retry_on_status(bench: &Bench) -> Outcome {
    let server = Server::http(bench, |_| reply(StatusCode::SERVICE_UNAVAILABLE, ""))?;
    let transport = bench.transport()?;
    answer(&*transport, get(&server.origin())?).await?;
    equal("requests", server.counts().requests, 1)
}

pub(super) async fn no_retry(bench: &Bench) -> Outcome {
    closes(bench, 0).await
}

pub(super) async fn no_retry_on_reuse(bench: &Bench) -> Outcome {
    closes(bench, 1).await
}

/// The first connection answers so many requests, reads one more and closes. All later
/// connections answer, so that a request which is sent again is noticed.
async fn closes(bench: &Bench, answered: usize) -> Outcome {
    // A library may send a safe method again, of which the server takes no notice: RFC 9110,
    // section 9.2.2.
    let calls = [
        (Method::DELETE, ""),
        (Method::POST, ""),
        (Method::POST, "private-body"),
        (Method::PATCH, "private-body"),
    ];
    for (method, body) in calls {
        let server = Server::raw(bench, move |mut peer| async move {
            for nth in 0.. {
                peer.request().await?;
                if peer.nth == 0 && nth == answered {
                    break;
                }
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await?;
            }
            Ok(())
        })?;
        let uri = format!("{}/private-path", server.origin());
        let transport = bench.transport()?;
        for _ in 0..answered {
            answer(&*transport, request(method.clone(), &uri, body)?).await?;
        }
        // On a connection of its own the call is as good as on a reused one.
        let outcome = send(&*transport, request(method.clone(), &uri, body)?).await;
        let counts = server.counts();
        equal(&format!("{method} requests"), counts.requests, answered + 1)?;
        if counts.opened == 1 {
            let error = outcome.err().ok_or("there is an answer")?;
            equal("the error", error.kind(), TransportErrorKind::Interrupted)?;
        }
    }
    Ok(())
}
