//! Runs declared endpoints through a pluggable transport.
//!
//! An [`Endpoint`] is a struct that holds one operation's parameters. A [`Client`] writes it as an
//! `http::Request`, hands that to an [`HttpTransport`], and reads the answer as the endpoint's
//! response or as an [`Error`] that keeps everything the server said. This crate knows no HTTP
//! client and no async runtime: `clerk-sdk` adds both, and Clerk's operations.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod base_url;
mod client;
pub mod decode;
mod encode;
mod endpoint;
mod error;
mod few;
mod id;
mod json;
mod json_path;
#[cfg(feature = "limits")]
mod limit;
mod multipart;
mod page;
mod pages;
mod patch;
mod redact;
mod retry;
mod retry_after;
mod scalar;
mod secret;
#[cfg(feature = "testing")]
pub mod server;
mod text;
mod timer;
mod timestamp;
#[cfg(feature = "tower")]
mod tower;
mod trace;
mod transport;
mod union;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use async_trait::async_trait;
pub use bytes::Bytes;
pub use clerk_macros::{CoreEndpoint as Endpoint, CoreStringEnum as StringEnum};
pub use http;

#[cfg(feature = "limits")]
pub use crate::limit::{ConcurrencyLimit, Rate, RateLimit};
#[cfg(feature = "testing")]
pub use crate::server::ServerHalf;
#[cfg(feature = "tower")]
pub use crate::tower::{TowerTransport, TransportService};
#[cfg(feature = "testing")]
pub use clerk_macros::CoreServerHalf as ServerHalf;

pub use crate::{
    base_url::BaseUrl,
    client::{
        API_VERSION, Call, Client, ClientBuilder, DEFAULT_BASE_URL, FullCall, FullFuture,
        ResponseFuture,
    },
    encode::{RawBody, RequestEncoder},
    endpoint::{Auth, Endpoint, FieldMetadata, FieldPlace, Metadata},
    error::{ApiError, ApiErrorKind, ConfigError, DecodeError, EncodeError, Error, ErrorDetail},
    few::few,
    json::Json,
    multipart::Part,
    page::Page,
    pages::{IntoPage, ItemOf, Items, ListEndpoint, Pages, advance_offset},
    patch::Patch,
    retry::{Attempts, Jitter, Retry, RetryPolicy, Stop},
    scalar::{QueryValue, Scalar, Visit},
    secret::{SecretKey, SecretString},
    timer::{Sleep, SystemTimer, Timer},
    timestamp::{Timestamp, unix_seconds},
    transport::{
        Deadline, HttpTransport, Received, RequestContext, TransportError, TransportErrorKind,
        TransportSettings,
    },
};
