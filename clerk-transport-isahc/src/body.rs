//! Bodies: one that can be sent once, and one read within its limit.

use std::io;

use bytes::Bytes;
use clerk_core::{Received, RequestContext, TransportError};
use futures_lite::io::{AsyncReadExt, Cursor, Take};
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
    let most = context.max_response_bytes.unwrap_or(u64::MAX).saturating_add(1);
    let read = read_to_end(bytes, body.take(most), usize::try_from(capacity).unwrap_or(0)).await;
    context.check_body(length(bytes))?;
    read.map_err(from_io)
}

/// Reads on until the end. `AsyncReadExt::read_to_end` would fill what is left of the capacity with
/// zeros each time that it has to wait.
async fn read_to_end(
    bytes: &mut Vec<u8>,
    mut body: Take<AsyncBody>,
    capacity: usize,
) -> io::Result<()> {
    let mut filled = 0;
    bytes.resize(capacity, 0);
    let outcome = loop {
        if filled == bytes.len() {
            bytes.resize(filled.saturating_mul(2), 0);
        }
        match body.read(bytes.get_mut(filled..).unwrap_or_default()).await {
            Ok(0) => break Ok(()),
            Ok(count) => filled = filled.saturating_add(count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Err(error),
        }
    };
    bytes.truncate(filled);
    outcome
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_to_its_end_whatever_was_announced() {
        for length in [0, 1, 31, 32, 33, 100_000] {
            let body = vec![7; length];
            for capacity in [32, length.saturating_add(32)] {
                for most in [u64::MAX, 40] {
                    let mut bytes = Vec::new();
                    let rest = AsyncBody::from_reader(Cursor::new(body.clone())).take(most);
                    futures_lite::future::block_on(read_to_end(&mut bytes, rest, capacity))
                        .unwrap();
                    let most = usize::try_from(most).unwrap();
                    assert!(bytes.iter().eq(body.iter().take(most)), "{length} {capacity} {most}");
                }
            }
        }
    }
}
