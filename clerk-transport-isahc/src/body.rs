//! Request and response bodies.

use std::io;

use bytes::Bytes;
use clerk_core::transport::{BodyReader, RequestContext, TransportError};
use futures_lite::io::{AsyncReadExt, Cursor};
use http::response::Parts;
use isahc::AsyncBody;

use crate::error::from_io;

/// The size of one read, in bytes.
const CHUNK: u64 = 16 << 10;

/// Creates a body that curl cannot rewind, and therefore cannot send again.
pub(crate) fn once(body: Bytes) -> AsyncBody {
    let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
    AsyncBody::from_reader_sized(Cursor::new(body), length)
}

/// Reads the whole body within the call's limits.
pub(crate) async fn read(
    head: &Parts,
    body: &mut AsyncBody,
    context: &RequestContext,
) -> Result<Bytes, TransportError> {
    let mut reader = BodyReader::new(context);
    reader.head(head.status, &head.headers, body.len())?;
    // One byte more than announced, because only another read shows the end of the body.
    let size = body.len().map_or(CHUNK, |length| length.saturating_add(1).min(CHUNK));
    let mut chunk = vec![0; usize::try_from(size).unwrap_or(1)];
    loop {
        match body.read(&mut chunk).await {
            Ok(0) => return Ok(reader.finish()),
            Ok(count) => reader.push_slice(chunk.get(..count).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(reader.explain(from_io(error))),
        }
    }
}
