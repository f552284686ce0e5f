//! A connection over HTTP/1.1. It has no task: the call that uses it drives it. No other code needs
//! to, because it is checked before its next use.

use std::{
    future::{Future, poll_fn},
    mem,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use clerk_core::transport::{BodyReader, RequestContext};
use http::{HeaderMap, HeaderValue, Request, header, response::Parts};
use http_body_util::Full;
use hyper::{
    body::{Body, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use tokio::{task::unconstrained, time::Instant};

use self::yielding::Yielding;
use crate::{
    connect::{ProxyCredentials, Stream},
    error::{self, Failure},
};

mod yielding;

type Connection = http1::Connection<TokioIo<Yielding<Stream>>, Full<Bytes>>;

/// The most bytes of a head: its fields, and the line before them. It is also the most that is read
/// at once. A flood of informational responses therefore cannot outlast the deadline by much.
const MAX_HEAD: usize = RequestContext::MAX_HEADER_BYTES + (8 << 10);

/// A connection for one exchange at a time. Dropping it closes it.
pub(crate) struct Http1 {
    sender: http1::SendRequest<Full<Bytes>>,
    /// `None` if hyper has ended it.
    connection: Option<Connection>,
    /// Set if a proxy forwards the requests.
    proxy: Option<ProxyCredentials>,
    pub(crate) created: Instant,
    pub(crate) last_used: Instant,
}

impl Http1 {
    pub(crate) async fn new(
        stream: Stream,
        proxy: Option<ProxyCredentials>,
    ) -> Result<Box<Self>, hyper::Error> {
        let mut builder = http1::Builder::new();
        builder.max_buf_size(MAX_HEAD);
        let (sender, connection) = builder.handshake(TokioIo::new(Yielding::new(stream))).await?;
        let created = Instant::now();
        Ok(Box::new(Self {
            sender,
            connection: Some(connection),
            proxy,
            created,
            last_used: created,
        }))
    }

    /// Returns whether the connection can take a request: the server has neither closed it nor sent
    /// unsolicited data.
    pub(crate) fn check(&mut self) -> bool {
        // The waker does nothing: no task waits for this connection.
        self.drive(&mut Context::from_waker(Waker::noop()));
        self.is_idle()
    }

    /// Returns whether the last exchange is complete and the connection is not known to be closed.
    pub(crate) fn is_idle(&self) -> bool {
        self.connection.is_some() && self.sender.is_ready()
    }

    /// Makes an exchange, and reads the body into `reader`. If the request was certainly not sent,
    /// puts it back. Notices first if the server has closed the connection or sent unsolicited
    /// data.
    #[allow(clippy::manual_async_fn, reason = "an async fn keeps its arguments twice")]
    pub(crate) fn exchange(
        &mut self,
        request: &mut Request<Full<Bytes>>,
        reader: &mut BodyReader,
    ) -> impl Future<Output = Result<Parts, Failure>> {
        async move {
            let response = {
                let mut response = pin!(self.sender.try_send_request(mem::take(request)));
                let head = poll_fn(|context| {
                    // First, because the response arrives through it.
                    drive(&mut self.connection, context);
                    response.as_mut().poll(context)
                });
                // Otherwise a call that shares its task with many others could wait for them again
                // and again, because they use up tokio's budget for one poll of the task.
                unconstrained(head).await
            };
            let response = response.map_err(|failure| Failure::new(failure, request))?;
            let (mut parts, mut body) = response.into_parts();
            reader.head(parts.status, &parts.headers, body.size_hint().exact())?;
            let mut is_first = true;
            while !body.is_end_stream() {
                let Some(frame) = self.frame(&mut body).await else { break };
                let frame = frame.map_err(|cause| reader.explain(error::of_exchange(cause)))?;
                if let Ok(chunk) = frame.into_data() {
                    reader.push(chunk)?;
                }
                // hyper reserves a second buffer unless everything in the first one is released.
                if is_first && !reader.is_complete() {
                    copy_values(&mut parts.headers);
                }
                is_first = false;
            }
            Ok(parts)
        }
    }

    async fn frame(
        &mut self,
        body: &mut Incoming,
    ) -> Option<Result<hyper::body::Frame<Bytes>, hyper::Error>> {
        poll_fn(|context| {
            // hyper reads only what the body has requested.
            if let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(context) {
                return Poll::Ready(frame);
            }
            self.drive(context);
            Pin::new(&mut *body).poll_frame(context)
        })
        .await
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        drive(&mut self.connection, context);
    }

    /// Changes a request to the form that HTTP/1.1 requires on this connection. `host` is the URI's
    /// host.
    pub(crate) fn prepare(&self, request: &mut Request<Full<Bytes>>, host: &HeaderValue) {
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert_with(|| host.clone());
        match &self.proxy {
            Some(credentials) => {
                if let Some(value) = credentials.header() {
                    headers.insert(header::PROXY_AUTHORIZATION, value.clone());
                }
            }
            None => {
                if let Some(target) = request.uri().path_and_query().cloned() {
                    *request.uri_mut() = target.into();
                }
            }
        }
    }
}

/// Drives a connection. The exchange, if any, receives its errors. It also receives a request that
/// was not sent, which hyper returns when the connection is dropped.
fn drive(connection: &mut Option<Connection>, context: &mut Context<'_>) {
    let is_ended = connection.as_mut().is_some_and(|open| Pin::new(open).poll(context).is_ready());
    if is_ended {
        *connection = None;
    }
}

/// Copies the header values out of the buffer that they were read into.
fn copy_values(headers: &mut HeaderMap) {
    for value in headers.values_mut() {
        if let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) {
            copy.set_sensitive(value.is_sensitive());
            *value = copy;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    #[tokio::test]
    async fn a_request_is_put_back_if_the_connection_is_closed_before_it_is_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        drop(listener.accept().await.unwrap());
        stream.readable().await.unwrap();
        let mut connection = Http1::new(Box::new(stream), None).await.unwrap();
        let mut request = Request::post("/path").body(Full::new(Bytes::from("body"))).unwrap();
        let mut reader = BodyReader::new(&RequestContext::default());
        let outcome = connection.exchange(&mut request, &mut reader).await;
        assert!(matches!(outcome, Err(Failure::Unsent(_))));
        assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/path"));
        assert!(!connection.check());
    }
}
