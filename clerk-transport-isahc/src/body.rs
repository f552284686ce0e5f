//! Bodies: one that can be sent once, and one read within its limit.

use bytes::Bytes;
use clerk_core::{Received, RequestContext, TransportError};
use futures_lite::io::{AsyncReadExt, Cursor};
use http::response::Parts;
use isahc::AsyncBody;

use crate::error::from_io;

/// The most that is set aside on the word of a `Content-Length` alone.
const TRUSTED: u64 = 1 << 20;

/// A body that curl cannot rewind, and so cannot send again.
pub(crate) fn once(body: Bytes) -> AsyncBody {
    let length = length(&body);
    AsyncBody::from_reader_sized(Cursor::new(body), length)
}

pub(crate) async fn read(
    head: &Parts,
    body: AsyncBody,
    context: &RequestContext,
) -> Result<Bytes, TransportError> {
    let mut bytes = Vec::new();
    match read_into(&mut bytes, head, body, context).await {
        Ok(()) => Ok(bytes.into()),
        Err(error) => Err(error.with_received(Received::body(head.status, length(&bytes)))),
    }
}

async fn read_into(
    bytes: &mut Vec<u8>,
    head: &Parts,
    body: AsyncBody,
    context: &RequestContext,
) -> Result<(), TransportError> {
    RequestContext::check_head(&head.headers)?;
    let announced = body.len().unwrap_or(0);
    context.check_body(announced)?;
    // Room to spare, because the end of the body is noticed by reading once more.
    let capacity = announced.min(TRUSTED).saturating_add(32);
    bytes.reserve(usize::try_from(capacity).unwrap_or(0));
    let most = context.max_response_bytes.unwrap_or(u64::MAX).saturating_add(1);
    let read = body.take(most).read_to_end(bytes).await;
    context.check_body(length(bytes))?;
    read.map_err(from_io)?;
    Ok(())
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
