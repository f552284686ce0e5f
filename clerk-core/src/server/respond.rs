//! From a response's value to an answer. Each of these is the way back of the function of the same
//! name in [`decode`](crate::decode).

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use serde::Serialize;

use super::RequestError;

/// 200, with the value as JSON.
///
/// # Errors
/// When the value cannot be written as JSON, such as a map whose keys are no strings.
pub fn json<T: Serialize>(value: &T) -> Result<Response<Bytes>, RequestError> {
    match serde_json::to_vec(value) {
        Ok(body) => Ok(success("application/json", body.into())),
        Err(error) => Err(RequestError::response(format!("cannot be written as JSON: {error}"))),
    }
}

/// 204, without a body.
///
/// # Errors
/// Never; the signature is that of its neighbours.
pub fn empty(_: &()) -> Result<Response<Bytes>, RequestError> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// 200, with the value's bytes.
///
/// # Errors
/// Never; the signature is that of its neighbours.
pub fn bytes<T: AsRef<[u8]>>(value: &T) -> Result<Response<Bytes>, RequestError> {
    Ok(success("application/octet-stream", Bytes::copy_from_slice(value.as_ref())))
}

/// 200, with the value's text.
///
/// # Errors
/// Never; the signature is that of its neighbours.
pub fn text<T: AsRef<str>>(value: &T) -> Result<Response<Bytes>, RequestError> {
    let body = Bytes::copy_from_slice(value.as_ref().as_bytes());
    Ok(success("text/plain; charset=utf-8", body))
}

/// For an operation that decodes its answer with a function of its own: nobody knows the way back.
///
/// # Errors
/// Always.
pub fn unsupported(operation: &str) -> Result<Response<Bytes>, RequestError> {
    Err(RequestError::response(format!(
        "of {operation} has a form of its own; write the `http::Response` yourself"
    )))
}

fn success(content_type: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
