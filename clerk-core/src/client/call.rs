//! One call: its options, its attempts, and its response.

use std::{
    fmt,
    future::IntoFuture,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};
use serde::de::DeserializeOwned;

use super::{
    Client, Credential, builder,
    sender::{Sender, SentCredential},
};
use crate::{
    codec::{EncodedRequest, decode, header_refusal},
    error::{Attempts, DecodeError, EncodeError, Error},
    metadata::Metadata,
    redact::SentSecrets,
    retry::{CallLimits, Outgoing, RetryPolicy},
    trace::CallSpan,
};

type Decode<R> = fn(&'static Metadata, Response<Bytes>) -> Result<R, DecodeError>;
type Exchange = Pin<Box<dyn Future<Output = Result<Success, Error>> + Send>>;

/// A call that is ready to be sent. Set its options first, then `.await` it.
///
/// Dropping the call or its future cancels it. The server may already have carried it out.
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<R> {
    parts: Parts,
    decode: Decode<R>,
}

/// The part of a call that does not depend on its response type.
struct Parts {
    sender: Sender,
    request: Result<EncodedRequest, EncodeError>,
    /// Replaces the client's limits. Boxed because few calls set any, and a small call is cheaper
    /// to move.
    limits: Option<Box<CallLimits>>,
}

/// A successful response that is not decoded yet.
struct Success {
    sender: Sender,
    /// The request's secrets other than the credential.
    secrets: Option<Box<SentSecrets>>,
    response: Response<Bytes>,
    attempts: Option<Box<Attempts>>,
    span: CallSpan,
}

impl<R> Call<R> {
    pub(super) fn new(
        client: Client,
        metadata: &'static Metadata,
        request: Result<EncodedRequest, EncodeError>,
        decode: Decode<R>,
    ) -> Self {
        let sender = Sender::new(client, metadata);
        Self { parts: Parts { sender, request, limits: None }, decode }
    }

    /// Sets the deadline of this call, including all attempts and the waits between them. Default:
    /// the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.limits_mut().timeout = timeout;
        self
    }

    /// Sets the deadline of each attempt of this call. Default: the client's.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.parts.limits_mut().attempt_timeout = timeout;
        self
    }

    /// Sets the deadline for setting up a connection for this call. Default: the transport's.
    /// Transports that have one connect deadline for all calls, such as reqwest, refuse the call.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.parts.limits_mut().connect_timeout = Some(timeout);
        self
    }

    /// Sets the largest response body that this call accepts, in bytes. Default: the client's
    /// limit.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.parts.limits_mut().max_response_bytes = bytes;
        self
    }

    /// Sets the retry policy of this call. [`RetryPolicy::never`] turns retries off. Default: the
    /// client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.limits_mut().policy = Some(policy);
        self
    }

    /// Marks this call as safe to repeat. It is then retried even if the server may already have
    /// carried it out.
    pub fn idempotent(mut self) -> Self {
        self.parts.limits_mut().idempotent = true;
        self
    }

    /// Sends this call with `credential` instead of the client's.
    pub fn credential(mut self, credential: &Credential) -> Self {
        self.parts.sender.credential = SentCredential::Call(Box::new(credential.clone()));
        self
    }

    /// Sends this call with a bearer token instead of the client's credential. If the token cannot
    /// be sent, the call fails with [`Error::Encode`]. To use a token for many calls, create a
    /// [`Credential`] once.
    pub fn bearer(mut self, token: impl Into<String>) -> Self {
        match Credential::bearer(token) {
            Ok(credential) => {
                self.parts.sender.credential = SentCredential::Call(Box::new(credential));
            }
            Err(error) => self.parts.refuse(format!("the bearer token {}", error.problem())),
        }
        self
    }

    /// Sends this call without a credential.
    pub fn anonymous(mut self) -> Self {
        self.parts.sender.credential = SentCredential::None;
        self
    }

    /// Sets a header of this call. If it cannot be sent, or if the client sets it itself, the call
    /// fails with [`Error::Encode`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.parts.set_header(name, value);
        self
    }

    /// Decodes the response's JSON into your own type, such as one with fewer members.
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

    /// Decodes the response with another function.
    pub(crate) fn decoded_by<T>(self, decode: Decode<T>) -> Call<T> {
        Call { parts: self.parts, decode }
    }

    /// Returns the status and headers along with the value.
    pub fn full(self) -> FullCall<R> {
        FullCall(self)
    }

    /// Sends the call and blocks this thread until it is finished. This also works in async code,
    /// but it blocks everything else on the thread.
    ///
    /// # Errors
    /// The same as for `.await`.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<R, Error> {
        pollster::block_on(self.blocking(true).into_future())
    }

    /// Sets whether the caller blocks its thread until the call is finished.
    pub(crate) fn blocking(mut self, blocks: bool) -> Self {
        self.parts.limits_mut().blocking = blocks;
        self
    }
}

impl Parts {
    fn limits(&self) -> &CallLimits {
        self.limits.as_deref().unwrap_or(&self.sender.client.0.limits)
    }

    fn limits_mut(&mut self) -> &mut CallLimits {
        self.limits.get_or_insert_with(|| Box::new(self.sender.client.0.limits))
    }

    fn set_header(&mut self, name: &str, value: &str) {
        let Ok(request) = &mut self.request else { return };
        let problem = match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                let credential = self.sender.credential();
                let problem = if credential.is_some_and(|credential| *credential.name() == name) {
                    Some("is the credential's header")
                } else {
                    header_refusal(&name)
                };
                if let Some(problem) = problem {
                    return self.refuse(format!("the header `{name}` cannot be set: it {problem}"));
                }
                if builder::is_secret(&name) {
                    value.set_sensitive(true);
                    request.secrets.get_or_insert_default().headers.push(value.clone());
                }
                request.headers_mut().insert(name, value);
                return;
            }
            (Err(_), _) => "invalid header name".to_owned(),
            (Ok(name), Err(_)) => format!(
                "the header `{name}` contains a line break or another character that it cannot carry"
            ),
        };
        self.refuse(problem);
    }

    fn refuse(&mut self, problem: String) {
        self.request = Err(EncodeError::for_request(self.sender.metadata, problem));
    }

    /// An async block instead of an `async fn`, because a block does not move what it captures.
    fn exchange(mut self) -> Exchange {
        Box::pin(async move {
            let sender = &self.sender;
            let client = &*sender.client.0;
            let span = CallSpan::new(sender.metadata, &client.api);
            let request = match &self.request {
                Ok(request) => request,
                Err(error) => return Err(span.failed(error.clone().into())),
            };
            let outgoing = Outgoing {
                transport: &*client.transport,
                metadata: sender.metadata,
                credential: sender.credential().map(Credential::header_field),
                limits: self.limits(),
                reading: sender.reading(request.secrets.as_deref()),
            };
            let attempts = client.retrier.run(&outgoing, || sender.request(request));
            match span.around(attempts).await {
                Ok((response, attempts)) => {
                    span.attempted(attempts.as_deref());
                    let request = self.request.as_mut().ok();
                    let secrets = request.and_then(|request| request.secrets.take());
                    Ok(Success { sender: self.sender, secrets, response, attempts, span })
                }
                Err(error) => {
                    span.attempted(error.attempts());
                    Err(span.failed(error))
                }
            }
        })
    }
}

impl Success {
    fn decode<R>(self, decode: Decode<R>) -> Result<R, Error> {
        let Self { sender, secrets, response, attempts, span } = self;
        decode(sender.metadata, response).map_err(
            #[cold]
            |error| {
                let error = error.with_reading(sender.reading(secrets.as_deref()));
                span.failed(Error::from(error).with_attempts(attempts))
            },
        )
    }
}

impl<R> IntoFuture for Call<R> {
    type Output = Result<R, Error>;
    type IntoFuture = ResponseFuture<R>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture { exchange: self.parts.exchange(), decode: self.decode }
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.parts.sender.metadata.operation)
            .field("timeout", &self.parts.limits().timeout)
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

/// A [`Call`] that returns the status and headers along with the value.
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
