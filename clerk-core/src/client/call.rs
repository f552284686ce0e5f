//! One call, from its options to its answer.

use std::{
    fmt,
    future::IntoFuture,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, header::AUTHORIZATION};

use super::{Client, Inner, builder::OWN_HEADERS};
use crate::{
    EncodeError, Error, Metadata, RequestContext, RetryPolicy, SecretKey, encode::EncodedRequest,
    trace::CallSpan,
};

type Decode<R> = fn(Response<Bytes>) -> Result<R, Error>;
type Exchange = Pin<Box<dyn Future<Output = Result<(Response<Bytes>, CallSpan), Error>> + Send>>;

/// A call that is ready to be sent. Options come first, then `.await` sends it.
///
/// Dropping it, or the future that it turns into, stops the call; whether the server carried it
/// out is then unknown.
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<R> {
    prepared: Prepared,
    decode: Decode<R>,
}

/// The part of a call that does not depend on its response type.
struct Prepared {
    client: Client,
    metadata: &'static Metadata,
    context: RequestContext,
    request: Result<EncodedRequest, EncodeError>,
}

impl<R> Call<R> {
    pub(super) fn new(
        client: Client,
        metadata: &'static Metadata,
        request: Result<EncodedRequest, EncodeError>,
        decode: Decode<R>,
    ) -> Self {
        let context = client.context(metadata);
        Self { prepared: Prepared { client, metadata, context, request }, decode }
    }

    /// Sets the longest time that this call may take, over all its attempts and the waits between
    /// them.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.prepared.context.timeout = Some(timeout);
        self
    }

    /// Sets the longest time that one attempt of this call may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.prepared.context.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the longest time that setting up a connection for this call may take.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.prepared.context.connect_timeout = Some(timeout);
        self
    }

    /// Sets how this call is retried: see [`Retry`](crate::Retry). [`RetryPolicy::never`] turns
    /// retries off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.prepared.context.retry = Some(policy);
        self
    }

    /// Says that this call can be carried out twice with no harm, so that it is also retried where
    /// the server may have carried it out already.
    pub fn idempotent(mut self) -> Self {
        self.prepared.context.idempotent = true;
        self
    }

    /// Sends this call with another key, such as a machine's secret key.
    pub fn bearer(mut self, key: &SecretKey) -> Self {
        if let Ok(request) = &mut self.prepared.request {
            request.headers.insert(AUTHORIZATION, key.header());
        }
        self
    }

    /// Sets a header of this call. One that cannot be sent, or that the client sets itself, makes
    /// the call end in [`Error::Encode`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.prepared.set_header(name, value);
        self
    }

    /// Gives status and headers with the value.
    pub fn full(self) -> FullCall<R> {
        FullCall(self)
    }

    /// Sends the call and blocks this thread until it ends. Not for use inside async code.
    ///
    /// # Errors
    /// As for `.await`.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<R, Error> {
        pollster::block_on(self.into_future())
    }
}

impl Prepared {
    fn set_header(&mut self, name: &str, value: &str) {
        let Ok(request) = &mut self.request else { return };
        let problem = match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) if !OWN_HEADERS.contains(&name) => {
                request.headers.insert(name, value);
                return;
            }
            (Ok(name), Ok(_)) => format!("the header `{name}` is one that the client sets itself"),
            (Err(_), _) => "a header of the call has a name that is none".to_owned(),
            (Ok(name), Err(_)) => format!(
                "the header `{name}` holds a line break or another character that it cannot carry"
            ),
        };
        self.request = Err(EncodeError::request(self.metadata.operation, problem));
    }

    /// A block, and not an `async fn`: what a block captures stays where it is.
    fn exchange(self) -> Exchange {
        Box::pin(async move {
            let span = CallSpan::new(self.metadata);
            let answer = span.around(self.answer()).await;
            span.tried(&answer);
            Ok((span.ended(answer)?, span))
        })
    }

    async fn answer(&self) -> Result<Response<Bytes>, Error> {
        let request = self.request.as_ref().map_err(EncodeError::clone)?;
        let Inner { transport, headers, .. } = &*self.client.0;
        transport
            .call(&self.context, || request.clone().into_request(headers))
            .await
            .map_err(|error| Error::Transport(error.with_operation(self.metadata.operation)))
    }
}

impl<R> IntoFuture for Call<R> {
    type Output = Result<R, Error>;
    type IntoFuture = ResponseFuture<R>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture { exchange: self.prepared.exchange(), decode: self.decode }
    }
}

impl<R> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.prepared.metadata.operation)
            .field("timeout", &self.prepared.context.timeout)
            .finish_non_exhaustive()
    }
}

/// What awaiting a [`Call`] turns it into.
#[must_use = "futures do nothing unless polled"]
pub struct ResponseFuture<R> {
    exchange: Exchange,
    decode: Decode<R>,
}

impl<R> Future for ResponseFuture<R> {
    type Output = Result<R, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (response, span) = ready!(self.exchange.as_mut().poll(context))?;
        Poll::Ready(span.ended((self.decode)(response)))
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

/// A [`Call`] that gives status and headers with the value.
#[must_use = "a call is not sent until it is awaited"]
#[derive(Debug)]
pub struct FullCall<R>(Call<R>);

impl<R> FullCall<R> {
    /// Sends the call and blocks this thread until it ends. Not for use inside async code.
    ///
    /// # Errors
    /// As for `.await`.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<Response<R>, Error> {
        pollster::block_on(self.into_future())
    }
}

impl<R> IntoFuture for FullCall<R> {
    type Output = Result<Response<R>, Error>;
    type IntoFuture = FullFuture<R>;

    fn into_future(self) -> Self::IntoFuture {
        FullFuture(self.0.into_future())
    }
}

/// What awaiting a [`FullCall`] turns it into.
#[must_use = "futures do nothing unless polled"]
#[derive(Debug)]
pub struct FullFuture<R>(ResponseFuture<R>);

impl<R> Future for FullFuture<R> {
    type Output = Result<Response<R>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let (response, span) = ready!(self.0.exchange.as_mut().poll(context))?;
        let mut full = Response::new(());
        *full.status_mut() = response.status();
        *full.version_mut() = response.version();
        *full.headers_mut() = response.headers().clone();
        let value = span.ended((self.0.decode)(response));
        Poll::Ready(value.map(|value| full.map(|()| value)))
    }
}
