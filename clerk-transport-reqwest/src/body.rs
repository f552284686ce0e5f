//! Reads the body of an answer within its limit.

use bytes::{Bytes, BytesMut};
use clerk_core::{RequestContext, TransportError};

use crate::error::from_reqwest;

/// The most that is set aside on the word of a `Content-Length` alone.
const TRUSTED: u64 = 1 << 20;

pub(crate) async fn read(
    answer: &mut reqwest::Response,
    context: &RequestContext,
) -> Result<Bytes, TransportError> {
    let announced = answer.content_length().unwrap_or(0);
    context.check_body(announced)?;
    let Some(first) = next(answer).await? else {
        return Ok(Bytes::new());
    };
    context.check_body(length(&first))?;
    let Some(second) = next(answer).await? else {
        return Ok(first);
    };
    let capacity = announced.min(TRUSTED).max(length(&first));
    let mut body = BytesMut::with_capacity(usize::try_from(capacity).unwrap_or(0));
    body.extend_from_slice(&first);
    let mut chunk = second;
    loop {
        context.check_body(length(&body).saturating_add(length(&chunk)))?;
        body.extend_from_slice(&chunk);
        match next(answer).await? {
            Some(more) => chunk = more,
            None => return Ok(body.freeze()),
        }
    }
}

async fn next(answer: &mut reqwest::Response) -> Result<Option<Bytes>, TransportError> {
    answer.chunk().await.map_err(from_reqwest)
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
