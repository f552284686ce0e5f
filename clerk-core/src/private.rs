//! What generated code needs, under one name.

pub use bytes::Bytes;
pub use http;
pub use serde;

pub use crate::{
    Auth, EncodeError, Endpoint, Error, FieldMetadata, FieldPlace, Metadata, Part, Patch,
    QueryValue, RawBody, RequestEncoder, Scalar, decode, text::deserialize_text,
};

#[cfg(feature = "testing")]
pub use crate::server;
