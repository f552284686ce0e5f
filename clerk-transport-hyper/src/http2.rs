//! Connections over HTTP/2, which many exchanges share.

use std::{
    future::{Future, poll_fn},
    mem,
    pin::{Pin, pin},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    task::Poll,
    time::{Duration, Instant},
};

use bytes::Bytes;
use clerk_core::transport::{BodyReader, RequestContext};
use http::{Request, response::Parts};
use http_body_util::Full;
use hyper::{body::Body, client::conn::http2, rt::Executor};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::Notify;

use crate::{connect::Stream, error, http1::Failure};

/// A connection that is silent for this long while a call waits is asked for a sign of life.
const PING_AFTER: Duration = Duration::from_secs(10);
/// How long that may take.
const PING_TIMEOUT: Duration = Duration::from_secs(5);
/// How much of one response the server may send ahead: more than most lists.
const STREAM_WINDOW: u32 = 2 << 20;
/// How much of all responses together.
const CONNECTION_WINDOW: u32 = 8 << 20;
/// How many exchanges may begin before the server has said how many it allows.
const UNSETTLED: usize = 1;

/// Gives work to connections.
pub(crate) trait Serve: Send + Sync {
    /// Called when a connection may take further exchanges, or has closed.
    fn serve(self: Arc<Self>);
}

/// A connection in the pool. It closes when no call uses it and the pool has dropped it.
pub(crate) struct Http2 {
    sender: http2::SendRequest<Full<Bytes>>,
    state: Arc<State>,
    created: Instant,
}

struct State {
    /// The exchanges that use the connection.
    active: AtomicUsize,
    /// How many have ended.
    finished: AtomicUsize,
    /// How many the server allows.
    max_active: AtomicUsize,
    /// Whether the server has said so.
    is_settled: Arc<AtomicBool>,
    /// Whether it takes no more exchanges.
    is_retired: AtomicBool,
    server: Weak<dyn Serve>,
}

/// The right to make one exchange. Dropping it returns it.
pub(crate) struct Lease {
    sender: http2::SendRequest<Full<Bytes>>,
    state: Arc<State>,
}

impl Http2 {
    /// Makes the handshake, and starts the connection's task in the current runtime.
    pub(crate) async fn new(stream: Stream, server: Weak<dyn Serve>) -> Result<Self, hyper::Error> {
        let max_headers = u32::try_from(RequestContext::MAX_HEADER_BYTES).unwrap_or(u32::MAX);
        let tasks = Tasks::default();
        let mut builder = http2::Builder::new(tasks.clone());
        builder
            .timer(TokioTimer::new())
            .keep_alive_interval(PING_AFTER)
            .keep_alive_timeout(PING_TIMEOUT)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_header_list_size(max_headers)
            // A server may refuse more streams than it allows, so it is asked first.
            .initial_max_send_streams(UNSETTLED);
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await?;
        let state = Arc::new(State {
            active: AtomicUsize::new(0),
            finished: AtomicUsize::new(0),
            max_active: AtomicUsize::new(connection.current_max_send_streams()),
            is_settled: tasks.is_settled.clone(),
            is_retired: AtomicBool::new(false),
            server,
        });
        tokio::spawn(drive(connection, tasks, state.clone()));
        Ok(Self { sender, state, created: Instant::now() })
    }

    /// Returns whether the server has said how many exchanges it allows.
    pub(crate) fn is_settled(&self) -> bool {
        self.state.is_settled.load(Relaxed)
    }

    /// Returns whether the connection will take exchanges, now or later.
    pub(crate) fn is_usable(&self, max_age: Option<Duration>) -> bool {
        !self.state.is_retired.load(Relaxed)
            && !self.sender.is_closed()
            && max_age.is_none_or(|max_age| self.created.elapsed() < max_age)
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.state.active.load(Relaxed) == 0
    }

    pub(crate) fn finished(&self) -> usize {
        self.state.finished.load(Relaxed)
    }

    /// Returns a lease unless the connection has as many exchanges as the server allows. The pool's
    /// lock is held.
    pub(crate) fn lease(&self) -> Option<Lease> {
        if self.state.active.load(Relaxed) >= self.state.max_active.load(Relaxed) {
            return None;
        }
        self.state.active.fetch_add(1, Relaxed);
        Some(Lease { sender: self.sender.clone(), state: self.state.clone() })
    }
}

impl State {
    fn serve(&self) {
        if let Some(server) = self.server.upgrade() {
            server.serve();
        }
    }
}

type Connection = http2::Connection<TokioIo<Stream>, Full<Bytes>, Tasks>;

/// Drives a connection to its end, and serves the calls that wait when the server allows more.
async fn drive(connection: Connection, tasks: Tasks, state: Arc<State>) {
    let mut connection = pin!(connection);
    let mut has_ended = false;
    while !has_ended {
        let mut progress = pin!(tasks.progress.notified());
        has_ended = poll_fn(|context| {
            // An error reaches the exchanges.
            if connection.as_mut().poll(context).is_ready() {
                return Poll::Ready(true);
            }
            let max_active = connection.current_max_send_streams();
            if state.max_active.swap(max_active, Relaxed) != max_active {
                state.is_settled.store(true, Relaxed);
                state.serve();
            }
            progress.as_mut().poll(context).map(|()| false)
        })
        .await;
    }
    state.is_retired.store(true, Relaxed);
    state.serve();
}

/// Starts hyper's tasks, one of which reads the settings of the server.
#[derive(Clone, Default)]
struct Tasks {
    is_settled: Arc<AtomicBool>,
    /// Notified when the settings may have been read.
    progress: Arc<Notify>,
}

impl<F: Future<Output: Send> + Send + 'static> Executor<F> for Tasks {
    fn execute(&self, task: F) {
        let Self { is_settled, progress } = self.clone();
        tokio::spawn(async move {
            let mut task = pin!(task);
            poll_fn(|context| {
                let outcome = task.as_mut().poll(context);
                if !is_settled.load(Relaxed) {
                    progress.notify_one();
                }
                outcome
            })
            .await
        });
    }
}

impl Lease {
    /// Makes an exchange, and reads the body into `reader`. A request that was surely not sent is put
    /// back.
    pub(crate) async fn exchange(
        &mut self,
        request: &mut Request<Full<Bytes>>,
        reader: &mut BodyReader,
    ) -> Result<Parts, Failure> {
        let response = self.sender.try_send_request(mem::take(request)).await;
        let response = response.map_err(|failure| Failure::new(failure, request))?;
        // Its settings came first.
        self.state.is_settled.store(true, Relaxed);
        let (parts, mut body) = response.into_parts();
        reader.head(parts.status, &parts.headers, body.size_hint().exact())?;
        while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            let frame = frame.map_err(|cause| reader.explain(error::of_exchange(cause)))?;
            if let Ok(chunk) = frame.into_data() {
                reader.push(chunk)?;
            }
        }
        Ok(parts)
    }

    /// Keeps new exchanges away from the connection, since it may be dead.
    pub(crate) fn retire(&self) {
        self.state.is_retired.store(true, Relaxed);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.state.active.fetch_sub(1, Relaxed);
        self.state.finished.fetch_add(1, Relaxed);
        self.state.serve();
    }
}
