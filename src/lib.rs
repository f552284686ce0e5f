#![doc = include_str!("../README.md")]
//!
//! # Names in examples
//! The examples of a re-exported item name the crate that defines it. `clerk_api`, `clerk_auth`,
//! `clerk_testing`, and `clerk_webhooks` are `api`, `auth`, `testing`, and `webhooks` here. The modules
//! of `clerk_core` have the same names here.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod clerk;

pub use crate::clerk::Clerk;
pub use clerk_macros::{SdkEndpoint as Endpoint, SdkStringEnum as StringEnum};
/// The transport on hyper, and its settings.
#[cfg(any(feature = "hyper", feature = "hyper-ring"))]
#[doc(inline)]
pub use clerk_transport_hyper as hyper;
#[cfg(any(feature = "hyper", feature = "hyper-ring"))]
pub use clerk_transport_hyper::HyperTransport;
#[cfg(any(feature = "isahc", feature = "isahc-native-tls"))]
pub use clerk_transport_isahc::IsahcTransport;
#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls", feature = "reqwest-ring"))]
pub use clerk_transport_reqwest::ReqwestTransport;

#[doc(inline)]
pub use clerk_core::{
    ApiError, ApiErrorKind, Bytes, Call, Client, ClientBuilder, ConfigError, Error, Json, Page,
    Part, Patch, SecretString, Timestamp, http, ids, union,
};

#[doc(inline)]
pub use clerk_core::endpoint::Endpoint;
#[doc(inline)]
pub use clerk_core::{client, codec, endpoint, error, pages, retry, transport, values};

#[cfg(feature = "testing")]
#[doc(inline)]
pub use clerk_core::incoming;
#[doc(inline)]
pub use clerk_core::limits;
#[cfg(feature = "tower")]
#[doc(inline)]
pub use clerk_core::tower;

#[doc(hidden)]
pub use clerk_core::__private;

#[doc(inline)]
pub use clerk_api as api;
#[cfg(feature = "auth")]
#[doc(inline)]
pub use clerk_auth as auth;
#[cfg(feature = "testing")]
#[doc(inline)]
pub use clerk_testing as testing;
#[cfg(feature = "webhooks")]
#[doc(inline)]
pub use clerk_webhooks as webhooks;

/// The pages in `docs`, whose examples compile.
#[cfg(doctest)]
mod docs {
    #[cfg(feature = "auth")]
    #[doc = include_str!("../docs/authentication.md")]
    struct Authentication;
    #[doc = include_str!("../docs/calls.md")]
    struct Calls;
    #[doc = include_str!("../docs/errors.md")]
    struct Errors;
    #[doc = include_str!("../docs/middleware.md")]
    struct Middleware;
    #[doc = include_str!("../docs/other-apis.md")]
    struct OtherApis;
    #[doc = include_str!("../docs/reliability.md")]
    struct Reliability;
    #[doc = include_str!("../docs/testing.md")]
    struct Testing;
    #[doc = include_str!("../docs/transports.md")]
    struct Transports;
    #[doc = include_str!("../docs/webhooks.md")]
    struct Webhooks;
}
