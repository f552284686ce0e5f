//! The way back: from an `http::Request` to the endpoint that wrote it, and from a response's
//! value to an `http::Response`.
//!
//! A fake server stands on this. `#[derive(ServerHalf)]` writes [`ServerHalf`] from the same
//! annotations that `#[derive(Endpoint)]` reads.

use std::borrow::Cow;

use bytes::Bytes;

use crate::Endpoint;

mod decoder;
mod error;
pub mod multipart;
mod path;
pub mod respond;
mod texts;

pub use decoder::RequestDecoder;
pub use error::{RequestError, RequestErrorKind};

/// Replaces what looks like a secret key, so that the text can be shown.
#[must_use]
pub fn redact_keys(text: &str) -> Cow<'_, str> {
    crate::redact::keys(text)
}

/// An endpoint that a server can read from a request and answer.
///
/// `#[derive(ServerHalf)]` writes the implementation. By hand it looks like this:
///
/// ```
/// # use clerk_core::{EncodeError, Endpoint, Error, Metadata, RequestEncoder};
/// use clerk_core::{
///     BaseUrl, Bytes, http,
///     server::{RequestDecoder, RequestError, ServerHalf, respond},
/// };
///
/// #[derive(Debug, PartialEq)]
/// struct GetUser {
///     user_id: String,
/// }
/// # impl Endpoint for GetUser {
/// #     type Response = String;
/// #     const METADATA: &'static Metadata =
/// #         &Metadata::new("GetUser", http::Method::GET, "/users/{user_id}");
/// #     fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError> {
/// #         request.literal("/users/");
/// #         request.segment("user_id", &self.user_id)
/// #     }
/// #     fn decode(response: http::Response<Bytes>) -> Result<String, Error> {
/// #         clerk_core::decode::json(Self::METADATA, response)
/// #     }
/// # }
///
/// impl ServerHalf for GetUser {
///     fn decode_request(request: &mut RequestDecoder<'_>) -> Result<Self, RequestError> {
///         Ok(Self { user_id: request.segment("user_id")? })
///     }
///
///     fn encode_response(response: &String) -> Result<http::Response<Bytes>, RequestError> {
///         respond::json(response)
///     }
/// }
///
/// let request = http::Request::get("/v1/users/a%2Fb").body(Bytes::new())?;
/// let mut decoder = RequestDecoder::new(GetUser::METADATA, &request, "/v1").ok_or("other path")?;
/// assert_eq!(GetUser::decode_request(&mut decoder)?, GetUser { user_id: "a/b".to_owned() });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ServerHalf: Endpoint + Sized {
    /// Reads the parameters.
    ///
    /// # Errors
    /// When one is missing or cannot be read; the error names it.
    fn decode_request(request: &mut RequestDecoder<'_>) -> Result<Self, RequestError>;

    /// Writes a success that [`Endpoint::decode`] reads back.
    ///
    /// # Errors
    /// When the value cannot be written, such as a map whose keys are no strings.
    fn encode_response(response: &Self::Response) -> Result<http::Response<Bytes>, RequestError>;
}
