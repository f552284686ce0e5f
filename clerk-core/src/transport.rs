//! What carries requests to a server and answers back.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;

use crate::{Metadata, RetryPolicy, Timer};

mod error;
mod settings;

pub use error::{Deadline, Received, TransportError, TransportErrorKind};
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
/// - keeps to the limits in the [`RequestContext`]: the time from the call to the last
///   byte of the body, the time for setting up a connection, and the size of the body,
/// - bounds the number and the size of the headers that it accepts,
/// - stops the exchange when its future is dropped,
/// - names no URL, header or body in its errors, and says in them
///   [how much of the answer was there](TransportError::received), where it knows.
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
///         context: &RequestContext,
///     ) -> Result<http::Response<Bytes>, TransportError> {
///         if let Some(metadata) = context.metadata {
///             println!("calling {}", metadata.operation);
///         }
///         self.0.send(request, context).await
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
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// The name that the `User-Agent` shows, such as `reqwest`.
    fn name(&self) -> &'static str {
        "custom"
    }

    /// The timer by which a client waits between attempts, for a transport whose time is not the
    /// system's.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        None
    }
}

/// What a transport that is called through a pointer does is passed on as it is, with no box around
/// it.
macro_rules! pointer {
    ($pointer:ident) => {
        impl<T: HttpTransport + ?Sized> HttpTransport for $pointer<T> {
            fn send<'this, 'context, 'exchange>(
                &'this self,
                request: http::Request<Bytes>,
                context: &'context RequestContext,
            ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'exchange>>
            where
                'this: 'exchange,
                'context: 'exchange,
                Self: 'exchange,
            {
                (**self).send(request, context)
            }

            fn name(&self) -> &'static str {
                (**self).name()
            }

            fn timer(&self) -> Option<Arc<dyn Timer>> {
                (**self).timer()
            }
        }
    };
}

type Outcome = Result<http::Response<Bytes>, TransportError>;

pointer!(Arc);
pointer!(Box);

/// What a transport and its middleware know of a call besides the request itself.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct RequestContext {
    /// The operation that is called.
    pub metadata: Option<&'static Metadata>,
    /// The longest time that the exchange may take, from the call to the last byte of the answer.
    /// [`Retry`](crate::Retry) is told the time for all attempts together, and tells the transport
    /// below it what one of them may take.
    pub timeout: Option<Duration>,
    /// What is left of the time for the call, of which [`timeout`](Self::timeout) is at most all. A
    /// decorator that holds an attempt back may use up all of it.
    pub time_left: Option<Duration>,
    /// The longest time that one attempt may take.
    pub attempt_timeout: Option<Duration>,
    /// The longest time that setting up a connection may take, where it is not what the transport
    /// was made with.
    pub connect_timeout: Option<Duration>,
    /// The largest body to accept, in bytes.
    pub max_response_bytes: Option<u64>,
    /// How often the call is tried, where it is not what [`Retry`](crate::Retry) was made with.
    pub retry: Option<RetryPolicy>,
    /// Whether the caller says that nothing is lost when the call is carried out twice.
    pub idempotent: bool,
    /// The number of this attempt, from 1 on; 0 before there is one.
    pub attempt: u32,
}

impl RequestContext {
    /// The most header fields that an answer may have.
    pub const MAX_HEADERS: usize = 100;
    /// The most bytes that the header fields of an answer may have together: those of names and
    /// values, and 32 with each field, as HTTP/2 counts them (RFC 9113 §6.5.2).
    pub const MAX_HEADER_BYTES: usize = 64 << 10;

    /// The context that `request` has in its extensions, where nothing else could carry it: on its
    /// way through a `tower::Service`, or as a test double keeps it. Without limits where there is
    /// none.
    pub fn of<B>(request: &http::Request<B>) -> Self {
        request.extensions().get().copied().unwrap_or_default()
    }

    /// Refuses headers of an answer that are more than the built-in transports accept.
    ///
    /// # Errors
    /// [`TransportErrorKind::HeadTooLarge`].
    pub fn check_head(headers: &http::HeaderMap) -> Result<(), TransportError> {
        let size = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            name.as_str().len().saturating_add(value.len()).saturating_add(32)
        };
        let bytes = headers.iter().map(size).fold(0, usize::saturating_add);
        if headers.len() > Self::MAX_HEADERS || bytes > Self::MAX_HEADER_BYTES {
            return Err(TransportError::new(TransportErrorKind::HeadTooLarge));
        }
        Ok(())
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
