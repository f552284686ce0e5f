//! Connections over HTTP/2, which many exchanges share.

use std::{
    future::{Future, poll_fn},
    mem,
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use clerk_core::transport::{BodyReader, RequestContext};
use http::{Request, response::Parts};
use http_body_util::Full;
use hyper::{body::Body, client::conn::http2, rt::Executor};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    sync::{Notify, watch},
    time::Instant,
};

use crate::{
    connect::Stream,
    error::{self, Failure},
};

/// A connection that is silent for this long while a call waits is pinged.
const PING_AFTER: Duration = Duration::from_secs(10);
/// How long the response to a ping may take.
const PING_TIMEOUT: Duration = Duration::from_secs(5);
/// How much of one response the server may send ahead: more than most lists.
const STREAM_WINDOW: u32 = 2 << 20;
/// How much of all responses together.
const CONNECTION_WINDOW: u32 = 8 << 20;
/// The limit of exchanges before the server has set one: a number that no server sets.
const UNKNOWN: usize = usize::MAX - 1;

/// A connection in the pool. It closes when no call uses it and the pool has dropped it.
pub(crate) struct Http2 {
    sender: http2::SendRequest<Full<Bytes>>,
    created: Instant,
    /// How many exchanges the server allows at a time, or [`UNKNOWN`].
    limit: watch::Receiver<usize>,
    state: Arc<State>,
}

struct State {
    usage: Mutex<Usage>,
    /// Whether it takes no more exchanges.
    is_retired: AtomicBool,
    /// Notified when the connection may take another exchange, or has closed.
    changed: Arc<Notify>,
}

struct Usage {
    exchanges: usize,
    last: Instant,
}

/// The right to make one exchange. Dropping it returns it.
pub(crate) struct Lease {
    sender: http2::SendRequest<Full<Bytes>>,
    state: Arc<State>,
}

impl Http2 {
    /// Makes the handshake, and starts the connection's tasks in the current runtime.
    pub(crate) async fn new(stream: Stream, changed: Arc<Notify>) -> Result<Self, hyper::Error> {
        let max_headers = u32::try_from(RequestContext::MAX_HEADER_BYTES).unwrap_or(u32::MAX);
        let (set_limit, limit) = watch::channel(UNKNOWN);
        let tasks = Tasks { limit: limit.clone(), progress: Arc::default() };
        let mut builder = http2::Builder::new(tasks.clone());
        builder
            .timer(TokioTimer::new())
            .keep_alive_interval(PING_AFTER)
            .keep_alive_timeout(PING_TIMEOUT)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_header_list_size(max_headers)
            .initial_max_send_streams(UNKNOWN);
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await?;
        let created = Instant::now();
        let usage = Mutex::new(Usage { exchanges: 0, last: created });
        let state = Arc::new(State { usage, is_retired: AtomicBool::new(false), changed });
        tokio::spawn(drive(connection, tasks.progress, set_limit, state.changed.clone()));
        Ok(Self { sender, created, limit, state })
    }

    /// Waits until the server has said how many exchanges it allows at a time. Returns `None` if the
    /// connection ends before that.
    pub(crate) fn limit(&self) -> impl Future<Output = Option<usize>> + use<> {
        let mut limit = self.limit.clone();
        async move { limit.wait_for(|limit| *limit != UNKNOWN).await.ok().map(|limit| *limit) }
    }

    /// Returns whether the connection will take exchanges, now or later.
    pub(crate) fn is_usable(&self, max_age: Option<Duration>) -> bool {
        !self.state.is_retired.load(Relaxed)
            && !self.sender.is_closed()
            && max_age.is_none_or(|max_age| self.created.elapsed() < max_age)
    }

    /// Returns whether an exchange uses the connection, or one has within `idle_timeout`.
    pub(crate) fn is_in_use(&self, idle_timeout: Duration) -> bool {
        let usage = self.state.usage();
        usage.exchanges > 0 || usage.last.elapsed() < idle_timeout
    }

    /// Returns a lease unless the connection has as many exchanges as the server allows. A server may
    /// refuse more, so there is only one before it has said how many.
    pub(crate) fn lease(&self) -> Option<Lease> {
        let limit = *self.limit.borrow();
        let mut usage = self.state.usage();
        if usage.exchanges >= if limit == UNKNOWN { 1 } else { limit } {
            return None;
        }
        usage.exchanges = usage.exchanges.saturating_add(1);
        Some(Lease { sender: self.sender.clone(), state: self.state.clone() })
    }
}

impl State {
    fn usage(&self) -> MutexGuard<'_, Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drives a connection to its end, and notes how many exchanges the server allows.
async fn drive(
    connection: http2::Connection<TokioIo<Stream>, Full<Bytes>, Tasks>,
    progress: Arc<Notify>,
    set_limit: watch::Sender<usize>,
    changed: Arc<Notify>,
) {
    let mut connection = pin!(connection);
    let mut has_ended = false;
    while !has_ended {
        let mut progress = pin!(progress.notified());
        has_ended = poll_fn(|context| {
            // An error reaches the exchanges.
            if connection.as_mut().poll(context).is_ready() {
                return Poll::Ready(true);
            }
            let limit = connection.current_max_send_streams();
            if set_limit.send_if_modified(|last| mem::replace(last, limit) != limit) {
                changed.notify_one();
            }
            progress.as_mut().poll(context).map(|()| false)
        })
        .await;
    }
    changed.notify_one();
}

/// Starts hyper's tasks, one of which reads the settings of the server.
#[derive(Clone)]
struct Tasks {
    limit: watch::Receiver<usize>,
    /// Notified when the settings may have been read.
    progress: Arc<Notify>,
}

impl<F: Future<Output: Send> + Send + 'static> Executor<F> for Tasks {
    fn execute(&self, task: F) {
        let Self { limit, progress } = self.clone();
        tokio::spawn(async move {
            let mut task = pin!(task);
            poll_fn(|context| {
                let outcome = task.as_mut().poll(context);
                if *limit.borrow() == UNKNOWN {
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
        let mut usage = self.state.usage();
        usage.exchanges = usage.exchanges.saturating_sub(1);
        usage.last = Instant::now();
        self.state.changed.notify_one();
    }
}
