//! Decodes a success into an endpoint's response type.
//!
//! `#[derive(Endpoint)]` selects one of these functions. `#[endpoint(decode = …)]` selects another,
//! or your own function with the same signature.

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::{error::DecodeError, metadata::Metadata};

/// Decodes a JSON body of any content type.
///
/// An empty body decodes as `null` if the status is 204 or the method is `DELETE`. `T` decides what
/// that means: an `Option` becomes `None`.
///
/// # Errors
/// If the body does not deserialize as a `T`.
pub fn json<T: DeserializeOwned>(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<T, DecodeError> {
    // Checking UTF-8 once is a quarter faster than letting the parser check each string.
    let text = match utf8(response.body()) {
        Ok(text) => text,
        Err(problem) => return Err(DecodeError::new(metadata, response, problem)),
    };
    let document = if text.is_empty() && is_nothing(metadata, &response) { "null" } else { text };
    match serde_json::from_str(document) {
        Ok(value) => Ok(value),
        Err(error) => Err(json_error(metadata, response, &error)),
    }
}

/// Ignores the body.
///
/// # Errors
/// Never. The signature matches that of the other functions.
pub fn empty(_: &'static Metadata, _: Response<Bytes>) -> Result<(), DecodeError> {
    Ok(())
}

/// Returns the body unchanged.
///
/// # Errors
/// Never. The signature matches that of the other functions.
pub fn bytes<T: From<Bytes>>(
    _: &'static Metadata,
    response: Response<Bytes>,
) -> Result<T, DecodeError> {
    Ok(response.into_body().into())
}

/// Decodes UTF-8 text, such as HTML.
///
/// # Errors
/// If the body is not UTF-8.
pub fn text<T: From<String>>(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<T, DecodeError> {
    match utf8(response.body()) {
        Ok(text) => Ok(text.to_owned().into()),
        Err(problem) => Err(DecodeError::new(metadata, response, problem)),
    }
}

/// Returns whether an empty body is a valid response.
fn is_nothing(metadata: &Metadata, response: &Response<Bytes>) -> bool {
    response.status() == StatusCode::NO_CONTENT || metadata.method == Method::DELETE
}

fn utf8(body: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(body)
        .map_err(|error| format!("invalid UTF-8 at byte {}", error.valid_up_to()))
}

#[cold]
fn json_error(
    metadata: &'static Metadata,
    response: Response<Bytes>,
    error: &serde_json::Error,
) -> DecodeError {
    if response.body().is_empty() {
        return DecodeError::new(metadata, response, "empty body, expected JSON");
    }
    DecodeError::json(metadata, response, error)
}
