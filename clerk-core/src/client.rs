//! Calls endpoints through a transport.

use std::{fmt, sync::Arc};

use bytes::Bytes;

mod builder;
mod call;
mod credential;
mod sender;

pub use builder::ClientBuilder;
pub use call::{Call, FullCall, FullFuture, ResponseFuture};
pub use credential::Credential;

use sender::Sender;

use crate::{
    codec::{BaseUrl, DefaultHeaders, EncodedRequest, RequestEncoder},
    endpoint::Endpoint,
    error::{ApiProfile, EncodeError, Error},
    redact::SentSecrets,
    retry::{CallLimits, Retrier},
    transport::HttpTransport,
    values::serialized_secrets,
};

/// Calls the endpoints of one API through one transport. Cheap to clone: clones share the
/// connections, the retry budget, and the limits.
///
/// ```
/// use clerk_core::{Client, Endpoint, Error};
///
/// /// Gets the server's time.
/// #[derive(Endpoint)]
/// #[endpoint(method = GET, path = "/time", response = String)]
/// struct GetTime {}
///
/// async fn call(client: &Client) -> Result<(), Error> {
///     println!("{}", client.send(GetTime::new()).await?);
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    transport: Box<dyn HttpTransport>,
    retrier: Retrier,
    base: BaseUrl,
    /// The headers of requests that send the client's credential.
    headers: DefaultHeaders,
    /// The headers of all other requests.
    public_headers: DefaultHeaders,
    limits: CallLimits,
    api: ApiProfile,
    credential: Option<Credential>,
}

impl Client {
    /// Starts a client for the API at `base_url`, an `https` URL that all paths are appended to.
    /// [`ClientBuilder::transport`] must follow.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url)
    }

    /// Creates a call. Encodes the request now, and sends it when the call is awaited.
    ///
    /// If a param cannot be sent, awaiting the call returns [`Error::Encode`].
    pub fn send<E: Endpoint>(&self, endpoint: E) -> Call<E::Response> {
        Call::new(self.clone(), E::METADATA, self.encode(&endpoint), |_, response| {
            E::decode(response)
        })
    }

    /// Returns the request that [`send`](Self::send) would send, including the credential, without
    /// sending it. [`Endpoint::decode`] decodes the response.
    ///
    /// # Errors
    /// [`Error::Encode`] if a param cannot be sent.
    pub fn request<E: Endpoint + ?Sized>(
        &self,
        endpoint: &E,
    ) -> Result<http::Request<Bytes>, Error> {
        Ok(Sender::new(self.clone(), E::METADATA).request(&self.encode(endpoint)?))
    }

    fn encode<E: Endpoint + ?Sized>(&self, endpoint: &E) -> Result<EncodedRequest, EncodeError> {
        let mut encoder = RequestEncoder::new(&self.0.base, E::METADATA);
        let (result, secrets) = serialized_secrets(|| endpoint.encode(&mut encoder));
        result?;
        let mut encoded = encoder.encoded()?;
        if !secrets.is_empty() {
            encoded.secrets = Some(Box::new(SentSecrets { body: secrets, headers: Vec::new() }));
        }
        Ok(encoded)
    }

    /// Returns the URL that all paths are appended to.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.0.base
    }

    /// Returns the transport, including its middleware.
    #[must_use]
    pub fn transport(&self) -> &dyn HttpTransport {
        &self.0.transport
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base)
            .field("transport", &self.0.transport)
            .field("retrier", &self.0.retrier)
            .field("timeout", &self.0.limits.timeout)
            .field("attempt_timeout", &self.0.limits.attempt_timeout)
            .field("max_response_bytes", &self.0.limits.max_response_bytes)
            .finish_non_exhaustive()
    }
}
