//! From an answer to an endpoint's response, without I/O.
//!
//! `#[derive(Endpoint)]` picks one of these; `#[endpoint(decode = …)]` names another, or a
//! function of your own with the same signature.

use bytes::Bytes;
use http::Response;
use serde::de::DeserializeOwned;

use crate::{ApiError, DecodeError, Error, Metadata};

/// Reads a JSON body, whatever its content type says.
///
/// # Errors
/// [`Error::Api`] for a status that is no success, [`Error::Decode`] for a body that is not the
/// JSON of a `T`.
pub fn json<T: DeserializeOwned>(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<T, Error> {
    let response = success(metadata, response)?;
    // Checking the encoding once is a quarter faster than letting the parser check each string.
    let text = match utf8(response.body()) {
        Ok(text) => text,
        Err(problem) => return Err(DecodeError::new(metadata, response, problem).into()),
    };
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(error) => Err(json_error(metadata, response, &error)),
    }
}

/// Takes any success, and passes over its body.
///
/// # Errors
/// [`Error::Api`] for a status that is no success.
pub fn empty(metadata: &'static Metadata, response: Response<Bytes>) -> Result<(), Error> {
    success(metadata, response).map(drop)
}

/// Takes the body as it is.
///
/// # Errors
/// [`Error::Api`] for a status that is no success.
pub fn bytes<T: From<Bytes>>(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<T, Error> {
    Ok(success(metadata, response)?.into_body().into())
}

/// Reads a body of text in UTF-8, such as HTML.
///
/// # Errors
/// [`Error::Api`] for a status that is no success, [`Error::Decode`] for a body that is not UTF-8.
pub fn text<T: From<String>>(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<T, Error> {
    let response = success(metadata, response)?;
    match utf8(response.body()) {
        Ok(text) => Ok(text.to_owned().into()),
        Err(problem) => Err(DecodeError::new(metadata, response, problem).into()),
    }
}

/// Tells a success from an error.
///
/// # Errors
/// [`Error::Api`] for a status that is not 2xx.
pub fn success(
    metadata: &'static Metadata,
    response: Response<Bytes>,
) -> Result<Response<Bytes>, Error> {
    if response.status().is_success() {
        Ok(response)
    } else {
        Err(ApiError::new(metadata, response).into())
    }
}

fn utf8(body: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(body)
        .map_err(|error| format!("it is not UTF-8 from byte {} on", error.valid_up_to()))
}

#[cold]
fn json_error(
    metadata: &'static Metadata,
    response: Response<Bytes>,
    error: &serde_json::Error,
) -> Error {
    if response.body().is_empty() {
        return DecodeError::new(metadata, response, "it is empty where JSON is due").into();
    }
    DecodeError::json(metadata, response, error).into()
}
