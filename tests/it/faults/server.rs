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

use crate::faults::{
    fault::{Certificate, Fault, Layer},
    peer::{Io, Peer},
    tls,
};

/// The runtime of all servers, apart from those of the transports.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

/// A server that stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    layer: Layer,
    seen: watch::Sender<Seen>,
    tasks: JoinSet<()>,
    /// Holds a port that refuses connections.
    _refusing: TcpSocket,
}

/// The counts of a server so far.
#[derive(Clone, Copy, Default)]
pub struct Seen {
    /// Connections that have not ended.
    pub open: usize,
    /// Requests whose head was read.
    pub requests: usize,
    /// Exchanges that the client ended after it had waited long enough.
    pub cut: usize,
    /// Connections to the other server, which must have none.
    pub strayed: usize,
}

/// The state that the connections of one server share.
pub struct Context {
    pub fault: &'static Fault,
    /// The body of a success.
    pub body: String,
    pub elsewhere: SocketAddr,
    /// The shortest wait of the client that counts.
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
        let scheme = if self.expects_tls() { "https" } else { "http" };
        format!("{scheme}://{}/v1", self.address)
    }

    /// Whether clients expect TLS.
    pub fn expects_tls(&self) -> bool {
        !matches!(self.layer, Layer::Tcp | Layer::Refused)
    }

    pub fn seen(&self) -> Seen {
        *self.seen.borrow()
    }

    /// Waits until all connections have ended, and returns the counts.
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
        // Otherwise the last bytes may reach the client only after its deadline.
        stream.set_nodelay(true).unwrap();
        context.seen.send_modify(|seen| seen.open += 1);
        let context = context.clone();
        connections.spawn(async move {
            let accepted = match context.fault.layer {
                Layer::Tls(certificate) => tls::accept(stream, certificate, b"http/1.1").await,
                Layer::Http2 => tls::accept(stream, Certificate::Good, b"h2").await,
                _ => Ok::<Io, _>(Box::pin(stream)),
            };
            // Some faults make the client abort the handshake.
            if let Ok(io) = accepted {
                Peer::new(io, context.clone()).follow(nth).await;
            }
            context.seen.send_modify(|seen| seen.open -= 1);
        });
    }
}
