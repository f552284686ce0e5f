//! Converts hyper's errors.

use std::{error::Error as StdError, io, iter};

use bytes::Bytes;
use clerk_core::error::{Received, TransportError, TransportErrorKind};
use http::Request;
use http_body_util::Full;
use hyper::client::conn::TrySendError;

/// An exchange that failed.
pub(crate) enum Failure {
    /// The connection ended before the request was sent.
    Unsent(hyper::Error),
    Failed(TransportError),
}

impl Failure {
    /// Puts the request back if it was not sent.
    pub(crate) fn new(
        mut failure: TrySendError<Request<Full<Bytes>>>,
        request: &mut Request<Full<Bytes>>,
    ) -> Self {
        let unsent = failure.take_message();
        let cause = failure.into_error();
        match unsent {
            Some(unsent) => {
                *request = unsent;
                Self::Unsent(cause)
            }
            None => Self::Failed(before_headers(cause)),
        }
    }

    pub(crate) fn into_error(self) -> TransportError {
        match self {
            Self::Unsent(cause) => {
                TransportError::new(TransportErrorKind::Connect).with_source(cause)
            }
            Self::Failed(error) => error,
        }
    }
}

impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        Self::Failed(error)
    }
}

/// Converts an error from before the headers of a response.
fn before_headers(error: hyper::Error) -> TransportError {
    let error = of_exchange(error);
    if error.kind().is_unsent() { error } else { error.with_received(Received::Nothing) }
}

/// Converts an error of an exchange.
pub(crate) fn of_exchange(error: hyper::Error) -> TransportError {
    TransportError::new(kind(&error)).with_source(error)
}

fn kind(error: &hyper::Error) -> TransportErrorKind {
    // hyper's only timeout is that of a ping: the connection is dead.
    if error.is_timeout() {
        return TransportErrorKind::Interrupted;
    }
    if error.is_parse() {
        // hyper has a method for this, but only if its server feature is on.
        return of_invalid(error.to_string() == "message head is too large");
    }
    for cause in iter::successors(error.source(), |&cause| cause.source()) {
        if let Some(error) = cause.downcast_ref() {
            return of_http2(error);
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return match error.kind() {
                // Invalid framing of the body, such as a chunk without a size.
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                    of_invalid(error.to_string().starts_with("chunk trailers "))
                }
                _ => TransportErrorKind::Interrupted,
            };
        }
    }
    // hyper blames the user too if a connection ends while a request waits for its stream. hyper does not
    // tell whether it was sent.
    if error.is_user() && error.to_string() != "dispatch task is gone" {
        TransportErrorKind::Request
    } else {
        TransportErrorKind::Interrupted
    }
}

fn of_invalid(is_too_large: bool) -> TransportErrorKind {
    if is_too_large { TransportErrorKind::HeadTooLarge } else { TransportErrorKind::Protocol }
}

fn of_http2(error: &h2::Error) -> TransportErrorKind {
    if !error.is_library() {
        return TransportErrorKind::Interrupted;
    }
    // h2 closes the connection with this reason if headers far exceed its limit.
    of_invalid(error.reason() == Some(h2::Reason::ENHANCE_YOUR_CALM))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::{
        future::Future,
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering::Relaxed},
        },
    };

    use hyper::{client::conn::http2, rt::Executor};
    use hyper_util::rt::TokioIo;
    use tokio::io::duplex;

    use super::*;

    /// Runs the first task of a connection, and drops the others.
    #[derive(Clone, Default)]
    struct First(Arc<AtomicBool>);

    impl<F: Future<Output: Send> + Send + 'static> Executor<F> for First {
        fn execute(&self, task: F) {
            if !self.0.swap(true, Relaxed) {
                tokio::spawn(task);
            }
        }
    }

    #[tokio::test]
    async fn a_request_whose_task_is_gone_is_interrupted() {
        let (client, _server) = duplex(1 << 20);
        let handshake = http2::Builder::new(First::default()).handshake(TokioIo::new(client));
        let (mut sender, connection) = handshake.await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::get("https://server.example/").body(Full::default()).unwrap();
        let failure = sender.try_send_request(std::mem::take(&mut request)).await.unwrap_err();
        let error = Failure::new(failure, &mut request).into_error();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted);
        assert_eq!(error.source().unwrap().to_string(), "dispatch task is gone");
    }
}
