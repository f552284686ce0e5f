//! The contract between the client and an HTTP client, for implementers of either side.

use std::{fmt, pin::Pin, sync::Arc};

use bytes::Bytes;

mod body;
mod context;
mod settings;
mod timer;

pub use crate::error::{Deadline, Received, TransportError, TransportErrorKind};
pub use async_trait::async_trait;
pub use body::BodyReader;
pub use context::RequestContext;
pub use settings::TransportSettings;
pub use timer::{Sleep, SystemTimer, Timer};

pub(crate) use timer::within;

/// Sends one HTTP request and returns the response, whatever its status.
///
/// # Contract
/// A transport
/// - returns a response of any status as `Ok`; a [`TransportError`] means that no complete response
///   was received, and its [kind](TransportErrorKind) determines whether a retry is safe,
/// - skips informational responses (1xx) and returns the final one,
/// - sends the method, URI, headers, and body unchanged: it adds no cookies and no credentials,
/// - returns a redirect without following it, so that the credential reaches no other host,
/// - never retries,
/// - enforces the limits in the [`RequestContext`]: the deadline of the attempt, the deadline for
///   setting up a connection, and the size of the body ([`BodyReader`] checks it). A transport with
///   one connect deadline for all calls refuses a context that sets another,
/// - bounds the number and the size of the headers that it accepts,
/// - stops the exchange when its future is dropped,
/// - works in any runtime and from any thread: it binds no connection to the runtime of an earlier
///   call, and makes progress while the caller blocks its thread ([`RequestContext::blocking`]). If
///   it needs its own runtime for that and has none, it refuses the call,
/// - stops using an HTTP/2 connection that may be dead: after an attempt over it has timed out, the
///   next attempts use another one,
/// - names no URL, header, or body in its errors, and reports in them [how much of the response was
///   received](TransportError::received), if it knows.
///
/// `testing::conformance` of `clerk-sdk` checks all of this against a real server.
///
/// # Middleware
/// Middleware is a transport around another one:
///
/// ```
/// use clerk_core::{
///     Bytes, http, transport::{HttpTransport, RequestContext, TransportError, async_trait},
/// };
///
/// /// Prints the operation of each request.
/// #[derive(Debug)]
/// struct Printed<T>(T);
///
/// #[async_trait]
/// impl<T: HttpTransport> HttpTransport for Printed<T> {
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
    /// Sends `request`, whose URI is absolute, and returns the response with its whole body.
    ///
    /// # Errors
    /// If no complete response was received: see [`TransportErrorKind`].
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Returns the name for the `User-Agent` header, such as `reqwest`.
    fn name(&self) -> &'static str {
        "custom"
    }

    /// Returns the timer for the client's waits, if the transport has its own notion of time.
    fn timer(&self) -> Option<Arc<dyn Timer>> {
        None
    }
}

/// Forwards to the transport behind a pointer, without a second boxed future.
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

/// The result of one exchange.
pub(crate) type Outcome = Result<http::Response<Bytes>, TransportError>;

pointer!(Arc);
pointer!(Box);
