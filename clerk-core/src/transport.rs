//! What carries requests to a server and answers back.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use crate::Metadata;

mod error;
mod settings;

pub use error::{TransportError, TransportErrorKind};
pub use settings::TransportSettings;

/// Sends one HTTP request and returns the answer, whatever its status.
///
/// # Contract
/// A transport
/// - gives an answer of any status as `Ok`; a [`TransportError`] means that there is no whole
///   answer, and its [kind](TransportErrorKind) says what that means for a retry,
/// - skips informational answers (1xx) and gives the final one,
/// - sends method, URI, headers and body as they are: it adds no cookie and no credentials,
/// - returns a redirect as it is, so that the key reaches no second host,
/// - never retries,
/// - keeps to the limits in the request's [`RequestContext`]: the time from the call to the last
///   byte of the body, and the size of the body,
/// - stops the exchange when its future is dropped,
/// - names no URL, header or body in its errors.
///
/// `testing::conformance` of `clerk-sdk` checks all of this against a real server.
///
/// # Middleware
/// What decorates a transport is a transport itself:
///
/// ```
/// use clerk_core::{
///     Bytes, HttpTransport, RequestContext, TransportError, async_trait, http,
/// };
///
/// /// Counts calls by operation.
/// #[derive(Debug)]
/// struct Counted<T>(T);
///
/// #[async_trait]
/// impl<T: HttpTransport> HttpTransport for Counted<T> {
///     async fn send(
///         &self,
///         request: http::Request<Bytes>,
///     ) -> Result<http::Response<Bytes>, TransportError> {
///         if let Some(metadata) = RequestContext::of(&request).metadata {
///             println!("calling {}", metadata.operation);
///         }
///         self.0.send(request).await
///     }
/// }
/// ```
#[async_trait]
pub trait HttpTransport: fmt::Debug + Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute, and returns the answer with its whole body.
    ///
    /// # Errors
    /// When there is no whole answer: see [`TransportErrorKind`].
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// The name that the `User-Agent` shows, such as `reqwest`.
    fn name(&self) -> &'static str {
        "custom"
    }
}

#[async_trait]
impl<T: HttpTransport + ?Sized> HttpTransport for Arc<T> {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        (**self).send(request).await
    }

    fn name(&self) -> &'static str {
        (**self).name()
    }
}

/// What a transport and its middleware know of a call besides the request itself. It travels in
/// the request's extensions.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct RequestContext {
    /// The operation that is called.
    pub metadata: Option<&'static Metadata>,
    /// The longest time that the exchange may take, from the call to the last byte of the answer.
    pub timeout: Option<Duration>,
    /// The largest body to accept, in bytes.
    pub max_response_bytes: Option<u64>,
}

impl RequestContext {
    /// The context of `request`; without limits where the request has none.
    pub fn of<B>(request: &http::Request<B>) -> Self {
        request.extensions().get().copied().unwrap_or_default()
    }

    /// Refuses a body of so many bytes where that is more than allowed: once with the announced
    /// length, and again as the body grows.
    ///
    /// # Errors
    /// [`TransportErrorKind::BodyTooLarge`].
    pub fn check_body(&self, bytes: u64) -> Result<(), TransportError> {
        match self.max_response_bytes {
            Some(limit) if bytes > limit => {
                Err(TransportError::new(TransportErrorKind::BodyTooLarge { limit }))
            }
            _ => Ok(()),
        }
    }
}
