//! The connections to one server, and the calls that wait for one.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::oneshot::{self, Receiver, Sender},
    task::AbortHandle,
};

use crate::{
    connect::ConnectError,
    http1::Http1,
    http2::{Http2, Lease},
};

/// A connection for one exchange. Over HTTP/2 it is shared.
pub(crate) enum Connection {
    Http1(Box<Http1>),
    Http2(Lease),
}

#[derive(Default)]
pub(super) struct State {
    /// Whether the server speaks HTTP/2, once that is known.
    pub(super) is_http2: Option<bool>,
    /// The one that was used last is the last.
    #[allow(clippy::vec_box, reason = "a connection is large, and moves at each call")]
    pub(super) idle: Vec<Box<Http1>>,
    pub(super) shared: Vec<Shareable>,
    /// In order of arrival.
    pub(super) waiters: VecDeque<Waiter>,
    /// The tasks that open connections, in order of their start.
    pub(super) connecting: Vec<Connecting>,
    pub(super) last_id: u64,
}

pub(super) struct Shareable {
    pub(super) connection: Http2,
    /// The number of its exchanges, when last looked at.
    pub(super) finished: usize,
    pub(super) idle_since: Instant,
}

/// A task that opens a connection. It has no deadline, but the calls that wait have.
pub(super) struct Connecting {
    pub(super) id: u64,
    pub(super) started: Instant,
    pub(super) task: AbortHandle,
}

/// The outcome for a call that waits. Several calls may wait for one connection that fails.
pub(super) type Outcome = Result<Connection, Arc<ConnectError>>;

/// A queue entry.
pub(super) struct Waiter {
    pub(super) id: u64,
    give: Sender<Outcome>,
}

impl State {
    /// Ends the task that has run for the longest time, if that is as long as `limit`.
    pub(super) fn abort_oldest(&mut self, limit: Duration) {
        if self.connecting.first().is_some_and(|first| first.started.elapsed() >= limit) {
            self.connecting.remove(0).task.abort();
        }
    }

    /// Joins the end of the queue.
    pub(super) fn join(&mut self) -> (u64, Receiver<Outcome>) {
        let (give, taken) = oneshot::channel();
        let id = self.next_id();
        self.waiters.push_back(Waiter { id, give });
        (id, taken)
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    /// Returns a share of the first connection that has room.
    pub(super) fn lease(&mut self, max_age: Option<Duration>) -> Option<Lease> {
        self.shared.retain(|shared| shared.connection.is_usable(max_age));
        self.shared.iter().find_map(|shared| shared.connection.lease())
    }

    /// Gives a connection to the first call that waits, or keeps it. Returns it if there are enough.
    pub(super) fn give(&mut self, connection: Box<Http1>, max_idle: usize) -> Option<Box<Http1>> {
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

    pub(super) fn serve_first(&mut self, outcome: Outcome) {
        if let Some(waiter) = self.waiters.pop_front() {
            // It is there: a call leaves the queue before it is gone.
            let _ = waiter.give.send(outcome);
        }
    }

    /// Fails the calls that depended on the task.
    pub(super) fn fail(&mut self, error: Arc<ConnectError>) {
        if self.is_http2 == Some(false) {
            return self.serve_first(Err(error));
        }
        while !self.waiters.is_empty() {
            self.serve_first(Err(error.clone()));
        }
    }
}
