//! Encodes requests and decodes responses, without I/O.

mod base_url;
pub mod decode;
mod encode;
mod multipart;

pub use base_url::BaseUrl;
pub use encode::{QueryValue, RawBody, RequestEncoder, Visit};

pub(crate) use encode::{DefaultHeaders, EncodedRequest, header_refusal};
