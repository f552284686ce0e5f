//! A call that waits for a connection.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use clerk_core::error::{Deadline, TransportError, TransportErrorKind};
use tokio::sync::oneshot::{self, Receiver, Sender};

use super::origin::{Connection, Origin};
use crate::{connect::ConnectError, error};

/// The outcome for a call that waits. Several calls may wait for one connection that fails.
pub(super) type Outcome = Result<Connection, Arc<ConnectError>>;

/// A place in the queue of an origin.
pub(super) struct Waiter {
    pub(super) id: u64,
    pub(super) give: Sender<Outcome>,
}

/// A call's own side of its place. Dropping it gives the place up.
pub(crate) struct Waiting {
    origin: Arc<Origin>,
    id: u64,
    taken: Receiver<Outcome>,
    timed_out_after: Option<Duration>,
}

impl Waiting {
    /// Joins the end of the queue.
    pub(super) fn new(origin: Arc<Origin>, id: u64, queue: &mut VecDeque<Waiter>) -> Self {
        let (give, taken) = oneshot::channel();
        queue.push_back(Waiter { id, give });
        Self { origin, id, taken, timed_out_after: None }
    }

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
