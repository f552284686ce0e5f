//! The connections to one server.

use std::{
    collections::VecDeque,
    io, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{
    HeaderValue, Uri,
    uri::{Authority, Scheme},
};
use tokio::task::AbortHandle;

use super::{
    Limits, Shared,
    waiting::{Outcome, Waiter, Waiting},
};
use crate::{
    connect::{ConnectError, Connected},
    http1::Http1,
    http2::{Http2, Lease},
};

/// A server, and the connections to it.
pub(crate) struct Origin {
    uri: Uri,
    host: HeaderValue,
    pub(super) shared: Arc<Shared>,
    state: Mutex<State>,
}

/// A connection for one exchange. Over HTTP/2 it is shared.
pub(crate) enum Connection {
    Http1(Box<Http1>),
    Http2(Lease),
}

#[derive(Default)]
pub(super) struct State {
    /// Whether the server speaks HTTP/2, once that is known.
    is_http2: Option<bool>,
    /// The one that was used last is the last.
    #[allow(clippy::vec_box, reason = "a connection is large, and moves at each call")]
    idle: Vec<Box<Http1>>,
    shared: Vec<Shareable>,
    /// In order of arrival.
    pub(super) waiters: VecDeque<Waiter>,
    /// The tasks that open connections, in order of their start.
    connecting: Vec<Connecting>,
    last_id: u64,
}

struct Shareable {
    connection: Http2,
    /// The number of its exchanges, when last looked at.
    finished: usize,
    idle_since: Instant,
}

/// A task that opens a connection. It has no deadline, but the calls that wait have.
struct Connecting {
    id: u64,
    started: Instant,
    task: AbortHandle,
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

    /// Adds scheme and host to a URI that was sent, or nearly so, over HTTP/1.1.
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
        let waiting = Waiting::new(self.clone(), state.next_id(), &mut state.waiters);
        self.serve_from(&mut state);
        waiting
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
        let lease = state.lease(self);
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

    /// Serves the calls that wait, after a stream has ended or the server allows another number.
    pub(crate) fn serve(self: &Arc<Self>) {
        self.serve_from(&mut self.lock());
    }

    fn serve_from(self: &Arc<Self>, state: &mut State) {
        while !state.waiters.is_empty() {
            let Some(lease) = state.lease(self) else { break };
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
            Http2::new(stream, Arc::downgrade(self)).await.map(Opened::Http2)
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
                    if let Some(lease) = connection.lease(self) {
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

impl State {
    /// Ends the task that has run for the longest time, if that is as long as `limit`.
    fn abort_oldest(&mut self, limit: Duration) {
        if self.connecting.first().is_some_and(|first| first.started.elapsed() >= limit) {
            self.connecting.remove(0).task.abort();
        }
    }

    fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    /// Returns a share of the first connection that has room.
    fn lease(&mut self, origin: &Arc<Origin>) -> Option<Lease> {
        let max_age = origin.shared.limits.max_age;
        self.shared.retain(|shared| shared.connection.is_usable(max_age));
        self.shared.iter().find_map(|shared| shared.connection.lease(origin))
    }

    /// Gives a connection to the first call that waits, or keeps it. Returns it if there are enough.
    fn give(&mut self, connection: Box<Http1>, max_idle: usize) -> Option<Box<Http1>> {
        if !self.waiters.is_empty() {
            self.serve_first(Ok(Connection::Http1(connection)));
            return None;
        }
        if self.idle.len() >= max_idle {
            return Some(connection);
        }
        self.idle.push(connection);
        None
    }

    fn serve_first(&mut self, outcome: Outcome) {
        if let Some(waiter) = self.waiters.pop_front() {
            // It is there: a call leaves the queue before it is gone.
            let _ = waiter.give.send(outcome);
        }
    }

    /// Fails the calls that depended on the task.
    fn fail(&mut self, error: Arc<ConnectError>) {
        if self.is_http2 == Some(false) {
            return self.serve_first(Err(error));
        }
        while !self.waiters.is_empty() {
            self.serve_first(Err(error.clone()));
        }
    }
}
