//! The incoming half of an endpoint: decodes an `http::Request` into an endpoint, and encodes a
//! response value as an `http::Response`.
//!
//! Fake servers use it. With `#[endpoint(incoming)]`, `#[derive(Endpoint)]` implements
//! [`IncomingEndpoint`] too.

use bytes::Bytes;

use crate::endpoint::Endpoint;

mod decoder;
mod error;
pub mod multipart;
mod path;
pub mod respond;
mod texts;

pub use decoder::RequestDecoder;
pub use error::{RequestError, RequestErrorKind};

/// An endpoint that a server can decode from a request and respond to.
///
/// `#[endpoint(incoming)]` implements it. Written by hand, it looks like this:
///
/// ```
/// # use clerk_core::{
/// #     codec::{RequestEncoder, decode}, endpoint::{Endpoint, Metadata},
/// #     error::{DecodeError, EncodeError},
/// # };
/// use clerk_core::{
///     Bytes, http, incoming::{IncomingEndpoint, RequestDecoder, RequestError, respond},
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
/// #     fn decode(response: http::Response<Bytes>) -> Result<String, DecodeError> {
/// #         decode::json(Self::METADATA, response)
/// #     }
/// # }
///
/// impl IncomingEndpoint for GetUser {
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
pub trait IncomingEndpoint: Endpoint + Sized {
    /// Reads the params.
    ///
    /// # Errors
    /// If a param is missing or invalid. The error names it.
    fn decode_request(request: &mut RequestDecoder<'_>) -> Result<Self, RequestError>;

    /// Writes a success that [`Endpoint::decode`] reads back.
    ///
    /// # Errors
    /// If the value cannot be serialized, such as a map whose keys are not strings.
    fn encode_response(response: &Self::Response) -> Result<http::Response<Bytes>, RequestError>;
}
