//! The state of one call between its attempts.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{CallLimits, Retrier, RetryPolicy, budget::Withdrawal};
use crate::{
    error::{
        ApiError, Attempts, Deadline, Error, Reading, StopReason, TransportError,
        TransportErrorKind, retry_after,
    },
    metadata::Metadata,
    trace,
    transport::{Outcome, RequestContext},
};

pub(super) struct State<'a> {
    shared: &'a Retrier,
    metadata: &'static Metadata,
    limits: &'a CallLimits,
    reading: Reading<'a>,
    policy: &'a RetryPolicy,
    context: RequestContext,
    /// The deadline of the current attempt.
    deadline: Deadline,
    /// Whether the call can be carried out twice.
    idempotent: bool,
    started: Instant,
    /// The time when it was last read.
    now: Instant,
    earlier: Vec<Error>,
}

pub(super) enum Next<'a> {
    Done(Outcome, Option<Box<Attempts>>),
    Retry(Wait<'a>),
}

/// The wait before an attempt. Dropping it gives the withdrawn retry back.
pub(super) struct Wait<'a> {
    until: Instant,
    withdrawal: Option<Withdrawal<'a>>,
}

impl<'a> State<'a> {
    pub(super) fn new(
        shared: &'a Retrier,
        metadata: &'static Metadata,
        limits: &'a CallLimits,
        reading: Reading<'a>,
    ) -> Self {
        let now = shared.timer.now();
        Self {
            shared,
            metadata,
            limits,
            reading,
            policy: limits.policy.as_ref().unwrap_or(&shared.policy),
            context: RequestContext {
                metadata: Some(metadata),
                connect_timeout: limits.connect_timeout,
                max_response_bytes: Some(limits.max_response_bytes),
                attempt: 1,
                ..RequestContext::default()
            },
            deadline: Deadline::Call(limits.timeout),
            idempotent: limits.idempotent || metadata.idempotent || metadata.method.is_idempotent(),
            started: now,
            now,
            earlier: Vec::new(),
        }
    }

    /// Returns the wait before the first attempt, if a pause holds the call back.
    pub(super) fn first_wait(&self) -> Option<Wait<'a>> {
        if !self.policy.allows_after(1) {
            return None;
        }
        let until = self.jittered(self.shared.pause.resume_at(|| self.now)?);
        trace::held_back(until.saturating_duration_since(self.now));
        Some(Wait { until, withdrawal: None })
    }

    pub(super) async fn wait(
        &mut self,
        mut wait: Wait<'a>,
    ) -> Result<(), (TransportError, Box<Attempts>)> {
        loop {
            let time = wait.until.saturating_duration_since(self.now);
            if time >= self.time_left() {
                let held_back = TransportErrorKind::Throttled { retry_after: time };
                let count = self.context.attempt.saturating_sub(1);
                let attempts = self.attempts(count, StopReason::Deadline);
                return Err((TransportError::new(held_back), attempts));
            }
            self.shared.timer.sleep(time).await;
            self.now = self.shared.timer.now();
            let is_over = self.shared.pause.is_over(self.now);
            let next = if is_over { None } else { self.shared.pause.resume_at(|| self.now) };
            let Some(next) = next else { break };
            wait.until = self.jittered(next);
        }
        if let Some(withdrawal) = wait.withdrawal {
            withdrawal.keep();
        }
        Ok(())
    }

    /// Begins an attempt, and returns its context.
    pub(super) fn begin(&mut self) -> &RequestContext {
        let (left, limit) = (self.time_left(), self.limits.attempt_timeout);
        self.deadline = if limit < left {
            Deadline::Attempt(limit)
        } else {
            Deadline::Call(self.limits.timeout)
        };
        self.context.timeout = Some(limit.min(left));
        self.context.time_left = Some(left);
        &self.context
    }

    /// Decides what follows from the outcome of an attempt.
    pub(super) fn classify(&mut self, outcome: Outcome) -> Next<'a> {
        match outcome {
            Ok(response) if response.status().is_success() && self.context.attempt == 1 => {
                self.shared.budget.deposit();
                Next::Done(Ok(response), None)
            }
            outcome => self.classify_failure(outcome),
        }
    }

    #[cold]
    fn classify_failure(&mut self, outcome: Outcome) -> Next<'a> {
        self.now = self.shared.timer.now();
        let outcome = outcome.map_err(|error| self.name_deadline(error));
        let (is_retried, asked) = match &outcome {
            Ok(response) => {
                (self.retries_status(response.status()), retry_after(response.headers()))
            }
            Err(error) => (self.retries_failure(error.kind()), None),
        };
        let wait = self.policy.wait(self.context.attempt, asked);
        let status = outcome.as_ref().ok().map(Response::status);
        let is_rate_limited = status == Some(StatusCode::TOO_MANY_REQUESTS);
        if status.is_some_and(|status| status.as_u16() < 500) && !is_rate_limited {
            self.shared.budget.deposit();
        }
        if is_rate_limited && self.policy.allows_after(1) {
            self.pause_all(asked.unwrap_or(wait));
        }
        if !is_retried || self.time_left() == Duration::ZERO {
            return self.stop(outcome, StopReason::Final);
        }
        if !self.policy.allows_after(self.context.attempt) {
            return self.stop(outcome, StopReason::MaxAttempts);
        }
        let Some(until) = self.retry_at(wait, is_rate_limited) else {
            return self.stop(outcome, StopReason::Deadline);
        };
        let withdrawal = self.shared.budget.withdraw();
        if withdrawal.is_none() {
            return self.stop(outcome, StopReason::Budget);
        }
        let failure = self.error(outcome);
        trace::retrying(&failure, until.saturating_duration_since(self.now));
        self.earlier.push(failure);
        self.context.attempt = self.context.attempt.saturating_add(1);
        Next::Retry(Wait { until, withdrawal })
    }

    /// Returns whether a retry is safe and may help after a response with this status.
    fn retries_status(&self, status: StatusCode) -> bool {
        status == StatusCode::TOO_MANY_REQUESTS
            || self.idempotent && self.policy.retries(status.as_u16())
    }

    fn retries_failure(&self, kind: TransportErrorKind) -> bool {
        match kind {
            TransportErrorKind::Connect => true,
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted => self.idempotent,
            _ => false,
        }
    }

    /// Holds all calls back. A server may ask for a long wait; after the longest backoff the others
    /// try for themselves.
    fn pause_all(&self, wait: Duration) {
        let wait = wait.min(self.policy.longest_backoff());
        trace::pausing(wait);
        if let Some(end) = self.now.checked_add(wait) {
            self.shared.pause.extend(end);
        }
    }

    /// Returns when the next attempt may begin, or `None` if that is after the deadline.
    fn retry_at(&self, wait: Duration, is_rate_limited: bool) -> Option<Instant> {
        let left = self.time_left();
        let in_time = |at: &Instant| at.saturating_duration_since(self.now) < left;
        let at = self.now.checked_add(wait).filter(in_time)?;
        if !is_rate_limited {
            return Some(at);
        }
        let resumed = self.shared.pause.resume_at(|| self.now);
        Some(resumed.map_or(at, |resumed| resumed.max(at))).filter(in_time)
    }

    /// Returns the time left until the deadline of the call.
    fn time_left(&self) -> Duration {
        let elapsed = self.now.saturating_duration_since(self.started);
        self.limits.timeout.saturating_sub(elapsed)
    }

    fn jittered(&self, at: Instant) -> Instant {
        at.checked_add(self.policy.spread(self.shared.pause.spacing())).unwrap_or(at)
    }

    /// The transport knows one deadline. The caller has set two.
    fn name_deadline(&self, error: TransportError) -> TransportError {
        if error.kind() != TransportErrorKind::Timeout || error.deadline().is_some() {
            return error;
        }
        // Middleware may have used up most of the time before the attempt began.
        let is_late = self.time_left() == Duration::ZERO;
        error.with_deadline(if is_late {
            Deadline::Call(self.limits.timeout)
        } else {
            self.deadline
        })
    }

    fn error(&self, outcome: Outcome) -> Error {
        match outcome {
            Ok(response) => ApiError::read_earlier(self.metadata, response, self.reading).into(),
            Err(error) => error.with_call(self.metadata, &self.reading.secrets()).into(),
        }
    }

    fn stop(
        &mut self,
        outcome: Result<Response<Bytes>, TransportError>,
        reason: StopReason,
    ) -> Next<'a> {
        let attempts = self.attempts(self.context.attempt, reason);
        Next::Done(outcome, Some(attempts))
    }

    fn attempts(&mut self, count: u32, stop: StopReason) -> Box<Attempts> {
        trace::stopping(stop, count);
        Box::new(Attempts {
            count,
            elapsed: self.now.saturating_duration_since(self.started),
            earlier: std::mem::take(&mut self.earlier),
            stop,
        })
    }
}
