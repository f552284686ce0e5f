//! Checks of exchanges without a complete response.

use clerk_core::{
    http::{Method, StatusCode},
    transport::TransportErrorKind,
};

use super::{
    harness::{
        Harness, Outcome, equal, fails_with, get, request, response, secret, send, unused_origin,
    },
    server::{Server, reply},
};

pub(super) async fn refused(harness: &Harness) -> Outcome {
    let transport = harness.transport()?;
    fails_with(&*transport, secret(&unused_origin()?)?, &[TransportErrorKind::Connect]).await
}

pub(super) async fn unresolvable(harness: &Harness) -> Outcome {
    // The domain `invalid` never resolves: RFC 6761, section 6.4.
    let transport = harness.transport()?;
    fails_with(&*transport, secret("http://name.invalid")?, &[TransportErrorKind::Connect]).await
}

pub(super) async fn closed(harness: &Harness) -> Outcome {
    ends_with(harness, "", &[TransportErrorKind::Interrupted]).await
}

pub(super) async fn short_body(harness: &Harness) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    ends_with(harness, text, &[TransportErrorKind::Interrupted]).await
}

pub(super) async fn missing_last_chunk(harness: &Harness) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
    ends_with(harness, text, &[TransportErrorKind::Interrupted]).await
}

pub(super) async fn not_http(harness: &Harness) -> Outcome {
    let text = "220 mail.example ESMTP ready\r\n";
    ends_with(harness, text, &[TransportErrorKind::Protocol]).await
}

pub(super) async fn invalid_chunk(harness: &Harness) -> Outcome {
    let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\nhalf\r\n";
    // Some libraries report only that the body is incomplete.
    let expected = [TransportErrorKind::Protocol, TransportErrorKind::Interrupted];
    ends_with(harness, text, &expected).await
}

/// Closes the connection after `text`. The request must arrive exactly once.
async fn ends_with(
    harness: &Harness,
    text: &'static str,
    expected: &[TransportErrorKind],
) -> Outcome {
    let server = Server::raw(harness, move |mut peer| async move {
        peer.request().await?;
        peer.write(text).await
    })?;
    let transport = harness.transport()?;
    fails_with(&*transport, secret(&server.origin())?, expected).await?;
    equal("requests", server.counts().requests, 1)
}

pub(super) async fn reset(harness: &Harness) -> Outcome {
    let texts =
        ["", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"];
    for text in texts {
        let server = Server::raw(harness, move |mut peer| async move {
            peer.request().await?;
            peer.write(text).await?;
            peer.reset()
        })?;
        let expected = [TransportErrorKind::Interrupted];
        fails_with(&*harness.transport()?, secret(&server.origin())?, &expected).await?;
        equal("requests", server.counts().requests, 1)?;
    }
    Ok(())
}

pub(super) async fn no_retry_on_status(harness: &Harness) -> Outcome {
    let server = Server::http(harness, |_| reply(StatusCode::SERVICE_UNAVAILABLE, ""))?;
    let transport = harness.transport()?;
    response(&*transport, get(&server.origin())?).await?;
    equal("requests", server.counts().requests, 1)
}

pub(super) async fn no_retry(harness: &Harness) -> Outcome {
    closes(harness, 0).await
}

pub(super) async fn no_retry_on_reuse(harness: &Harness) -> Outcome {
    closes(harness, 1).await
}

/// Responds to `responses` requests on the first connection, reads one more and closes it. Later
/// connections respond, so a retried request is detected.
async fn closes(harness: &Harness, responses: usize) -> Outcome {
    // A library may retry a safe method on its own: RFC 9110, section 9.2.2.
    let calls = [
        (Method::DELETE, ""),
        (Method::POST, ""),
        (Method::POST, "private-body"),
        (Method::PATCH, "private-body"),
    ];
    for (method, body) in calls {
        let server = Server::raw(harness, move |mut peer| async move {
            for nth in 0.. {
                peer.request().await?;
                if peer.nth == 0 && nth == responses {
                    break;
                }
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await?;
            }
            Ok(())
        })?;
        let uri = format!("{}/private-path", server.origin());
        let transport = harness.transport()?;
        for _ in 0..responses {
            response(&*transport, request(method.clone(), &uri, body)?).await?;
        }
        // The transport may also use a new connection for this call.
        let outcome = send(&*transport, request(method.clone(), &uri, body)?).await;
        let counts = server.counts();
        equal(&format!("{method} requests"), counts.requests, responses + 1)?;
        if counts.opened == 1 {
            let error = outcome.err().ok_or("unexpected response")?;
            equal("the error", error.kind(), TransportErrorKind::Interrupted)?;
        }
    }
    Ok(())
}
