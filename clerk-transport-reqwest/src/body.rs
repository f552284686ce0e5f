//! Reads the body of an answer within its limit.

use bytes::{Bytes, BytesMut};
use clerk_core::{Received, RequestContext, TransportError};

use crate::error::from_reqwest;

/// The most that is set aside on the word of a `Content-Length` alone.
const TRUSTED: u64 = 1 << 20;

pub(crate) async fn read(
    answer: &mut reqwest::Response,
    context: &RequestContext,
) -> Result<Bytes, TransportError> {
    let status = answer.status();
    let mut received = 0;
    let body = read_counted(answer, context, &mut received).await;
    body.map_err(|error| error.with_received(Received::body(status, received)))
}

async fn read_counted(
    answer: &mut reqwest::Response,
    context: &RequestContext,
    received: &mut u64,
) -> Result<Bytes, TransportError> {
    RequestContext::check_head(answer.headers())?;
    let announced = answer.content_length().unwrap_or(0);
    context.check_body(announced)?;
    let Some(first) = next(answer, context, received).await? else {
        return Ok(Bytes::new());
    };
    let Some(second) = next(answer, context, received).await? else {
        return Ok(first);
    };
    let capacity = announced.min(TRUSTED).max(*received);
    let mut body = BytesMut::with_capacity(usize::try_from(capacity).unwrap_or(0));
    body.extend_from_slice(&first);
    body.extend_from_slice(&second);
    while let Some(chunk) = next(answer, context, received).await? {
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

async fn next(
    answer: &mut reqwest::Response,
    context: &RequestContext,
    received: &mut u64,
) -> Result<Option<Bytes>, TransportError> {
    let chunk = answer.chunk().await.map_err(from_reqwest)?;
    if let Some(chunk) = &chunk {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        *received = received.saturating_add(length);
        context.check_body(*received)?;
    }
    Ok(chunk)
}
