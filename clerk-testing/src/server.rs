//! A fake behind a socket.

use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    thread::{self, JoinHandle},
};

use clerk_core::http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{runtime, sync::oneshot};

use crate::FakeClerk;

/// A [`FakeClerk`] on a port of the loopback interface that the system chose. It speaks HTTP/1.1,
/// and stops when it is dropped.
///
/// All its handlers run on one thread of its own, one after the other.
#[derive(Debug)]
pub struct FakeServer {
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl FakeServer {
    pub(crate) fn start(fake: FakeClerk) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let thread = thread::Builder::new().name("fake-clerk".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::spawn(accept(listener, fake));
                // Nothing is ever sent: it ends when the sender is dropped.
                let _ = stopped.await;
            });
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// The base URL for a client, `http://127.0.0.1:<port>/v1`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The address on which it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            // A panic of the thread was already shown when it happened.
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, fake: FakeClerk) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // A connection that broke before it was accepted is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let fake = fake.clone();
        let service = service_fn(move |request| respond(fake.clone(), request));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn respond(
    fake: FakeClerk,
    request: Request<Incoming>,
) -> Result<Response<Full<clerk_core::Bytes>>, hyper::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(fake.answer(Request::from_parts(parts, body)).map(Full::new))
}
