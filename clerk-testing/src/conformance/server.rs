//! Servers on loopback sockets. Those that misbehave write each byte themselves; the others use
//! hyper.

use std::{
    convert::Infallible,
    future::{self, Future},
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};

use clerk_core::{
    Bytes,
    http::{self, StatusCode},
};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Incoming,
    rt::{Read, Write},
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{AbortHandle, JoinSet},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::harness::{Harness, Outcome, Request, Response};

/// A server that stops when it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    state: Arc<State>,
    accepting: AbortHandle,
}

/// The events that a server has counted so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Connections accepted.
    pub(super) opened: usize,
    /// Connections closed.
    pub(super) closed: usize,
    /// Requests read completely.
    pub(super) requests: usize,
    /// Requests that the client dropped before the response.
    pub(super) abandoned: usize,
}

#[derive(Default)]
struct State {
    counts: watch::Sender<Counts>,
    requests: Mutex<Vec<Request>>,
}

/// A handler's reply to a request.
pub(super) enum Reply {
    /// Sends this response.
    Response(Response),
    /// Never responds.
    Silence,
}

impl Server {
    /// Starts a server for HTTP/1.1.
    pub(super) fn http(
        harness: &Harness,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Outcome<Self> {
        let handler = Arc::new(handler);
        Self::start(harness, move |stream, _, state| {
            serve_http1(TokioIo::new(stream), handler.clone(), state)
        })
    }

    /// Starts a server for HTTP/2 and HTTP/1.1 over TLS. The client chooses.
    pub(super) fn https(
        harness: &Harness,
        acceptor: TlsAcceptor,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Outcome<Self> {
        let handler = Arc::new(handler);
        Self::start(harness, move |stream, _, state| {
            let (acceptor, handler) = (acceptor.clone(), handler.clone());
            async move {
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                    serve_http2(TokioIo::new(stream), handler, state).await;
                } else {
                    serve_http1(TokioIo::new(stream), handler, state).await;
                }
            }
        })
    }

    /// Starts a server that runs `script` on each connection.
    pub(super) fn raw<F>(
        harness: &Harness,
        script: impl Fn(Peer) -> F + Send + Sync + 'static,
    ) -> Outcome<Self>
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::start(harness, move |stream, nth, state| {
            let script = script(Peer { stream, nth, state });
            async move {
                // The client may close the connection at any time.
                let _ = script.await;
            }
        })
    }

    /// Starts a server that runs `script` on each connection over TLS.
    pub(super) fn raw_tls<F>(
        harness: &Harness,
        acceptor: TlsAcceptor,
        script: impl Fn(Peer<TlsStream<TcpStream>>) -> F + Clone + Send + Sync + 'static,
    ) -> Outcome<Self>
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        Self::start(harness, move |stream, nth, state| {
            let (acceptor, script) = (acceptor.clone(), script.clone());
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _ = script(Peer { stream, nth, state }).await;
                }
            }
        })
    }

    fn start<F>(
        harness: &Harness,
        serve: impl Fn(TcpStream, usize, Arc<State>) -> F + Send + Sync + 'static,
    ) -> Outcome<Self>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let runtime = harness.runtime()?;
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let listener = {
            let _entered = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let state = Arc::<State>::default();
        let shared = state.clone();
        let accepting = runtime.spawn(async move {
            let mut connections = JoinSet::new();
            for nth in 0.. {
                let Ok((stream, _)) = listener.accept().await else {
                    break;
                };
                shared.counts.send_modify(|counts| counts.opened += 1);
                let connection = serve(stream, nth, shared.clone());
                let shared = shared.clone();
                connections.spawn(async move {
                    connection.await;
                    shared.counts.send_modify(|counts| counts.closed += 1);
                });
            }
        });
        Ok(Self { address, state, accepting: accepting.abort_handle() })
    }

    /// Returns `127.0.0.1` and the port.
    pub(super) fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Returns `http://` and the authority.
    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn counts(&self) -> Counts {
        *self.state.counts.borrow()
    }

    /// Waits until the counts satisfy `condition`.
    pub(super) async fn until(&self, condition: impl Fn(&Counts) -> bool) -> Outcome {
        self.state.counts.subscribe().wait_for(condition).await?;
        Ok(())
    }

    /// Returns the last request.
    pub(super) fn last_request(&self) -> Outcome<Request> {
        let requests = self.state.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.last().cloned().ok_or_else(|| "no request arrived".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl State {
    fn record(&self, request: Request) {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        self.counts.send_modify(|counts| counts.requests += 1);
    }
}

type Handler = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

async fn serve_http1(io: impl Read + Write + Unpin, handler: Handler, state: Arc<State>) {
    let service = service_fn(|request| handle(request, handler.clone(), state.clone()));
    let _ = http1::Builder::new().serve_connection(io, service).await;
}

async fn serve_http2(io: impl Read + Write + Unpin, handler: Handler, state: Arc<State>) {
    let service = service_fn(move |request| handle(request, handler.clone(), state.clone()));
    let _ = http2::Builder::new(TokioExecutor::new()).serve_connection(io, service).await;
}

async fn handle(
    request: http::Request<Incoming>,
    handler: Handler,
    state: Arc<State>,
) -> Result<http::Response<Full<Bytes>>, hyper::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let request = http::Request::from_parts(parts, body);
    let reply = handler(&request);
    let abandoned = matches!(reply, Reply::Silence).then(|| Abandoned(state.clone()));
    state.record(request);
    match reply {
        Reply::Response(response) => Ok(response.map(Full::new)),
        Reply::Silence => {
            let never: Infallible = future::pending().await;
            drop(abandoned);
            match never {}
        }
    }
}

/// Counts a request whose connection or stream ended before the response.
struct Abandoned(Arc<State>);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.counts.send_modify(|counts| counts.abandoned += 1);
    }
}

/// Replies with `status` and `body`.
pub(super) fn reply(status: StatusCode, body: impl Into<Bytes>) -> Reply {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = status;
    Reply::Response(response)
}

/// Replies with 200 to any request.
pub(super) fn ok(_: &Request) -> Reply {
    reply(StatusCode::OK, "ok")
}

/// The server's end of a connection, for a script.
pub(super) struct Peer<S = TcpStream> {
    stream: S,
    /// The number of connections accepted before this one.
    pub(super) nth: usize,
    state: Arc<State>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Peer<S> {
    /// Reads one complete request, counts it and returns its head. It records only the body.
    pub(super) async fn request(&mut self) -> io::Result<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await?);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok())
            .unwrap_or(0);
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        self.state.record(http::Request::new(body.into()));
        Ok(head)
    }

    /// Fills `bytes`.
    pub(super) async fn read(&mut self, bytes: &mut [u8]) -> io::Result<()> {
        self.stream.read_exact(bytes).await.map(drop)
    }

    /// Counts a request that the script read itself.
    pub(super) fn count(&self) {
        self.state.record(http::Request::default());
    }

    pub(super) async fn write(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref()).await?;
        self.stream.flush().await
    }

    /// Closes the connection, over TLS with `close_notify`.
    pub(super) async fn close(&mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }

    /// Waits until the client closes the connection.
    pub(super) async fn closed(&mut self) -> io::Result<()> {
        while self.stream.read(&mut [0; 1024]).await? > 0 {}
        Ok(())
    }
}

impl Peer {
    /// Resets the connection.
    pub(super) fn reset(self) -> io::Result<()> {
        self.stream.set_zero_linger()
    }

    /// Copies between this connection and a new one to `address` until either closes.
    pub(super) async fn tunnel(&mut self, address: &str) -> io::Result<()> {
        let mut other = TcpStream::connect(address).await?;
        tokio::io::copy_bidirectional(&mut self.stream, &mut other).await?;
        Ok(())
    }
}
