//! The connections to one server, and the calls that wait for one.

use std::{collections::VecDeque, time::Duration};

use tokio::sync::oneshot::{self, Receiver, Sender};

use crate::{
    connect::ConnectError,
    http1::Http1,
    http2::{Http2, Lease},
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

impl Limits {
    /// Returns whether a connection is young enough for another exchange.
    pub(super) fn allow(&self, connection: &Http1) -> bool {
        self.max_age.is_none_or(|age| connection.created.elapsed() < age)
            && connection.last_used.elapsed() < self.idle_timeout
    }
}

/// A connection for one exchange. Over HTTP/2 it is shared.
pub(crate) enum Connection {
    Http1(Box<Http1>),
    Http2(Lease),
}

/// The outcome for a waiting call.
pub(super) type Outcome = Result<Connection, ConnectError>;

struct Waiting {
    /// How long it waits at most.
    limit: Duration,
    give: Sender<Outcome>,
}

pub(super) struct State {
    pub(super) limits: Limits,
    /// How many calls a new connection serves at once. Expected to be all, until a connection shows it.
    pub(super) calls_each: usize,
    /// The one that was used last is the last.
    #[allow(clippy::vec_box, reason = "a connection is large, and moves at each call")]
    idle: Vec<Box<Http1>>,
    shared: Vec<Http2>,
    /// In order of arrival. A call that was dropped stays until it would be served.
    waiting: VecDeque<Waiting>,
    /// Whether a task opens connections for the calls that wait.
    pub(super) is_opening: bool,
}

impl State {
    pub(super) fn new(limits: Limits, calls_each: usize) -> Self {
        let (idle, shared, waiting) = (Vec::new(), Vec::new(), VecDeque::new());
        Self { limits, calls_each, idle, shared, waiting, is_opening: false }
    }

    /// Returns a connection that is open as far as is known, unless other calls wait for it.
    pub(super) fn take(&mut self) -> Option<Connection> {
        while let Some(connection) = self.idle.pop() {
            if self.limits.allow(&connection) {
                return Some(Connection::Http1(connection));
            }
        }
        if self.waiting.is_empty() { self.lease().map(Connection::Http2) } else { None }
    }

    /// Adds a call to the end of the queue.
    pub(super) fn wait(&mut self, limit: Duration) -> Receiver<Outcome> {
        let (give, taken) = oneshot::channel();
        self.waiting.push_back(Waiting { limit, give });
        taken
    }

    /// Gives a connection to the first call that waits, or keeps it if there is room.
    pub(super) fn give(&mut self, connection: Box<Http1>) {
        let unused = self.serve(Ok(Connection::Http1(connection)));
        if let Some(Ok(Connection::Http1(connection))) = unused {
            if self.idle.len() < self.limits.max_idle {
                self.idle.push(connection);
            }
        }
    }

    /// Adds a connection that many calls share. It serves at least one, even if it is too old at once.
    pub(super) fn share(&mut self, connection: Http2) {
        if let Some(lease) = connection.lease() {
            self.serve(Ok(Connection::Http2(lease)));
        }
        self.shared.push(connection);
    }

    /// Gives the shared connections that have room to the calls that wait.
    pub(super) fn serve_shared(&mut self) {
        while !self.waiting.is_empty() {
            let Some(lease) = self.lease() else { break };
            self.serve(Ok(Connection::Http2(lease)));
        }
    }

    /// Gives an outcome to the first call that waits, or returns it if there is none.
    pub(super) fn serve(&mut self, mut outcome: Outcome) -> Option<Outcome> {
        while let Some(first) = self.waiting.pop_front() {
            // Otherwise the call was dropped.
            outcome = first.give.send(outcome).err()?;
        }
        Some(outcome)
    }

    /// Returns how many attempts the calls that wait need at once, after this number of failures.
    /// Each failure fails only one of them, and the others do not wait for all the failures.
    pub(super) fn needed(&mut self, failures: usize) -> usize {
        self.waiting.retain(|call| !call.give.is_closed());
        let calls = self.waiting.len();
        calls.div_ceil(self.calls_each.max(1)).max(failures.saturating_add(1)).min(calls)
    }

    /// Returns the deadline of an attempt: no call that waits has a longer one.
    pub(super) fn deadline(&self) -> Duration {
        let limits = self.waiting.iter().map(|call| call.limit);
        limits.max().unwrap_or_default().max(self.limits.connect_timeout)
    }

    /// Closes connections that are old or closed by the server, and returns whether there are others.
    pub(super) fn clean(&mut self) -> bool {
        let limits = &self.limits;
        self.idle.retain_mut(|connection| limits.allow(connection) && connection.check());
        self.shared.retain(|connection| {
            connection.is_usable(limits.max_age) && connection.is_in_use(limits.idle_timeout)
        });
        !(self.idle.is_empty() && self.shared.is_empty())
    }

    /// Returns a share of the first connection that has room.
    fn lease(&mut self) -> Option<Lease> {
        self.shared.retain(|connection| connection.is_usable(self.limits.max_age));
        self.shared.iter().find_map(Http2::lease)
    }
}
