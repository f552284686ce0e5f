//! What came before the failure that a call ended in.

use std::{fmt, sync::Arc, time::Duration};

use crate::Error;

/// How often a call was tried before it ended as it did, and why it was not tried again.
///
/// An error has it as [`Error::attempts`]; middleware finds it in the extensions of an answer that
/// is not the first attempt's success, as an `Arc<Attempts>`.
#[derive(Debug)]
pub struct Attempts {
    pub(super) count: u32,
    pub(super) elapsed: Duration,
    pub(super) earlier: Vec<Error>,
    pub(super) stop: Stop,
}

/// Why a call was not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stop {
    /// The last attempt ended in something that is not retried: a success, an error that would
    /// come again, or one after which the call may already have been carried out.
    Final,
    /// The policy allows no more attempts.
    Attempts,
    /// The wait before the next attempt would have passed the call's deadline.
    Deadline,
    /// The client's retry budget is used up: too many calls have failed of late.
    Budget,
}

impl Attempts {
    /// The number of attempts, the last one included.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The time from the start of the first attempt to the end of the last.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// What the earlier attempts ended in, in order.
    #[must_use]
    pub fn earlier(&self) -> &[Error] {
        &self.earlier
    }

    /// Why there was no further attempt.
    #[must_use]
    pub fn stop(&self) -> Stop {
        self.stop
    }

    /// Whether there is something to tell besides that the call was tried once.
    pub(crate) fn is_telling(&self) -> bool {
        self.count > 1 || self.count == 1 && matches!(self.stop, Stop::Deadline | Stop::Budget)
    }

    /// The record that an answer carries.
    pub(crate) fn of<B>(response: &http::Response<B>) -> Option<Arc<Self>> {
        response.extensions().get().cloned()
    }
}

/// The end of an error's line: nothing where there is nothing to tell.
impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_telling() {
            return Ok(());
        }
        let reason = match self.stop {
            Stop::Final | Stop::Attempts => "",
            Stop::Deadline => "; the wait for another would pass the deadline of the call",
            Stop::Budget => "; the client's retry budget is used up",
        };
        let attempts = if self.count == 1 { "attempt" } else { "attempts" };
        let seconds = self.elapsed.as_secs_f64();
        write!(f, ", after {} {attempts} in {seconds:.3} s{reason}", self.count)
    }
}
