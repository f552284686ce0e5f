//! Reads the body of an answer within its limit.

use bytes::{Bytes, BytesMut};
use clerk_core::{Received, RequestContext, TransportError};
use http::{HeaderMap, HeaderValue};

use crate::error::from_reqwest;

/// The most that is set aside on the word of a `Content-Length` alone.
const TRUSTED: u64 = 1 << 20;

/// Reads the body. `received` says how much of it is there, also when it ends in an error or not at
/// all.
pub(crate) async fn read(
    answer: &mut reqwest::Response,
    context: &RequestContext,
    received: &mut Received,
) -> Result<Bytes, TransportError> {
    *received = Received::body(answer.status(), 0);
    RequestContext::check_head(answer.headers())?;
    let announced = answer.content_length().unwrap_or(0);
    context.check_body(announced)?;
    let mut bytes = 0;
    let Some(first) = next(answer, context, &mut bytes, received).await? else {
        return Ok(Bytes::new());
    };
    let mut second = None;
    if bytes >= announced {
        second = next(answer, context, &mut bytes, received).await?;
        if second.is_none() {
            return Ok(first);
        }
    }
    let capacity = announced.min(TRUSTED).max(bytes);
    let mut body = BytesMut::with_capacity(usize::try_from(capacity).unwrap_or(0));
    // hyper would set another buffer aside for what follows if anything were kept of the one that
    // it has read into.
    copy_values(answer.headers_mut());
    for chunk in [Some(first), second].into_iter().flatten() {
        body.extend_from_slice(&chunk);
    }
    while let Some(chunk) = next(answer, context, &mut bytes, received).await? {
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Leaves the values as they are, but no longer slices of what was read.
fn copy_values(headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        if let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) {
            copy.set_sensitive(value.is_sensitive());
            *value = copy;
        }
    }
}

async fn next(
    answer: &mut reqwest::Response,
    context: &RequestContext,
    bytes: &mut u64,
    received: &mut Received,
) -> Result<Option<Bytes>, TransportError> {
    let chunk = answer.chunk().await.map_err(from_reqwest)?;
    if let Some(chunk) = &chunk {
        *bytes = bytes.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        *received = Received::body(answer.status(), *bytes);
        context.check_body(*bytes)?;
    }
    Ok(chunk)
}
