//! Runs declared endpoints through a pluggable transport.
//!
//! An [`Endpoint`] is a struct that holds the params of one operation. A [`Client`] encodes it as
//! an `http::Request`, passes that to a [transport](transport::HttpTransport), and decodes the
//! response into the endpoint's type, or returns an [`Error`] that keeps the server's whole
//! response. This crate depends on no API, no HTTP client, and no async runtime: `clerk-sdk` adds
//! Clerk's operations and the transports.
//!
//! ```
//! use clerk_core::{Client, Endpoint, Error, transport::HttpTransport};
//! use serde::Deserialize;
//!
//! /// Gets a repository.
//! #[derive(Clone, Debug, Endpoint)]
//! #[endpoint(method = GET, path = "/repos/{owner}/{repo}", response = Repository, errors(404))]
//! struct GetRepository {
//!     /// The owner's login.
//!     owner: String,
//!     /// The name of the repository.
//!     repo: String,
//! }
//!
//! /// A repository.
//! #[derive(Deserialize)]
//! struct Repository {
//!     full_name: String,
//! }
//!
//! async fn print(token: &str, transport: impl HttpTransport) -> Result<(), Error> {
//!     let client = Client::builder("https://api.example.com")
//!         .bearer(token)
//!         .transport(transport)
//!         .build()?;
//!     let repository = client.send(GetRepository::new("rust-lang", "rust")).await?;
//!     println!("{}", repository.full_name);
//!     Ok(())
//! }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod client;
pub mod codec;
pub mod endpoint;
pub mod error;
#[cfg(feature = "testing")]
pub mod incoming;
pub mod limits;
mod metadata;
pub mod pages;
mod percent;
mod redact;
pub mod retry;
#[cfg(feature = "tower")]
pub mod tower;
mod trace;
pub mod transport;
pub mod values;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

pub use bytes::Bytes;
pub use clerk_macros::{CoreEndpoint as Endpoint, CoreStringEnum as StringEnum, lenient, model};
pub use http;

pub use crate::{
    client::{Call, Client, ClientBuilder},
    endpoint::Endpoint,
    error::{ApiError, ApiErrorKind, ConfigError, Error},
    pages::Page,
    values::{Json, Part, Patch, SecretString, Timestamp},
};
