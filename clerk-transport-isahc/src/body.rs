//! Bodies: one that can be sent once, and one read within its limit.

use bytes::Bytes;
use clerk_core::{RequestContext, TransportError};
use futures_lite::io::{AsyncReadExt, Cursor};
use isahc::AsyncBody;

use crate::error::from_io;

/// The most that is set aside on the word of a `Content-Length` alone.
const TRUSTED: u64 = 1 << 20;

/// A body that curl cannot rewind, and so cannot send again.
pub(crate) fn once(body: Bytes) -> AsyncBody {
    let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
    AsyncBody::from_reader_sized(Cursor::new(body), length)
}

pub(crate) async fn read(
    body: AsyncBody,
    context: &RequestContext,
) -> Result<Bytes, TransportError> {
    let announced = body.len().unwrap_or(0);
    context.check_body(announced)?;
    // Room to spare, because the end of the body is noticed by reading once more.
    let capacity = announced.min(TRUSTED).saturating_add(32);
    let mut bytes = Vec::with_capacity(usize::try_from(capacity).unwrap_or(0));
    let most = context.max_response_bytes.unwrap_or(u64::MAX).saturating_add(1);
    let read = body.take(most).read_to_end(&mut bytes).await;
    context.check_body(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    read.map_err(from_io)?;
    Ok(bytes.into())
}
