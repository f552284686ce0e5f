//! Declares the operations of an API.

use bytes::Bytes;

use crate::{
    codec::RequestEncoder,
    error::{DecodeError, EncodeError},
};

pub use crate::metadata::{Label, Metadata, ParamLocation, ParamMetadata, Security};

/// One operation of an HTTP API, as a struct that holds its params.
///
/// `#[derive(Endpoint)]` writes the implementation from the struct's annotations. Written by hand,
/// it looks like this:
///
/// ```
/// use clerk_core::{
///     Bytes, http, codec::{RequestEncoder, decode}, endpoint::{Endpoint, Metadata},
///     error::{DecodeError, EncodeError},
/// };
///
/// /// Checks that the service is up.
/// struct Ping;
///
/// impl Endpoint for Ping {
///     type Response = String;
///     const METADATA: &'static Metadata = &Metadata::new("Ping", http::Method::GET, "/ping");
///
///     fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError> {
///         request.literal("/ping");
///         Ok(())
///     }
///
///     fn decode(response: http::Response<Bytes>) -> Result<String, DecodeError> {
///         decode::text(Self::METADATA, response)
///     }
/// }
/// ```
pub trait Endpoint {
    /// The type that a successful response decodes into.
    type Response;

    /// The operation's metadata.
    const METADATA: &'static Metadata;

    /// Encodes the path, query, headers, and body of this call.
    ///
    /// # Errors
    /// If a param cannot be sent, such as an empty path segment.
    fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError>;

    /// Decodes a successful response. The client itself handles every response that is not a
    /// [success](Metadata::is_success).
    ///
    /// # Errors
    /// If the body is not what the operation should return.
    fn decode(response: http::Response<Bytes>) -> Result<Self::Response, DecodeError>;
}

impl<E: Endpoint + ?Sized> Endpoint for &E {
    type Response = E::Response;
    const METADATA: &'static Metadata = E::METADATA;

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), EncodeError> {
        E::encode(self, request)
    }

    fn decode(response: http::Response<Bytes>) -> Result<Self::Response, DecodeError> {
        E::decode(response)
    }
}
