//! Reads the body of an answer within its limit.

use bytes::{Bytes, BytesMut};
use clerk_core::{TransportError, TransportErrorKind};

use crate::error::from_reqwest;

/// The most that is set aside on the word of a `Content-Length` alone.
const TRUSTED: u64 = 1 << 20;

pub(crate) async fn read(
    answer: &mut reqwest::Response,
    limit: Option<u64>,
) -> Result<Bytes, TransportError> {
    let limit = limit.unwrap_or(u64::MAX);
    let announced = answer.content_length().unwrap_or(0);
    check(announced, limit)?;
    let Some(first) = next(answer).await? else {
        return Ok(Bytes::new());
    };
    check(length(&first), limit)?;
    let Some(second) = next(answer).await? else {
        return Ok(first);
    };
    let capacity = announced.min(TRUSTED).max(length(&first));
    let mut body = BytesMut::with_capacity(usize::try_from(capacity).unwrap_or(0));
    body.extend_from_slice(&first);
    let mut chunk = second;
    loop {
        check(length(&body).saturating_add(length(&chunk)), limit)?;
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

fn check(size: u64, limit: u64) -> Result<(), TransportError> {
    if size > limit {
        return Err(TransportError::new(TransportErrorKind::BodyTooLarge { limit }));
    }
    Ok(())
}
