//! Items that generated code refers to.

pub use bytes::Bytes;
pub use http;
pub use serde;

pub use crate::{
    __incoming as incoming,
    codec::{QueryValue, RawBody, RequestEncoder, decode},
    endpoint::{Endpoint, Metadata, ParamLocation, ParamMetadata, Security},
    error::{DecodeError, EncodeError, locate_json_error},
    pages::{ListEndpoint, Next, PageResponse},
    values::{FromText, Part, Patch, Scalar, deserialize_text, lenient, member_text},
};

#[cfg(feature = "testing")]
pub use crate::incoming;

/// Keeps the incoming half of an endpoint only with the feature `testing`, so that
/// `#[endpoint(incoming)]` never breaks a build without it.
#[cfg(feature = "testing")]
#[doc(hidden)]
#[macro_export]
macro_rules! __incoming {
    ($($tokens:tt)*) => { $($tokens)* };
}

#[cfg(not(feature = "testing"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __incoming {
    ($($tokens:tt)*) => {};
}
