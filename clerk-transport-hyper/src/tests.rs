//! Calls over connections in memory, by a clock that moves only when nothing else is left to do.

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    future, io,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use bytes::Bytes;
use clerk_core::{
    error::{TransportError, TransportErrorKind},
    transport::{RequestContext, async_trait},
};
use http::{HeaderMap, Method, Request, Response, Uri};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http2, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    runtime::Handle,
    time::{Instant, sleep, timeout_at},
};

use crate::{
    connect::{Connect, ConnectError, Connected},
    exchange,
    pool::{Limits, Pool},
};

mod model;
mod pool;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const LIMITS: Limits = Limits {
    connect_timeout: Duration::from_secs(10),
    max_age: None,
    idle_timeout: Duration::from_secs(50),
    max_idle: 1024,
};

/// The outcome of an attempt to connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Handshake {
    Opens,
    /// The server closes the connection before it reads anything.
    Closes,
    Fails,
    Hangs,
    Panics,
}
use Handshake::{Closes, Fails, Hangs, Opens, Panics};

/// The behavior of a server.
#[derive(Clone, Copy, Debug, Default)]
struct Server {
    /// How many streams it allows over HTTP/2. `None` for HTTP/1.1.
    streams: Option<u32>,
    /// The time of a handshake that opens or fails.
    handshake: Duration,
    /// The time of a response.
    response: Duration,
    /// After how many requests it closes a connection over HTTP/1.1.
    most_requests: Option<usize>,
    /// When it closes all idle connections over HTTP/1.1.
    closes_at: Option<Duration>,
}

/// A server, and everything that it saw.
#[derive(Clone)]
struct Network {
    server: Server,
    start: Instant,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    /// The outcomes of the next attempts. The others open.
    handshakes: VecDeque<Handshake>,
    /// When attempts began.
    attempts: Vec<Duration>,
    /// How many attempts run.
    running: usize,
    /// The most at a time.
    most_running: usize,
    /// Attempts that failed or panicked.
    failed: usize,
    /// When each request arrived.
    arrived: HashMap<usize, Duration>,
    opened: usize,
    closed: usize,
}

impl Network {
    fn new(server: Server, handshakes: &[Handshake]) -> Self {
        let log = Log { handshakes: handshakes.iter().copied().collect(), ..Log::default() };
        Self { server, start: Instant::now(), log: Arc::new(Mutex::new(log)) }
    }

    /// Starts a pool with a task that cleans it.
    fn pool(&self) -> Arc<Pool> {
        self.pool_with(LIMITS)
    }

    fn pool_with(&self, limits: Limits) -> Arc<Pool> {
        let pool = Arc::new(Pool::new(Arc::new(self.clone()), limits, Handle::current()));
        let cleaned = pool.clone();
        tokio::spawn(async move { cleaned.clean().await });
        pool
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap()
    }

    async fn respond(&self, headers: &str) {
        let id = headers.split("x-id: ").nth(1).and_then(|id| id.split('\r').next());
        if let Some(id) = id {
            let at = self.start.elapsed();
            self.log().arrived.insert(id.parse().unwrap(), at);
        }
        sleep(self.server.response).await;
    }

    async fn serve_http1(self, mut stream: DuplexStream) {
        let closes_at = self.server.closes_at.unwrap_or(Duration::from_secs(1_000));
        let mut served = 0;
        loop {
            let Ok(Some(head)) = timeout_at(self.start + closes_at, read_head(&mut stream)).await
            else {
                break;
            };
            self.respond(&head).await;
            served += 1;
            if stream.write_all(OK).await.is_err() || Some(served) == self.server.most_requests {
                break;
            }
        }
        let _ = stream.shutdown().await;
        // Until the client closes its side too.
        while stream.read(&mut [0; 64]).await.is_ok_and(|length| length > 0) {}
        self.log().closed += 1;
    }

    async fn serve_http2(self, stream: DuplexStream, streams: u32) {
        let service = service_fn(|request: Request<Incoming>| {
            let server = self.clone();
            async move {
                let id =
                    |headers: &HeaderMap| headers.get("x-id")?.to_str().ok().map(str::to_owned);
                let id = id(request.headers()).map(|id| format!("x-id: {id}\r\n"));
                server.respond(&id.unwrap_or_default()).await;
                Ok::<_, Infallible>(Response::new(Full::new(Bytes::from("ok"))))
            }
        });
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder.max_concurrent_streams(streams);
        let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        self.log().closed += 1;
    }
}

/// Reads the head of a request without a body.
async fn read_head(stream: &mut DuplexStream) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        head.push(char::from(stream.read_u8().await.ok()?));
    }
    Some(head)
}

/// Counts an attempt while it runs.
struct Running(Network);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.log().running -= 1;
    }
}

#[async_trait]
impl Connect for Network {
    async fn connect(&self, _: &Uri) -> Result<Connected, ConnectError> {
        let handshake = {
            let now = self.start.elapsed();
            let mut log = self.log();
            log.attempts.push(now);
            log.running += 1;
            log.most_running = log.most_running.max(log.running);
            log.handshakes.pop_front().unwrap_or(Opens)
        };
        let _running = Running(self.clone());
        sleep(self.server.handshake).await;
        let (client, server) = duplex(64 << 10);
        match handshake {
            Opens => {
                self.log().opened += 1;
                match self.server.streams {
                    Some(streams) => tokio::spawn(self.clone().serve_http2(server, streams)),
                    None => tokio::spawn(self.clone().serve_http1(server)),
                };
            }
            Closes => drop(server),
            Fails | Panics => {
                self.log().failed += 1;
                assert!(handshake == Fails, "an attempt panics");
                return Err(ConnectError::Tcp(io::ErrorKind::ConnectionRefused.into()));
            }
            Hangs => future::pending().await,
        }
        let is_http2 = self.server.streams.is_some();
        Ok(Connected { stream: Box::new(client), is_http2, absolute_form: None })
    }
}

/// Makes a call to an `https` origin.
async fn call(
    pool: &Pool,
    method: Method,
    id: usize,
    timeout: Option<Duration>,
) -> Result<(), TransportError> {
    let request = Request::builder().method(method).uri("https://server.example/");
    let request = request.header("x-id", id).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.timeout = timeout;
    let response = exchange::run(pool, &mut exchange::prepare(request), &context).await?;
    assert_eq!(response.body(), "ok");
    Ok(())
}

/// Makes calls at the same time, and returns the kinds of the failures.
async fn burst(
    pool: &Arc<Pool>,
    calls: usize,
    timeout: Option<Duration>,
) -> Vec<TransportErrorKind> {
    let calls: Vec<_> = (0..calls)
        .map(|id| {
            let pool = pool.clone();
            tokio::spawn(async move { call(&pool, Method::GET, id, timeout).await })
        })
        .collect();
    let mut failures = Vec::new();
    for call in calls {
        failures.extend(call.await.unwrap().err().map(|error| error.kind()));
    }
    failures
}
