//! The connections to one server.

use std::{
    io, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use bytes::Bytes;
use clerk_core::error::{Deadline, TransportError, TransportErrorKind};
use http::{
    HeaderValue, Uri,
    uri::{Authority, Scheme},
};
use tokio::{runtime::Handle, sync::oneshot::Receiver};

use super::state::{Connecting, Connection, Outcome, Shareable, State};
use crate::{
    connect::{Connect, ConnectError, Connected},
    error,
    http1::Http1,
    http2::{Http2, Serve},
};

/// The limits of a pool.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// The deadline for setting up a connection.
    pub(crate) connect_timeout: Duration,
    /// The age from which a connection takes no new requests.
    pub(crate) max_age: Option<Duration>,
    /// How long an unused connection is kept.
    pub(crate) idle_timeout: Duration,
    /// How many unused connections are kept for each origin.
    pub(crate) max_idle: usize,
}

/// The settings and state that the origins of a pool share.
pub(super) struct Shared {
    pub(super) connector: Arc<dyn Connect>,
    pub(super) limits: Limits,
    pub(super) runtime: Handle,
}

/// A server, and the connections to it.
pub(crate) struct Origin {
    uri: Uri,
    host: HeaderValue,
    shared: Arc<Shared>,
    state: Mutex<State>,
}

enum Opened {
    Http1(Box<Http1>),
    Http2(Http2),
}

impl Origin {
    pub(super) fn new(
        scheme: &Scheme,
        authority: &Authority,
        shared: Arc<Shared>,
    ) -> Result<Self, ConnectError> {
        let invalid = || ConnectError::Request("its URI has an invalid host");
        let uri = Uri::builder().scheme(scheme.clone()).authority(authority.clone());
        let uri = uri.path_and_query("/").build().map_err(|_| invalid())?;
        let host = authority.as_str().rsplit('@').next().unwrap_or_default();
        let host = Bytes::copy_from_slice(host.as_bytes());
        let host = HeaderValue::from_maybe_shared(host).map_err(|_| invalid())?;
        // Over plain HTTP nothing is negotiated.
        let is_http2 = (*scheme == Scheme::HTTP).then_some(false);
        let state = Mutex::new(State { is_http2, ..State::default() });
        Ok(Self { uri, host, shared, state })
    }

    pub(super) fn is(&self, scheme: &Scheme, authority: &Authority) -> bool {
        let known = self.uri.authority().map(Authority::as_str);
        // Comparing the types ignores case and takes longer.
        known == Some(authority.as_str()) && self.uri.scheme() == Some(scheme)
    }

    pub(crate) fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// Adds scheme and host to a URI that was written, or about to be, over HTTP/1.1.
    pub(crate) fn complete(&self, uri: &mut Uri) {
        if uri.authority().is_none() {
            let mut parts = self.uri.clone().into_parts();
            parts.path_and_query = uri.path_and_query().cloned();
            if let Ok(whole) = Uri::from_parts(parts) {
                *uri = whole;
            }
        }
    }

    /// Returns the deadline for setting up a connection that the settings name.
    pub(crate) fn connect_timeout(&self) -> Duration {
        self.shared.limits.connect_timeout
    }

    /// Waits for a connection: a new one, or one that another call returns before that.
    pub(crate) fn next_connection(self: &Arc<Self>) -> Waiting {
        let mut state = self.lock();
        let (id, taken) = state.join();
        self.serve_from(&mut state);
        Waiting { origin: self.clone(), id, taken, timed_out_after: None }
    }

    /// Returns a connection that is open as far as is known.
    pub(crate) fn open_connection(self: &Arc<Self>) -> Option<Connection> {
        let mut state = self.lock();
        // Dropped after the lock.
        let mut old = Vec::new();
        while let Some(connection) = state.idle.pop() {
            if self.is_young(&connection) {
                mem::drop(state);
                return Some(Connection::Http1(connection));
            }
            old.push(connection);
        }
        let lease = state.lease(self.shared.limits.max_age);
        mem::drop(state);
        lease.map(Connection::Http2)
    }

    fn is_young(&self, connection: &Http1) -> bool {
        let limits = &self.shared.limits;
        limits.max_age.is_none_or(|age| connection.created.elapsed() < age)
            && connection.last_used.elapsed() < limits.idle_timeout
    }

    /// Takes back a connection after a whole exchange.
    pub(crate) fn put(self: &Arc<Self>, mut connection: Box<Http1>) {
        // Its next exchange checks it again.
        if !connection.is_idle() && !connection.check() {
            return;
        }
        connection.last_used = Instant::now();
        if self.is_young(&connection) {
            let surplus = self.lock().give(connection, self.shared.limits.max_idle);
            drop(surplus);
        }
    }

    fn serve_from(self: &Arc<Self>, state: &mut State) {
        while !state.waiters.is_empty() {
            let Some(lease) = state.lease(self.shared.limits.max_age) else { break };
            state.serve_first(Ok(Connection::Http2(lease)));
        }
        self.open(state);
    }

    /// Starts as many tasks as the waiting calls need.
    fn open(self: &Arc<Self>, state: &mut State) {
        let needed = match state.is_http2 {
            Some(false) => state.waiters.len(),
            // A connection may serve all.
            _ if state.shared.iter().any(|shared| !shared.connection.is_settled()) => 0,
            _ => state.waiters.len().min(1),
        };
        while state.connecting.len() < needed {
            let id = state.next_id();
            let origin = self.clone();
            let task = self.shared.runtime.spawn(async move {
                let opened = origin.connect().await;
                origin.opened(id, opened);
            });
            let (started, task) = (Instant::now(), task.abort_handle());
            state.connecting.push(Connecting { id, started, task });
        }
    }

    async fn connect(self: &Arc<Self>) -> Result<Opened, ConnectError> {
        let connected = self.shared.connector.connect(&self.uri).await?;
        let Connected { stream, is_http2, absolute_form } = connected;
        let opened = if is_http2 {
            let server: Weak<Self> = Arc::downgrade(self);
            Http2::new(stream, server).await.map(Opened::Http2)
        } else {
            Http1::new(stream, absolute_form).await.map(Opened::Http1)
        };
        opened.map_err(|error| ConnectError::Tcp(io::Error::other(error)))
    }

    /// Takes what the task `id` has opened.
    fn opened(self: &Arc<Self>, id: u64, opened: Result<Opened, ConnectError>) {
        let mut state = self.lock();
        state.connecting.retain(|connecting| connecting.id != id);
        let mut surplus = None;
        match opened {
            Ok(Opened::Http1(connection)) => {
                state.is_http2 = Some(false);
                surplus = state.give(connection, self.shared.limits.max_idle);
            }
            Ok(Opened::Http2(connection)) => {
                state.is_http2 = Some(true);
                // Even if a connection of no age takes no more.
                if !state.waiters.is_empty() {
                    if let Some(lease) = connection.lease() {
                        state.serve_first(Ok(Connection::Http2(lease)));
                    }
                }
                let (finished, idle_since) = (0, Instant::now());
                state.shared.push(Shareable { connection, finished, idle_since });
            }
            Err(error) => state.fail(Arc::new(error)),
        }
        self.serve_from(&mut state);
        mem::drop(state);
        drop(surplus);
    }

    /// Removes a call that waits, unless it was served.
    pub(super) fn leave(self: &Arc<Self>, id: u64, timed_out_after: Option<Duration>) {
        let mut state = self.lock();
        let before = state.waiters.len();
        state.waiters.retain(|waiter| waiter.id != id);
        if state.waiters.len() == before {
            return;
        }
        if let Some(limit) = timed_out_after {
            // The others get another one.
            state.abort_oldest(limit);
            self.serve_from(&mut state);
        } else if state.connecting.len() > state.waiters.len() {
            if let Some(connecting) = state.connecting.pop() {
                connecting.task.abort();
            }
        }
    }

    /// Closes connections that are old or closed by the server, and returns whether there are others.
    pub(super) fn clean(&self) -> bool {
        let Limits { max_age, idle_timeout, .. } = self.shared.limits;
        let mut state = self.lock();
        if state.connecting.len() > state.waiters.len() {
            state.abort_oldest(self.connect_timeout());
        }
        state.idle.retain_mut(|connection| self.is_young(connection) && connection.check());
        state.shared.retain_mut(|shared| {
            let finished = shared.connection.finished();
            if shared.finished != finished || !shared.connection.is_idle() {
                (shared.finished, shared.idle_since) = (finished, Instant::now());
            }
            shared.connection.is_usable(max_age) && shared.idle_since.elapsed() < idle_timeout
        });
        !(state.idle.is_empty() && state.shared.is_empty() && state.connecting.is_empty())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Serve for Origin {
    /// Serves the calls that wait.
    fn serve(self: Arc<Self>) {
        self.serve_from(&mut self.lock());
    }
}

/// A call that waits for a connection. Dropping it leaves the queue.
pub(crate) struct Waiting {
    origin: Arc<Origin>,
    id: u64,
    taken: Receiver<Outcome>,
    timed_out_after: Option<Duration>,
}

impl Waiting {
    /// Waits no longer than `limit`.
    pub(crate) async fn connection(
        mut self,
        limit: Duration,
    ) -> Result<Connection, TransportError> {
        let connect = || TransportError::new(TransportErrorKind::Connect);
        match tokio::time::timeout(limit, &mut self.taken).await {
            Ok(Ok(Ok(connection))) => Ok(connection),
            Ok(Ok(Err(error))) => Err(error::of_connect(error)),
            Ok(Err(_)) => Err(connect().with_source("the runtime is shutting down")),
            Err(_) => {
                self.timed_out_after = Some(limit);
                Err(connect().with_deadline(Deadline::Connect(limit)))
            }
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.origin.leave(self.id, self.timed_out_after);
        // It may have been served at the last moment.
        if let Ok(Ok(Connection::Http1(connection))) = self.taken.try_recv() {
            self.origin.put(connection);
        }
    }
}
