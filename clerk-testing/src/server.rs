//! A fake served on a socket.

use std::{
    convert::Infallible,
    error::Error as StdError,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    thread::{self, JoinHandle},
};

use clerk_core::{
    Bytes,
    http::{Request, Response},
};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{runtime, sync::oneshot};

/// A [`FakeClerk`](crate::FakeClerk) or a [`Script`](crate::Script) that serves HTTP/1.1 on a loopback
/// port chosen by the system.
///
/// It stops when it is dropped. Handlers run one at a time, on a thread of the server.
#[derive(Debug)]
pub struct FakeServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl FakeServer {
    /// Responds with what `respond` returns. `None` closes the connection without a response.
    pub(crate) fn start<F>(
        respond: impl Fn(Request<Bytes>) -> F + Send + Sync + 'static,
    ) -> io::Result<Self>
    where
        F: Future<Output = Option<Response<Bytes>>> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let thread = thread::Builder::new().name("fake-clerk".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(accept(listener, Arc::new(respond)));
                // Resolves when the sender is dropped; nothing is ever sent.
                let _ = stopped.await;
            });
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// Returns the base URL for a client, `http://127.0.0.1:<port>/v1`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns the address on which the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // The thread has already printed its panic.
            let _ = thread.join();
        }
    }
}

async fn accept<F>(
    listener: TcpListener,
    respond: Arc<impl Fn(Request<Bytes>) -> F + Send + Sync + 'static>,
) -> io::Result<()>
where
    F: Future<Output = Option<Response<Bytes>>> + Send + 'static,
{
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // A connection that failed before it was accepted does not stop the server.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let respond = respond.clone();
        let service = service_fn(move |request| handle(request, respond.clone()));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn handle<F: Future<Output = Option<Response<Bytes>>>>(
    request: Request<Incoming>,
    respond: Arc<impl Fn(Request<Bytes>) -> F>,
) -> Result<Response<Full<Bytes>>, Box<dyn StdError + Send + Sync>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let response = respond(Request::from_parts(parts, body)).await;
    // An error closes the connection without a response.
    response.map(|response| response.map(Full::new)).ok_or_else(|| "connection broken".into())
}
