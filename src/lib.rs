#![doc = include_str!("../README.md")]

mod clerk;

pub use clerk_core::*;

pub use clerk_api as api;
pub use clerk_macros::{SdkEndpoint as Endpoint, SdkStringEnum as StringEnum};

#[cfg(feature = "testing")]
pub use clerk_macros::SdkServerHalf as ServerHalf;
#[cfg(feature = "testing")]
pub use clerk_testing as testing;
#[cfg(any(feature = "isahc", feature = "isahc-native-tls"))]
pub use clerk_transport_isahc::IsahcTransport;
#[cfg(any(feature = "reqwest", feature = "reqwest-native-tls"))]
pub use clerk_transport_reqwest::ReqwestTransport;

pub use crate::clerk::Clerk;

#[cfg(doctest)]
#[doc = include_str!("../docs/reliability.md")]
struct Reliability;
