//! A server with one fault, on a loopback socket.

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, LazyLock},
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpSocket},
    runtime::{Builder, Runtime},
    sync::watch,
    task::JoinSet,
    time::timeout,
};

use crate::{
    fault::{Certificate, Fault, Layer},
    peer::{Io, Peer},
    tls,
};

/// The servers' own, so that no transport needs one for their sake.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

/// A server that stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    layer: Layer,
    seen: watch::Sender<Seen>,
    tasks: JoinSet<()>,
    /// Holds a port on which nobody listens.
    _refusing: TcpSocket,
}

/// What a server has seen so far.
#[derive(Clone, Copy, Default)]
pub struct Seen {
    /// Connections that are not at their end.
    pub open: usize,
    /// Requests of which it read the head.
    pub requests: usize,
    /// Connections that the client ended while the server had kept it waiting.
    pub cut: usize,
    /// Connections to the other server, which nobody has any business with.
    pub strayed: usize,
}

/// What the connections of one server share.
pub struct Context {
    pub fault: &'static Fault,
    /// The body of an answer that the client can read.
    pub body: String,
    pub elsewhere: SocketAddr,
    /// How long the client has to be kept waiting for the wait to count.
    pub patience: Duration,
    pub seen: watch::Sender<Seen>,
}

impl Server {
    pub fn start(fault: &'static Fault, body: String, patience: Duration) -> io::Result<Self> {
        let _entered = RUNTIME.enter();
        let (listener, other) = (listen()?, listen()?);
        let refusing = TcpSocket::new_v4()?;
        refusing.bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let address = match fault.layer {
            Layer::Refused => refusing.local_addr()?,
            _ => listener.local_addr()?,
        };
        let seen = watch::Sender::new(Seen::default());
        let elsewhere = other.local_addr()?;
        let context = Context { fault, body, elsewhere, patience, seen: seen.clone() };
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, Arc::new(context)));
        let strayed = seen.clone();
        tasks.spawn(async move {
            while other.accept().await.is_ok() {
                strayed.send_modify(|seen| seen.strayed += 1);
            }
        });
        Ok(Self { address, layer: fault.layer, seen, tasks, _refusing: refusing })
    }

    pub fn url(&self) -> String {
        let scheme = if self.speaks_tls() { "https" } else { "http" };
        format!("{scheme}://{}/v1", self.address)
    }

    /// Whether it does, or should.
    pub fn speaks_tls(&self) -> bool {
        !matches!(self.layer, Layer::Tcp | Layer::Refused)
    }

    pub fn seen(&self) -> Seen {
        *self.seen.borrow()
    }

    /// Waits until all connections are at their end, and says what was seen.
    pub fn finish(mut self) -> Seen {
        RUNTIME.block_on(async {
            let mut seen = self.seen.subscribe();
            let all_closed = seen.wait_for(|seen| seen.open == 0);
            let closed = timeout(Duration::from_secs(20), all_closed).await;
            assert!(closed.is_ok(), "a connection stays open");
            self.tasks.shutdown().await;
        });
        self.seen()
    }
}

fn listen() -> io::Result<TcpListener> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

async fn serve(listener: TcpListener, context: Arc<Context>) {
    let mut connections = JoinSet::new();
    for nth in 0.. {
        let Ok((stream, _)) = listener.accept().await else { return };
        // Otherwise what is written last may reach the client only after its deadline.
        stream.set_nodelay(true).unwrap();
        context.seen.send_modify(|seen| seen.open += 1);
        let context = context.clone();
        connections.spawn(async move {
            let accepted = match context.fault.layer {
                Layer::Tls(certificate) => tls::accept(stream, certificate, b"http/1.1").await,
                Layer::Http2 => tls::accept(stream, Certificate::Good, b"h2").await,
                _ => Ok::<Io, _>(Box::pin(stream)),
            };
            // A handshake that the client gives up is what some faults are about.
            if let Ok(io) = accepted {
                Peer::new(io, context.clone()).follow(nth).await;
            }
            context.seen.send_modify(|seen| seen.open -= 1);
        });
    }
}
