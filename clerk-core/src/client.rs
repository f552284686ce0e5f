//! Calls endpoints through a transport.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;

use crate::{
    BaseUrl, EncodeError, Endpoint, Error, HttpTransport, Metadata, RequestContext, RequestEncoder,
    Retry,
    encode::{DefaultHeaders, EncodedRequest},
};

mod builder;
mod call;

pub use builder::{API_VERSION, ClientBuilder, DEFAULT_BASE_URL};
pub use call::{Call, FullCall, FullFuture, ResponseFuture};

/// Calls endpoints with one key, through one transport. Cheap to clone; clones share the
/// connections.
///
/// ```
/// use clerk_core::{Client, Endpoint, Error};
///
/// async fn call<E: Endpoint<Response = String>>(client: &Client, endpoint: E) -> Result<(), Error>
/// where
///     E::Response: 'static,
/// {
///     let answer = client.send(endpoint).await?;
///     println!("{answer}");
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    transport: Retry<Box<dyn HttpTransport>>,
    base: BaseUrl,
    /// The headers that every request has, the key among them.
    headers: DefaultHeaders,
    limits: Limits,
}

/// What a call may take unless it says otherwise.
#[derive(Clone, Copy)]
struct Limits {
    timeout: Duration,
    attempt_timeout: Duration,
    max_response_bytes: u64,
}

impl Client {
    /// Starts a client with this secret key. [`ClientBuilder::transport`] must follow.
    pub fn builder(key: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(key.into())
    }

    /// Prepares a call: it is written as a request at once, and sent when it is awaited.
    ///
    /// A parameter that cannot be sent shows up when the call is awaited, as [`Error::Encode`].
    pub fn send<E: Endpoint>(&self, endpoint: E) -> Call<E::Response> {
        Call::new(self.clone(), E::METADATA, self.encode(&endpoint), E::decode)
    }

    /// The request that [`send`](Self::send) sends, key and all: the codec without I/O.
    /// [`Endpoint::decode`] reads the answer.
    ///
    /// # Errors
    /// [`Error::Encode`] when a parameter cannot be sent.
    pub fn request<E: Endpoint + ?Sized>(
        &self,
        endpoint: &E,
    ) -> Result<http::Request<Bytes>, Error> {
        Ok(self.encode(endpoint)?.into_request(&self.0.headers))
    }

    fn encode<E: Endpoint + ?Sized>(&self, endpoint: &E) -> Result<EncodedRequest, EncodeError> {
        let mut encoder = RequestEncoder::new(&self.0.base, E::METADATA);
        endpoint.encode(&mut encoder)?;
        encoder.encoded()
    }

    /// The URL that all paths are below.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.0.base
    }

    /// What carries the requests, retries included.
    #[must_use]
    pub fn transport(&self) -> &dyn HttpTransport {
        &self.0.transport
    }

    fn context(&self, metadata: &'static Metadata) -> RequestContext {
        let Limits { timeout, attempt_timeout, max_response_bytes } = self.0.limits;
        RequestContext {
            metadata: Some(metadata),
            timeout: Some(timeout),
            attempt_timeout: Some(attempt_timeout),
            max_response_bytes: Some(max_response_bytes),
            ..RequestContext::default()
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base)
            .field("transport", &self.0.transport)
            .field("timeout", &self.0.limits.timeout)
            .field("attempt_timeout", &self.0.limits.attempt_timeout)
            .field("max_response_bytes", &self.0.limits.max_response_bytes)
            .finish_non_exhaustive()
    }
}
