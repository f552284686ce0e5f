//! Checks of how much of a response an error reports as received.

use std::time::Duration;

use clerk_core::{
    http::StatusCode,
    transport::{Received, TransportError},
};

use super::{
    harness::{Harness, Outcome, ensure, equal, error, limit, secret, unused_origin},
    limits::SOON,
    server::Server,
};

/// A response with the first four of ten bytes.
const HALF: &str = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
const HALF_IN_CHUNKS: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";

/// Long enough that the body limit ends the call.
const LONG: Duration = Duration::from_secs(20);

/// The server's behavior after it has written its text.
#[derive(Clone, Copy)]
enum End {
    /// Sends nothing more until the client times out after this time.
    Silence(Duration),
    Close,
}

pub(super) async fn not_sent(harness: &Harness) -> Outcome {
    let error = error(&*harness.transport()?, secret(&unused_origin()?)?).await?;
    equal("received", error.received(), None)
}

pub(super) async fn nothing(harness: &Harness) -> Outcome {
    for text in ["", "HTTP/1.1 200 OK\r\nContent-"] {
        for end in [End::Silence(SOON), End::Close] {
            let error = error_after(harness, text, end).await?;
            equal("received", error.received(), Some(Received::Nothing))?;
        }
    }
    Ok(())
}

pub(super) async fn some_of_the_body(harness: &Harness) -> Outcome {
    let four = Some(Received::body(StatusCode::OK, 4));
    for text in [HALF, HALF_IN_CHUNKS] {
        let error = error_after(harness, text, End::Close).await?;
        equal("received", error.received(), four)?;
        // On a busy machine the four bytes may take longer to arrive.
        let mut stalled = None;
        for time in [SOON, SOON * 10, SOON * 100] {
            stalled = error_after(harness, text, End::Silence(time)).await?.received();
            if stalled == four {
                break;
            }
        }
        equal("received", stalled, four)?;
    }
    Ok(())
}

pub(super) async fn too_large(harness: &Harness) -> Outcome {
    // Some libraries return the headers only when the body begins.
    let announced = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n1";
    let error = error_after(harness, announced, End::Silence(LONG)).await?;
    equal("received", error.received(), Some(Received::body(StatusCode::OK, 0)))?;

    let chunk = "a\r\n0123456789\r\n".repeat(20);
    let grown = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}");
    let error = error_after(harness, grown, End::Silence(LONG)).await?;
    let right = matches!(
        error.received(),
        Some(Received::Body { status: StatusCode::OK, bytes: 101..=200, .. })
    );
    ensure(right, || format!("received: {:?}", error.received()))
}

/// Returns the error of a call that receives only `text`, with a body limit of 100 bytes.
async fn error_after(
    harness: &Harness,
    text: impl Into<String>,
    end: End,
) -> Outcome<TransportError> {
    let text = text.into();
    let server = Server::raw(harness, move |mut peer| {
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
    error(&*harness.transport()?, request).await
}
