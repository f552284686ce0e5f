//! Reads response bodies within their limits.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use super::{RequestContext, context::check_body};
use crate::error::{Received, TransportError};

/// The most bytes to reserve because of a `Content-Length` alone.
const MAX_RESERVED: u64 = 1 << 20;

/// Collects a response's body within the limits of its [`RequestContext`], for every transport.
///
/// Owned by the code that enforces the deadline, so that [`received`](Self::received) is known even
/// after the deadline has passed.
///
/// ```
/// use clerk_core::{
///     Bytes, http::{HeaderMap, StatusCode},
///     transport::{BodyReader, RequestContext, TransportError},
/// };
///
/// fn read(context: &RequestContext, chunks: Vec<Bytes>) -> Result<Bytes, TransportError> {
///     let mut reader = BodyReader::new(context);
///     reader.head(StatusCode::OK, &HeaderMap::new(), None)?;
///     for chunk in chunks {
///         reader.push(chunk)?;
///     }
///     Ok(reader.finish())
/// }
/// ```
#[derive(Debug)]
pub struct BodyReader {
    /// The largest body to accept, in bytes.
    limit: Option<u64>,
    received: Received,
    announced: u64,
    bytes: u64,
    /// The first chunk, if it may be the whole body and need not be copied.
    first: Bytes,
    rest: BytesMut,
}

impl BodyReader {
    /// Creates a reader for one response.
    #[must_use]
    pub fn new(context: &RequestContext) -> Self {
        Self {
            limit: context.max_response_bytes,
            received: Received::Nothing,
            announced: 0,
            bytes: 0,
            first: Bytes::new(),
            rest: BytesMut::new(),
        }
    }

    /// Takes the response's head, and the body's length if it is announced.
    ///
    /// # Errors
    /// If the headers or the announced length exceed the limits. The error reports how much was
    /// received.
    pub fn head(
        &mut self,
        status: StatusCode,
        headers: &HeaderMap,
        announced: Option<u64>,
    ) -> Result<(), TransportError> {
        self.received = Received::body(status, 0);
        self.announced = announced.unwrap_or(0);
        RequestContext::check_head(headers)
            .and_then(|()| check_body(self.limit, self.announced))
            .map_err(|error| self.explain(error))
    }

    /// Takes the next chunk of the body. A body of one chunk is not copied.
    ///
    /// # Errors
    /// If the body has become larger than allowed. The error reports how much was received.
    pub fn push(&mut self, chunk: Bytes) -> Result<(), TransportError> {
        self.count(chunk.len())?;
        if self.first.is_empty() && self.rest.is_empty() && self.is_complete() {
            self.first = chunk;
        } else {
            self.append(&chunk);
        }
        Ok(())
    }

    /// Copies the next chunk of the body.
    ///
    /// # Errors
    /// The same as for [`push`](Self::push).
    pub fn push_slice(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        self.count(chunk.len())?;
        self.append(chunk);
        Ok(())
    }

    fn count(&mut self, length: usize) -> Result<(), TransportError> {
        self.bytes = self.bytes.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if let Received::Body { bytes, .. } = &mut self.received {
            *bytes = self.bytes;
        }
        check_body(self.limit, self.bytes).map_err(|error| self.explain(error))
    }

    fn append(&mut self, chunk: &[u8]) {
        if self.rest.is_empty() {
            let capacity = self.announced.min(MAX_RESERVED).max(self.bytes);
            self.rest.reserve(usize::try_from(capacity).unwrap_or(0));
            self.rest.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.rest.extend_from_slice(chunk);
    }

    /// Returns whether the announced length was read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.bytes >= self.announced
    }

    /// Returns how much was received so far.
    #[must_use]
    pub fn received(&self) -> Received {
        self.received
    }

    /// Adds how much was received, unless the error already has it.
    #[must_use]
    pub fn explain(&self, error: TransportError) -> TransportError {
        match error.received() {
            Some(_) => error,
            None => error.with_received(self.received),
        }
    }

    /// Returns the body.
    #[must_use]
    pub fn finish(self) -> Bytes {
        if self.rest.is_empty() { self.first } else { self.rest.freeze() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::error::TransportErrorKind;

    fn reader(limit: Option<u64>) -> BodyReader {
        let context = RequestContext { max_response_bytes: limit, ..RequestContext::default() };
        let mut reader = BodyReader::new(&context);
        reader.head(StatusCode::OK, &HeaderMap::new(), None).unwrap();
        reader
    }

    #[test]
    fn one_chunk_is_not_copied() {
        let chunk = Bytes::from(vec![1, 2, 3]);
        let mut reader = reader(None);
        reader.push(chunk.clone()).unwrap();
        assert_eq!(reader.finish().as_ptr(), chunk.as_ptr());
    }

    #[test]
    fn an_announced_length_above_the_limit_is_refused() {
        let context = RequestContext { max_response_bytes: Some(4), ..RequestContext::default() };
        let mut reader = BodyReader::new(&context);
        let error = reader.head(StatusCode::OK, &HeaderMap::new(), Some(5)).unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: 4 });
        assert_eq!(error.received(), Some(Received::body(StatusCode::OK, 0)));
    }

    proptest! {
        #[test]
        fn a_body_is_the_sum_of_its_chunks(chunks: Vec<Vec<u8>>, limit in 0_u64..200) {
            let whole = chunks.concat();
            let mut reader = reader(Some(limit));
            let read = chunks.into_iter().try_for_each(|chunk| reader.push(chunk.into()));
            if u64::try_from(whole.len()).unwrap() <= limit {
                read.unwrap();
                prop_assert_eq!(reader.finish(), whole);
            } else {
                prop_assert_eq!(read.unwrap_err().kind(), TransportErrorKind::BodyTooLarge { limit });
            }
        }
    }
}
