//! What generated code needs, under one name.

pub use bytes::Bytes;
pub use http;
pub use serde;

pub use crate::{
    Auth, EncodeError, Endpoint, Error, FieldMetadata, FieldPlace, ListEndpoint, Metadata, Part,
    Patch, QueryValue, RawBody, RequestEncoder, Scalar, decode,
    pages::{ItemOf, advance_offset},
    text::deserialize_text,
    union::member_text,
};

#[cfg(feature = "testing")]
pub use crate::server;
