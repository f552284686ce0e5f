//! What an error says of how much of the answer had arrived.

use std::time::Duration;

use clerk_core::{Received, TransportError, http::StatusCode};

use super::{
    bench::{Bench, Outcome, ensure, equal, fails, limit, secret, unused_origin},
    limits::SOON,
    server::Server,
};

/// The first four of ten bytes.
const HALF: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
const HALF_IN_CHUNKS: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";

/// What the size ends, and not the time.
const PLENTY: Duration = Duration::from_secs(20);

/// What the server does when it has written its text.
#[derive(Clone, Copy)]
enum End {
    /// Nothing, until this time is up for the client.
    Silence(Duration),
    Close,
}

pub(super) async fn not_sent(bench: &Bench) -> Outcome {
    let error = fails(&*bench.transport()?, secret(&unused_origin()?)?).await?;
    equal("what had arrived", error.received(), None)
}

pub(super) async fn nothing(bench: &Bench) -> Outcome {
    for text in ["", "HTTP/1.1 200 OK\r\nContent-"] {
        for end in [End::Silence(SOON), End::Close] {
            let error = error_after(bench, text, end).await?;
            equal("what had arrived", error.received(), Some(Received::Nothing))?;
        }
    }
    Ok(())
}

pub(super) async fn some_of_the_body(bench: &Bench) -> Outcome {
    let four = Some(Received::body(StatusCode::OK, 4));
    for text in [HALF, HALF_IN_CHUNKS] {
        let error = error_after(bench, text, End::Close).await?;
        equal("what had arrived", error.received(), four)?;
        // Where the machine is busy, so much takes longer to arrive.
        let mut stalled = None;
        for time in [SOON, SOON * 10, SOON * 100] {
            stalled = error_after(bench, text, End::Silence(time)).await?.received();
            if stalled == four {
                break;
            }
        }
        equal("what had arrived", stalled, four)?;
    }
    Ok(())
}

pub(super) async fn too_large(bench: &Bench) -> Outcome {
    // Some libraries tell of the headers only when the body begins.
    let announced = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n1";
    let error = error_after(bench, announced, End::Silence(PLENTY)).await?;
    equal("what had arrived", error.received(), Some(Received::body(StatusCode::OK, 0)))?;

    let chunk = "a\r\n0123456789\r\n".repeat(20);
    let grown = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
    let error = error_after(bench, grown, End::Silence(PLENTY)).await?;
    let right = matches!(
        error.received(),
        Some(Received::Body { status: StatusCode::OK, bytes: 101..=200, .. })
    );
    ensure(right, || format!("what had arrived: {:?}", error.received()))
}

/// How a call ends that gets `text` and no more, with a limit of 100 bytes.
async fn error_after(bench: &Bench, text: impl Into<String>, end: End) -> Outcome<TransportError> {
    let text = text.into();
    let server = Server::raw(bench, move |mut peer| {
        let text = text.clone();
        async move {
            peer.request().await?;
            peer.write(text).await?;
            match end {
                End::Silence(_) => peer.closed().await,
                End::Close => Ok(()),
            }
        }
    })?;
    let request = limit(secret(&server.origin())?, |context| {
        context.max_response_bytes = Some(100);
        if let End::Silence(time) = end {
            context.timeout = Some(time);
        }
    });
    fails(&*bench.transport()?, request).await
}
