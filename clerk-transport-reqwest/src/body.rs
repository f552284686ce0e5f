//! Reads response bodies.

use clerk_core::transport::{BodyReader, TransportError};
use http::{HeaderMap, HeaderValue};

use crate::error::from_reqwest;

/// Reads the whole body into `reader`.
pub(crate) async fn read(
    response: &mut reqwest::Response,
    reader: &mut BodyReader,
) -> Result<(), TransportError> {
    let announced = response.content_length();
    reader.head(response.status(), response.headers(), announced)?;
    let mut chunks = 0_u32;
    loop {
        let chunk = response.chunk().await;
        let Some(chunk) = chunk.map_err(|error| reader.explain(from_reqwest(error)))? else {
            return Ok(());
        };
        reader.push(chunk)?;
        chunks = chunks.saturating_add(1);
        // hyper reserves a second buffer unless everything in the first one is released.
        if chunks == 1 && !reader.is_complete() {
            copy_values(response.headers_mut());
        }
    }
}

/// Copies the header values out of the buffer that they were read into.
fn copy_values(headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        if let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) {
            copy.set_sensitive(value.is_sensitive());
            *value = copy;
        }
    }
}
