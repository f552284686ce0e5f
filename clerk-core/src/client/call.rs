//! One call: its options, its attempts, and its response.

use std::{
    fmt,
    future::IntoFuture,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};
use serde::de::DeserializeOwned;

use super::{Client, Credential, builder};
use crate::{
    codec::{EncodedRequest, decode, header_refusal},
    error::{ApiError, Attempts, DecodeError, EncodeError, Error, Reading},
    metadata::{Metadata, Security},
    redact::SentSecrets,
    retry::{CallLimits, CredentialHeader, RetryPolicy},
    trace::CallSpan,
};

type Decode<R> = fn(&'static Metadata, Response<Bytes>) -> Result<R, DecodeError>;
type Exchange = Pin<Box<dyn Future<Output = Result<Success, Error>> + Send>>;

/// A call that is ready to be sent. Set its options first, then `.await` it.
///
/// Dropping the call, or the future that it turns into, cancels it. The server may have carried it
/// out.
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<R> {
    request: CallRequest,
    decode: Decode<R>,
}

/// The part of a call that does not depend on its response type.
struct CallRequest {
    origin: Origin,
    /// Replaces the client's limits. Boxed, since few calls have limits of their own, and a small
    /// call is moved in fewer instructions.
    limits: Option<Box<CallLimits>>,
    encoded: Result<EncodedRequest, EncodeError>,
}

/// The part of a call that its response needs.
struct Origin {
    client: Client,
    metadata: &'static Metadata,
    /// Replaces the client's credential.
    credential: Option<Box<Credential>>,
    /// The request's other secrets.
    secrets: Option<Box<SentSecrets>>,
}

/// A success that is not decoded yet.
struct Success {
    origin: Origin,
    response: Response<Bytes>,
    attempts: Option<Box<Attempts>>,
    span: CallSpan,
}

impl<R> Call<R> {
    pub(super) fn new(
        client: Client,
        metadata: &'static Metadata,
        mut encoded: Result<EncodedRequest, EncodeError>,
        decode: Decode<R>,
    ) -> Self {
        let secrets = encoded.as_mut().map_or(None, |encoded| encoded.secrets.take());
        let origin = Origin { client, metadata, credential: None, secrets };
        Self { request: CallRequest { origin, limits: None, encoded }, decode }
    }

    /// Sets the deadline of this call, over all its attempts and the waits between them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.limits_mut().timeout = timeout;
        self
    }

    /// Sets the deadline of each attempt of this call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.request.limits_mut().attempt_timeout = timeout;
        self
    }

    /// Sets the deadline for setting up a connection for this call. A transport with one deadline
    /// for all calls refuses it; reqwest is one.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.request.limits_mut().connect_timeout = Some(timeout);
        self
    }

    /// Sets the largest response body that this call accepts, in bytes.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.request.limits_mut().max_response_bytes = bytes;
        self
    }

    /// Sets the retry policy of this call. [`RetryPolicy::never`] turns retries off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.request.limits_mut().policy = Some(policy);
        self
    }

    /// Declares that this call can be carried out twice, so that it is also retried if the server
    /// may already have carried it out.
    pub fn idempotent(mut self) -> Self {
        self.request.limits_mut().idempotent = true;
        self
    }

    /// Sends this call with another credential than the client's.
    pub fn credential(mut self, credential: &Credential) -> Self {
        self.request.set_credential(credential.clone());
        self
    }

    /// Sends this call with a bearer token instead of the client's credential. If the token cannot
    /// be sent, the call fails with [`Error::Encode`]. To use a token for many calls, create a
    /// [`Credential`] once.
    pub fn bearer(mut self, token: impl Into<String>) -> Self {
        match Credential::bearer(token) {
            Ok(credential) => self.request.set_credential(credential),
            Err(error) => {
                self.request.refuse(format!("the bearer token {}", error.problem()));
            }
        }
        self
    }

    /// Sends this call without a credential.
    pub fn anonymous(mut self) -> Self {
        self.request.remove_credential();
        self
    }

    /// Sets a header of this call. If it cannot be sent, or if the client sets it itself, the call
    /// fails with [`Error::Encode`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request.set_header(name, value);
        self
    }

    /// Reads the success into a type of the caller's own, such as one with fewer members.
    ///
    /// ```
    /// # use clerk_core::{Client, Endpoint, Error};
    /// # #[derive(Endpoint)]
    /// # #[endpoint(method = GET, path = "/users", response = Vec<String>)]
    /// # struct ListUsers {}
    /// #[derive(serde::Deserialize)]
    /// struct Name {
    ///     first_name: Option<String>,
    /// }
    ///
    /// async fn names(client: &Client) -> Result<Vec<Name>, Error> {
    ///     client.send(ListUsers::new()).json().await
    /// }
    /// ```
    pub fn json<T: DeserializeOwned>(self) -> Call<T> {
        self.decoded_by(decode::json::<T>)
    }

    /// Reads the response with another function.
    pub(crate) fn decoded_by<T>(self, decode: Decode<T>) -> Call<T> {
        Call { request: self.request, decode }
    }

    /// Returns status and headers together with the value.
    pub fn full(self) -> FullCall<R> {
        FullCall(self)
    }

    /// Sends the call and blocks this thread until it is finished. In async code it works too, but
    /// everything else on the thread waits meanwhile.
    ///
    /// # Errors
    /// The same as for `.await`.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<R, Error> {
        pollster::block_on(self.blocking(true).into_future())
    }

    /// Sets whether the caller blocks its thread until the call is finished.
    pub(crate) fn blocking(mut self, blocks: bool) -> Self {
        self.request.limits_mut().blocking = blocks;
        self
    }
}

impl CallRequest {
    fn limits(&self) -> &CallLimits {
        self.limits.as_deref().unwrap_or(&self.origin.client.0.limits)
    }

    fn limits_mut(&mut self) -> &mut CallLimits {
        self.limits.get_or_insert_with(|| Box::new(self.origin.client.0.limits))
    }

    fn set_credential(&mut self, credential: Credential) {
        self.remove_credential();
        if let Ok(encoded) = &mut self.encoded {
            encoded.headers_mut().insert(credential.name().clone(), credential.value().clone());
        }
        self.origin.credential = Some(Box::new(credential));
    }

    /// Removes the client's credential, and one that was set for this call.
    fn remove_credential(&mut self) {
        let earlier = self.origin.credential.take();
        if let Ok(encoded) = &mut self.encoded {
            encoded.anonymous = true;
            if let Some(earlier) = earlier {
                encoded.headers_mut().remove(earlier.name());
            }
        }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        let Ok(encoded) = &mut self.encoded else { return };
        let problem = match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                if let Some(problem) = self.origin.refusal(&name, encoded.anonymous) {
                    return self.refuse(format!("the header `{name}` cannot be set: it {problem}"));
                }
                if builder::is_secret(&name) {
                    value.set_sensitive(true);
                    let secrets = self.origin.secrets.get_or_insert_default();
                    secrets.headers.push(value.clone());
                }
                encoded.headers_mut().insert(name, value);
                return;
            }
            (Err(_), _) => "invalid header name".to_owned(),
            (Ok(name), Err(_)) => format!(
                "the header `{name}` holds a line break or another character that it cannot carry"
            ),
        };
        self.refuse(problem);
    }

    fn refuse(&mut self, problem: String) {
        self.encoded = Err(EncodeError::for_request(self.origin.metadata, problem));
    }

    /// A block instead of an `async fn`, because a block does not move what it captures.
    fn exchange(self) -> Exchange {
        Box::pin(async move {
            let Origin { client, metadata, .. } = &self.origin;
            let span = CallSpan::new(metadata, &client.0.api);
            let encoded = match &self.encoded {
                Ok(encoded) => encoded,
                Err(error) => return Err(span.failed(error.clone().into())),
            };
            let reading = self.origin.reading();
            let request = || encoded.to_request(&client.0.headers);
            let (outcome, attempts) = {
                // Pinned, so that it is not moved any more.
                let attempts = pin!(client.0.retrier.run(
                    &*client.0.transport,
                    metadata,
                    self.origin.credential(encoded.anonymous),
                    self.limits(),
                    reading,
                    request,
                ));
                span.around(attempts).await
            };
            span.attempted(attempts.as_deref());
            let error = match outcome {
                Ok(response) if metadata.is_success(response.status()) => {
                    return Ok(Success { origin: self.origin, response, attempts, span });
                }
                Ok(response) => ApiError::read(metadata, response, reading).into(),
                Err(error) => error.with_call(metadata, &reading.secrets()).into(),
            };
            Err(span.failed(Error::with_attempts(error, attempts)))
        })
    }
}

impl Origin {
    /// Returns why a caller cannot set this header. `anonymous` leaves out the client's credential.
    fn refusal(&self, name: &HeaderName, anonymous: bool) -> Option<&'static str> {
        let client = self.client.0.credential.as_ref().filter(|_| !anonymous);
        let credential = self.credential.as_deref().or(client);
        if credential.is_some_and(|credential| credential.name() == name) {
            return Some("is the header of the credential");
        }
        header_refusal(name)
    }

    /// Returns the header of the credential that is sent.
    fn credential(&self, anonymous: bool) -> Option<CredentialHeader<'_>> {
        let is_anonymous = anonymous || self.metadata.security == Security::Public;
        let client = self.client.0.credential.as_ref().filter(|_| !is_anonymous);
        let credential = self.credential.as_deref().or(client)?;
        Some((credential.name(), credential.value()))
    }

    fn reading(&self) -> Reading<'_> {
        let client = &*self.client.0;
        let credential = self.credential.as_deref().or(client.credential.as_ref());
        Reading {
            api: &client.api,
            credential: credential.map(Credential::secret),
            sent: self.secrets.as_deref(),
        }
    }
}

impl Success {
    fn decode<R>(self, decode: Decode<R>) -> Result<R, Error> {
        decode(self.origin.metadata, self.response)
            .map_err(|error| undecoded(error, &self.origin, self.attempts, &self.span))
    }
}

#[cold]
fn undecoded(
    error: DecodeError,
    origin: &Origin,
    attempts: Option<Box<Attempts>>,
    span: &CallSpan,
) -> Error {
    span.failed(Error::from(error.with_reading(origin.reading())).with_attempts(attempts))
}

impl<R> IntoFuture for Call<R> {
    type Output = Result<R, Error>;
    type IntoFuture = ResponseFuture<R>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture { exchange: self.request.exchange(), decode: self.decode }
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.request.origin.metadata.operation)
            .field("timeout", &self.request.limits().timeout)
            .finish_non_exhaustive()
    }
}

/// The future of a [`Call`].
#[must_use = "futures do nothing unless polled"]
pub struct ResponseFuture<R> {
    exchange: Exchange,
    decode: Decode<R>,
}

impl<R> Future for ResponseFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let success = ready!(self.exchange.as_mut().poll(context))?;
        Poll::Ready(success.decode(self.decode))
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

/// A [`Call`] that returns status and headers together with the value.
#[must_use = "a call is not sent until it is awaited"]
#[derive(Debug)]
pub struct FullCall<R>(Call<R>);

impl<R> FullCall<R> {
    /// Sends the call and blocks this thread until it is finished, like [`Call::wait`].
    ///
    /// # Errors
    /// The same as for `.await`.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<Response<R>, Error> {
        pollster::block_on(Self(self.0.blocking(true)).into_future())
    }
}

impl<R> IntoFuture for FullCall<R> {
    type Output = Result<Response<R>, Error>;
    type IntoFuture = FullFuture<R>;

    fn into_future(self) -> Self::IntoFuture {
        FullFuture(self.0.into_future())
    }
}

/// The future of a [`FullCall`].
#[must_use = "futures do nothing unless polled"]
#[derive(Debug)]
pub struct FullFuture<R>(ResponseFuture<R>);

impl<R> Future for FullFuture<R> {
    type Output = Result<Response<R>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let success = ready!(self.0.exchange.as_mut().poll(context))?;
        let mut full = Response::new(());
        *full.status_mut() = success.response.status();
        *full.version_mut() = success.response.version();
        *full.headers_mut() = success.response.headers().clone();
        Poll::Ready(success.decode(self.0.decode).map(|value| full.map(|()| value)))
    }
}
