//! Writes the value of a response as an `http::Response`. Each function is the inverse of the one
//! with the same name in [`decode`](crate::codec::decode).

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use serde::Serialize;

use super::RequestError;

/// Writes a 200 with the value as JSON.
///
/// # Errors
/// If the value cannot be serialized, such as a map whose keys are not strings.
pub fn json<T: Serialize>(value: &T) -> Result<Response<Bytes>, RequestError> {
    match serde_json::to_vec(value) {
        Ok(body) => Ok(success("application/json", body.into())),
        Err(error) => Err(RequestError::response(format!("cannot be serialized: {error}"))),
    }
}

/// Writes a 204 without a body.
///
/// # Errors
/// Never. The signature matches that of the other functions.
pub fn empty(_: &()) -> Result<Response<Bytes>, RequestError> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// Writes a 200 with the bytes of the value.
///
/// # Errors
/// Never. The signature matches that of the other functions.
pub fn bytes<T: AsRef<[u8]>>(value: &T) -> Result<Response<Bytes>, RequestError> {
    Ok(success("application/octet-stream", Bytes::copy_from_slice(value.as_ref())))
}

/// Writes a 200 with the text of the value.
///
/// # Errors
/// Never. The signature matches that of the other functions.
pub fn text<T: AsRef<str>>(value: &T) -> Result<Response<Bytes>, RequestError> {
    let body = Bytes::copy_from_slice(value.as_ref().as_bytes());
    Ok(success("text/plain; charset=utf-8", body))
}

/// Stands in for the encoder of an endpoint with a custom decoder, which has no inverse.
///
/// # Errors
/// Always.
pub fn unsupported(operation: &str) -> Result<Response<Bytes>, RequestError> {
    Err(RequestError::response(format!(
        "of {operation} has a custom decoder: write the `http::Response` by hand"
    )))
}

fn success(content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
