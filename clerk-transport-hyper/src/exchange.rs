//! One attempt: a connection, the request, the whole response.
//!
//! The request is passed by reference, since each `async fn` would keep a copy of it in the future.

use std::{sync::Arc, time::Duration};

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

/// Changes a request to the form that hyper takes.
pub(crate) fn prepare(mut request: Request<Bytes>) -> Request<Full<Bytes>> {
    let length = request.body().len();
    let may_have_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    // hyper adds no length if the body is empty, and takes more allocations otherwise.
    if length > 0 || may_have_body {
        if let Ok(length) = HeaderValue::try_from(length.to_string()) {
            request.headers_mut().insert(header::CONTENT_LENGTH, length);
        }
    }
    request.map(Full::new)
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
            if let Some(Connection::Http2(lease)) = used {
                lease.retire();
            }
            let timeout = TransportError::new(TransportErrorKind::Timeout);
            Err(timeout.with_received(reader.received()))
        }
    }
}

async fn attempt(
    origin: &Arc<Origin>,
    request: &mut Request<Full<Bytes>>,
    connect_timeout: Duration,
    reader: &mut BodyReader,
    used: &mut Option<Connection>,
) -> Result<Parts, TransportError> {
    if let Some(connection) = origin.open_connection().await {
        match used.insert(connection).exchange(origin, request, reader).await {
            // It may be sent again, once.
            Err(Failure::Unsent(_)) => *used = None,
            outcome => return outcome.map_err(Failure::into_error),
        }
    }
    let connection = origin.next_connection().connection(connect_timeout).await?;
    let outcome = used.insert(connection).exchange(origin, request, reader).await;
    outcome.map_err(Failure::into_error)
}

impl Connection {
    async fn exchange(
        &mut self,
        origin: &Origin,
        request: &mut Request<Full<Bytes>>,
        reader: &mut BodyReader,
    ) -> Result<Parts, Failure> {
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
