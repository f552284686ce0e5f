//! One attempt: a connection, the request, the whole response.
//!
//! The request is passed by reference, since each future would keep a copy of it.

use std::{io::Write, sync::Arc, time::Duration};

use bytes::Bytes;
use clerk_core::{
    error::{TransportError, TransportErrorKind},
    transport::{BodyReader, RequestContext},
};
use http::{HeaderValue, Method, Request, Response, header, response::Parts};
use http_body_util::Full;

use crate::{
    http1::Failure,
    pool::{Connection, Origin, Pool},
};

/// Room for the headers that are added here, and for those of the response, with which hyper fills the
/// same map. It grows once instead of twice.
const HEADERS: usize = 25;

/// Changes a request to the form that hyper takes.
pub(crate) fn prepare(mut request: Request<Bytes>) -> Request<Full<Bytes>> {
    let length = request.body().len();
    request.headers_mut().reserve(HEADERS);
    let may_have_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    // hyper adds no length if the body is empty, and takes more allocations otherwise.
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
    // Here, so that it is known when the deadline passes.
    let mut used = None;
    let connect_timeout = context.connect_timeout.unwrap_or(origin.connect_timeout());
    let attempt = attempt(&origin, request, connect_timeout, &mut reader, &mut used);
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
    connect_timeout: Duration,
    reader: &mut BodyReader,
    used: &mut Option<Connection>,
) -> impl Future<Output = Result<Parts, TransportError>> {
    async move {
        // Its server may have closed it meanwhile, which shows before the request is sent.
        loop {
            *used = origin.open_connection();
            let Some(connection) = used else { break };
            match connection.exchange(origin, request, reader).await {
                Err(Failure::Unsent(_)) => connection.retire(),
                outcome => return outcome.map_err(Failure::into_error),
            }
        }
        let connection = origin.next_connection().connection(connect_timeout).await?;
        let outcome = used.insert(connection).exchange(origin, request, reader).await;
        outcome.map_err(Failure::into_error)
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

    /// Keeps new exchanges away from a connection that others may use too.
    fn retire(&self) {
        if let Self::Http2(lease) = self {
            lease.retire();
        }
    }
}
