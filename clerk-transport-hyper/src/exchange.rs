//! One attempt: a connection, the request, the whole response.

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

/// Sends `request` over a connection of `pool`.
pub(crate) async fn run(
    pool: &Pool,
    request: Request<Bytes>,
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
    mut request: Request<Bytes>,
    connect_timeout: Duration,
    reader: &mut BodyReader,
    used: &mut Option<Connection>,
) -> Result<Parts, TransportError> {
    add_length(&mut request);
    let request = request.map(Full::new);
    let open = origin.open_connection().await;
    let was_open = open.is_some();
    let connection = match open {
        Some(connection) => connection,
        None => origin.next_connection().connection(connect_timeout).await?,
    };
    let mut outcome = used.insert(connection).exchange(origin, request, reader).await;
    if was_open {
        if let Err(Failure::Unsent(request, _)) = outcome {
            *used = None;
            let connection = origin.next_connection().connection(connect_timeout).await?;
            outcome = used.insert(connection).exchange(origin, *request, reader).await;
        }
    }
    outcome.map_err(Failure::into_error)
}

impl Connection {
    async fn exchange(
        &mut self,
        origin: &Origin,
        mut request: Request<Full<Bytes>>,
        reader: &mut BodyReader,
    ) -> Result<Parts, Failure> {
        match self {
            Self::Http1(connection) => {
                connection.prepare(&mut request, origin.host());
                connection.exchange(request, reader).await
            }
            Self::Http2(lease) => lease.exchange(request, reader).await,
        }
    }
}

/// Adds the length of the body. hyper adds none if it is empty, and takes more allocations otherwise.
fn add_length(request: &mut Request<Bytes>) {
    let length = request.body().len();
    let has_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    if length > 0 || has_body {
        let value = match length {
            0 => HeaderValue::from_static("0"),
            _ => match HeaderValue::try_from(length.to_string()) {
                Ok(value) => value,
                Err(_) => return,
            },
        };
        request.headers_mut().insert(header::CONTENT_LENGTH, value);
    }
}
