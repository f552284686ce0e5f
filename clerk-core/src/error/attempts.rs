//! The attempts of a call that failed.

use std::{fmt, time::Duration};

use super::Error;

/// How often a call was attempted, and why it was not retried again.
///
/// [`Error::attempts`] returns it.
pub struct Attempts {
    pub(crate) count: u32,
    pub(crate) elapsed: Duration,
    pub(crate) earlier: Vec<Error>,
    pub(crate) stop: StopReason,
    /// Whether the response is an error that a retry gets if an earlier attempt succeeded.
    pub(crate) earlier_may_have_succeeded: bool,
}

/// The reason why a call was not retried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// The last outcome is not retried: it is a success, a retry would not change it, or the server
    /// may already have carried out the call.
    Final,
    /// The policy allows no more attempts.
    MaxAttempts,
    /// The wait before the next attempt would have passed the deadline of the call.
    Deadline,
    /// The client's retry budget is used up: too many calls have failed lately.
    Budget,
}

impl Attempts {
    /// Returns the number of attempts, including the last one.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Returns the time from the start of the first attempt to the end of the last.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns the errors of the earlier attempts, in order.
    #[must_use]
    pub fn earlier(&self) -> &[Error] {
        &self.earlier
    }

    /// Returns why the call was not retried again.
    #[must_use]
    pub fn stop(&self) -> StopReason {
        self.stop
    }

    /// Returns whether there was a retry or an early stop.
    pub(super) fn is_notable(&self) -> bool {
        self.count > 1
            || self.count == 1 && matches!(self.stop, StopReason::Deadline | StopReason::Budget)
    }
}

/// Shows the attempts at the end of an error.
pub(super) fn write_attempts(
    f: &mut fmt::Formatter<'_>,
    attempts: Option<&Attempts>,
) -> fmt::Result {
    attempts.map_or(Ok(()), |attempts| fmt::Display::fmt(attempts, f))
}

/// The end of an error's line. Empty if there is nothing to report.
impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_notable() {
            return Ok(());
        }
        let reason = match self.stop {
            StopReason::Final | StopReason::MaxAttempts => "",
            StopReason::Deadline => "; the next wait would pass the deadline of the call",
            StopReason::Budget => "; the client's retry budget is used up",
        };
        let attempts = if self.count == 1 { "attempt" } else { "attempts" };
        let seconds = self.elapsed.as_secs_f64();
        write!(f, ", after {} {attempts} in {seconds:.3} s{reason}", self.count)?;
        if self.earlier_may_have_succeeded {
            f.write_str("; an earlier attempt may have succeeded")?;
        }
        Ok(())
    }
}

/// Shows the messages of the earlier errors.
impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let earlier: Vec<String> =
            self.earlier.iter().map(|error| error.report().to_string()).collect();
        let mut debug = f.debug_struct("Attempts");
        debug.field("count", &self.count).field("elapsed", &self.elapsed).field("stop", &self.stop);
        if self.earlier_may_have_succeeded {
            debug.field("earlier_may_have_succeeded", &true);
        }
        debug.field("earlier", &earlier).finish()
    }
}
