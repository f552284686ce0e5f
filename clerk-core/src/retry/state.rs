//! The state of one call between its attempts.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{
    CallLimits, CredentialHeader, Final, Retrier, RetryPolicy,
    budget::Withdrawal,
    pause::Arrival,
    pauses::{Hold, Scope},
};
use crate::{
    error::{
        ApiError, Attempts, Deadline, Error, Reading, StopReason, TransportError,
        TransportErrorKind, retry_after,
    },
    metadata::Metadata,
    trace,
    transport::{Outcome, PauseCheck, RequestContext, is_held_back},
};

pub(super) struct State<'a> {
    shared: &'a Retrier,
    metadata: &'static Metadata,
    credential: Option<CredentialHeader<'a>>,
    limits: &'a CallLimits,
    pub(super) reading: Reading<'a>,
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
    /// Determines the position among calls that wait.
    arrival: Arrival,
}

pub(super) enum Next<'a> {
    Done(Outcome, Option<Box<Attempts>>),
    /// Boxed, since a small future is moved in fewer instructions.
    Retry(Box<Wait<'a>>),
}

/// The wait before an attempt. Dropping it gives the withdrawn retry back.
pub(super) struct Wait<'a> {
    /// The end of the backoff.
    until: Instant,
    /// Set if a pause holds the call back.
    hold: Option<Hold<'a>>,
    withdrawal: Option<Withdrawal<'a>>,
}

impl<'a> State<'a> {
    pub(super) fn new(
        shared: &'a Retrier,
        metadata: &'static Metadata,
        credential: Option<CredentialHeader<'a>>,
        limits: &'a CallLimits,
        reading: Reading<'a>,
    ) -> Self {
        let now = shared.timer.now();
        let policy = limits.policy.as_ref().unwrap_or(&shared.policy);
        let pauses: Arc<dyn PauseCheck> = shared.pauses.clone();
        let pauses = policy.allows_after(1).then_some(pauses);
        Self {
            shared,
            metadata,
            credential,
            limits,
            reading,
            policy,
            context: RequestContext {
                metadata: Some(metadata),
                connect_timeout: limits.connect_timeout,
                max_response_bytes: Some(limits.max_response_bytes),
                blocking: limits.blocking,
                attempt: 1,
                pauses,
                ..RequestContext::default()
            },
            deadline: Deadline::Call(limits.timeout),
            idempotent: limits.idempotent || metadata.idempotent || metadata.method.is_idempotent(),
            started: now,
            now,
            earlier: Vec::new(),
            arrival: shared.pauses.arrival(),
        }
    }

    /// Returns the wait before the first attempt, if a pause holds the call back.
    pub(super) fn first_wait(&mut self) -> Option<Box<Wait<'a>>> {
        let hold = self.hold()?;
        Some(Box::new(self.held_back(self.now, Some(hold))))
    }

    /// Waits, unless the deadline of the call would pass.
    pub(super) async fn wait(&mut self, wait: &mut Wait<'a>) -> Result<(), Final> {
        loop {
            let time = wait.resume_at().saturating_duration_since(self.now);
            if time >= self.time_left() {
                let held_back = TransportErrorKind::Throttled { retry_after: time };
                let count = self.context.attempt.saturating_sub(1);
                let attempts = self.attempts(count, StopReason::Deadline);
                return Err((Err(TransportError::new(held_back)), Some(attempts)));
            }
            if time > Duration::ZERO {
                let look_at = wait.look_at(self.now);
                let time = look_at.saturating_duration_since(self.now);
                self.shared.timer.sleep(time).await;
                // A timer may skip waits without moving its clock.
                self.now = self.shared.timer.now().max(look_at);
                continue;
            }
            let is_released = match &mut wait.hold {
                Some(hold) => hold.release(self.now),
                None => {
                    // A pause may have begun during the backoff.
                    wait.hold = self.hold();
                    wait.hold.is_none()
                }
            };
            if is_released {
                break;
            }
        }
        if let Some(withdrawal) = wait.withdrawal.take() {
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
                self.shared.budget.deposit(self.metadata.operation);
                Next::Done(Ok(response), None)
            }
            outcome => self.classify_failure(outcome),
        }
    }

    #[cold]
    fn classify_failure(&mut self, outcome: Outcome) -> Next<'a> {
        self.now = self.shared.timer.now();
        let outcome = match outcome {
            Err(error) if is_held_back(&error) => {
                return Next::Retry(Box::new(self.hold_again(&error)));
            }
            outcome => outcome.map_err(|error| self.name_deadline(error)),
        };
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
            self.shared.budget.deposit(self.metadata.operation);
        }
        if is_rate_limited && self.policy.allows_after(1) {
            self.pause(wait);
        }
        if !is_retried || self.time_left() == Duration::ZERO {
            return self.stop(outcome, StopReason::Final);
        }
        if !self.policy.allows_after(self.context.attempt) {
            return self.stop(outcome, StopReason::MaxAttempts);
        }
        let Some(wait) = self.retry_in_time(wait, is_rate_limited) else {
            return self.stop(outcome, StopReason::Deadline);
        };
        let withdrawal = self.shared.budget.withdraw(self.metadata.operation);
        if withdrawal.is_none() {
            return self.stop(outcome, StopReason::Budget);
        }
        let failure = self.error(outcome);
        trace::retrying(&failure, wait.resume_at().saturating_duration_since(self.now));
        self.earlier.push(failure);
        self.context.attempt = self.context.attempt.saturating_add(1);
        Next::Retry(Box::new(Wait { withdrawal, ..wait }))
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

    /// Holds back the calls that the server would refuse too.
    fn pause(&mut self, wait: Duration) {
        let longest = self.policy.longest_backoff();
        let all_pause = self.shared.pauses.refused(self.scope(), wait, longest, self.now);
        trace::pausing(wait, all_pause);
    }

    /// Returns the calls that a pause holds back together with this one.
    fn scope(&self) -> Scope {
        self.shared.pauses.scope(self.credential, self.metadata.operation)
    }

    /// Joins the calls that wait, if a pause holds this call back.
    fn hold(&self) -> Option<Hold<'a>> {
        if self.context.pauses.is_none() || !self.shared.pauses.is_active() {
            return None;
        }
        let scope = self.scope();
        self.shared.pauses.hold(scope, self.arrival, self.now)
    }

    /// Returns the wait of an attempt that was held back on its way through the middleware.
    fn hold_again(&mut self, error: &TransportError) -> Wait<'a> {
        let hold = self.hold();
        let until = match (&hold, error.kind()) {
            // The pause is over by now, or middleware has changed the credential.
            (None, TransportErrorKind::Throttled { retry_after }) => {
                self.now.checked_add(retry_after).unwrap_or(self.now)
            }
            _ => self.now,
        };
        let is_retry = self.context.attempt > 1;
        let withdrawal = is_retry.then(|| self.shared.budget.withdrawn(self.metadata.operation));
        Wait { withdrawal, ..self.held_back(until, hold) }
    }

    fn held_back(&self, until: Instant, hold: Option<Hold<'a>>) -> Wait<'a> {
        let wait = Wait { until, hold, withdrawal: None };
        trace::held_back(wait.resume_at().saturating_duration_since(self.now));
        wait
    }

    /// Returns the wait before the next attempt, or `None` if it would pass the deadline.
    fn retry_in_time(&mut self, wait: Duration, is_rate_limited: bool) -> Option<Wait<'a>> {
        let left = self.time_left();
        let until = self.now.checked_add(wait).filter(|_| wait < left)?;
        let hold = if is_rate_limited { self.hold() } else { None };
        let wait = Wait { until, hold, withdrawal: None };
        let is_in_time = wait.resume_at().saturating_duration_since(self.now) < left;
        is_in_time.then_some(wait)
    }

    /// Returns the time left until the deadline of the call.
    fn time_left(&self) -> Duration {
        let elapsed = self.now.saturating_duration_since(self.started);
        self.limits.timeout.saturating_sub(elapsed)
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
        let status = outcome.as_ref().ok().map(Response::status);
        let earlier_may_have_succeeded =
            status.is_some_and(|status| self.earlier_may_have_succeeded(status));
        let attempts = self.attempts(self.context.attempt, reason);
        Next::Done(outcome, Some(Box::new(Attempts { earlier_may_have_succeeded, ..*attempts })))
    }

    /// Returns whether a response with this status may be due to an earlier attempt.
    fn earlier_may_have_succeeded(&self, status: StatusCode) -> bool {
        let may_have_succeeded = |error: &Error| match error {
            Error::Transport(error) => !error.kind().is_unsent(),
            error => error.status().is_some_and(|status| status.is_server_error()),
        };
        !self.metadata.method.is_safe()
            && matches!(status.as_u16(), 400 | 404 | 409 | 410 | 412 | 422)
            && self.earlier.iter().any(may_have_succeeded)
    }

    fn attempts(&mut self, count: u32, stop: StopReason) -> Box<Attempts> {
        Box::new(Attempts {
            count,
            elapsed: self.now.saturating_duration_since(self.started),
            earlier: std::mem::take(&mut self.earlier),
            stop,
            earlier_may_have_succeeded: false,
        })
    }
}

impl Wait<'_> {
    /// Returns when the attempt may begin, unless something changes.
    fn resume_at(&self) -> Instant {
        let resume_at = self.hold.as_ref().and_then(Hold::resume_at);
        resume_at.map_or(self.until, |resume_at| resume_at.max(self.until))
    }

    /// Returns when to look again.
    fn look_at(&self, now: Instant) -> Instant {
        let look_at = self.hold.as_ref().and_then(|hold| hold.look_at(now));
        look_at.map_or(self.until, |look_at| look_at.max(self.until))
    }
}
