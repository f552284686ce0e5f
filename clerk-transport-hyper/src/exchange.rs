//! One attempt: a connection, the request, the whole response.
//!
//! The request is passed by reference, because each future would keep a copy of it.

use std::{io::Write, sync::Arc, time::Duration};

use bytes::Bytes;
use clerk_core::{
    error::{TransportError, TransportErrorKind},
    transport::{BodyReader, RequestContext},
};
use http::{HeaderValue, Method, Request, Response, header, response::Parts};
use http_body_util::Full;
use tokio::task::yield_now;

use crate::{
    error::Failure,
    pool::{Connection, Origin, Pool},
};

/// The capacity for the headers added here and for those of the response, which hyper puts into the
/// same map. The map then grows once instead of twice.
const HEADERS: usize = 25;

/// The number of concurrent calls from which a call over HTTP/1.1 yields to ready calls before it
/// writes. All of them then read first and write afterwards. With 8 or 64 concurrent calls, this
/// saves a fifth of a call's CPU time. Over HTTP/2, another task writes.
const CROWD: usize = 4;

/// The most connections that an exchange waits for, if the server closes each before the request is
/// sent.
const MOST_WAITS: u8 = 2;

/// Converts a request to the form that hyper takes.
pub(crate) fn prepare(mut request: Request<Bytes>) -> Request<Full<Bytes>> {
    let length = request.body().len();
    request.headers_mut().reserve(HEADERS);
    let may_have_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    // hyper adds no length for an empty body, and needs more allocations to add one.
    if length > 0 || may_have_body {
        if let Some(length) = decimal(length) {
            request.headers_mut().insert(header::CONTENT_LENGTH, length);
        }
    }
    request.map(Full::new)
}

/// Returns `number` as the value of a header. The conversions of `http` allocate twice.
fn decimal(number: usize) -> Option<HeaderValue> {
    let mut digits = [0; 20];
    let mut rest = digits.as_mut_slice();
    write!(rest, "{number}").ok()?;
    let unused = rest.len();
    let used = digits.len().checked_sub(unused)?;
    HeaderValue::from_bytes(digits.get(..used)?).ok()
}

/// Sends `request` over a connection of `pool`.
pub(crate) async fn run(
    pool: &Pool,
    request: &mut Request<Full<Bytes>>,
    context: &RequestContext,
) -> Result<Response<Bytes>, TransportError> {
    let origin = pool.origin(request.uri())?;
    let mut reader = BodyReader::new(context);
    // Declared here, so that it is still known when the deadline passes.
    let mut used = None;
    let attempt = attempt(&origin, request, context.connect_timeout, &mut reader, &mut used);
    let limit = context.timeout.unwrap_or(Duration::MAX);
    match tokio::time::timeout(limit, attempt).await {
        Ok(Ok(parts)) => {
            if let Some(Connection::Http1(connection)) = used {
                origin.put(connection);
            }
            Ok(Response::from_parts(parts, reader.finish()))
        }
        Ok(Err(error)) => Err(error),
        Err(_) => {
            if let Some(connection) = used {
                connection.retire();
            }
            let timeout = TransportError::new(TransportErrorKind::Timeout);
            Err(timeout.with_received(reader.received()))
        }
    }
}

#[allow(clippy::manual_async_fn, reason = "an async fn keeps its arguments twice")]
fn attempt(
    origin: &Arc<Origin>,
    request: &mut Request<Full<Bytes>>,
    connect_timeout: Option<Duration>,
    reader: &mut BodyReader,
    used: &mut Option<Connection>,
) -> impl Future<Output = Result<Parts, TransportError>> {
    async move {
        let mut waits = 0;
        loop {
            let connection = match origin.open_connection() {
                Some(connection) => connection,
                None => {
                    waits += 1;
                    origin.next_connection(connect_timeout).await?
                }
            };
            let connection = used.insert(connection);
            // The pool has the origin too.
            if Arc::strong_count(origin) > CROWD && matches!(connection, Connection::Http1(_)) {
                yield_now().await;
            }
            match connection.exchange(origin, request, reader).await {
                // The server has closed it in the meantime.
                Err(Failure::Unsent(_)) if waits < MOST_WAITS => connection.retire(),
                outcome => return outcome.map_err(Failure::into_error),
            }
        }
    }
}

impl Connection {
    #[allow(clippy::manual_async_fn, reason = "an async fn keeps its arguments twice")]
    fn exchange(
        &mut self,
        origin: &Origin,
        request: &mut Request<Full<Bytes>>,
        reader: &mut BodyReader,
    ) -> impl Future<Output = Result<Parts, Failure>> {
        async move {
            match self {
                Self::Http1(connection) => {
                    connection.prepare(request, origin.host());
                    connection.exchange(request, reader).await
                }
                Self::Http2(lease) => {
                    origin.complete(request.uri_mut());
                    lease.exchange(request, reader).await
                }
            }
        }
    }

    /// Keeps new exchanges away from a connection that others may share.
    fn retire(&self) {
        if let Self::Http2(lease) = self {
            lease.retire();
        }
    }
}
