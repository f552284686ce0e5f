//! One call on its way through its attempts.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Method, Response, StatusCode};

use super::{Attempts, RetryPolicy, Shared, Stop, budget::Payment, pause};
use crate::{
    ApiError, Deadline, Error, Metadata, RequestContext, TransportError, TransportErrorKind,
    retry_after, trace,
};

pub(super) type Outcome = Result<Response<Bytes>, TransportError>;

pub(super) struct Run<'a> {
    shared: &'a Shared,
    policy: RetryPolicy,
    context: RequestContext,
    call_timeout: Option<Duration>,
    /// What the running attempt's time limit is.
    deadline: Option<Deadline>,
    /// Whether nothing is lost when the call is carried out twice.
    idempotent: bool,
    started: Instant,
    /// The time when it was last looked at.
    now: Instant,
    earlier: Vec<Error>,
}

pub(super) enum Verdict<'a> {
    Done(Outcome),
    Again(Wait<'a>),
}

/// What comes before an attempt. A retry that is paid for and not made is paid back.
pub(super) struct Wait<'a> {
    until: Instant,
    payment: Option<Payment<'a>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(shared: &'a Shared, context: &RequestContext) -> Self {
        let is_declared = |known: &Metadata| known.idempotent || known.method.is_idempotent();
        let now = shared.timer.now();
        Self {
            shared,
            policy: context.retry.unwrap_or(shared.policy),
            context: RequestContext { attempt: 1, ..*context },
            call_timeout: context.timeout,
            deadline: None,
            idempotent: context.idempotent || context.metadata.is_some_and(is_declared),
            started: now,
            now,
            earlier: Vec::new(),
        }
    }

    /// When the call may first be sent, where another one's 429 holds it back.
    pub(super) fn first_wait(&self) -> Option<Wait<'a>> {
        if !self.policy.may_follow(1) {
            return None;
        }
        let until = self.jittered(self.shared.pause.turn(|| self.now)?);
        trace::held_back(until.saturating_duration_since(self.now));
        Some(Wait { until, payment: None })
    }

    pub(super) async fn wait(&mut self, mut wait: Wait<'a>) -> Result<(), TransportError> {
        loop {
            let time = wait.until.saturating_duration_since(self.now);
            if self.left().is_some_and(|left| time >= left) {
                let held_back = TransportErrorKind::Throttled { retry_after: time };
                let attempts =
                    self.attempts(self.context.attempt.saturating_sub(1), Stop::Deadline);
                return Err(TransportError::new(held_back).with_attempts(attempts));
            }
            self.shared.timer.sleep(time).await;
            self.now = self.shared.timer.now();
            let is_over = self.shared.pause.is_over(self.now);
            let next = if is_over { None } else { self.shared.pause.turn(|| self.now) };
            let Some(next) = next else { break };
            wait.until = self.jittered(next);
        }
        if let Some(payment) = wait.payment {
            payment.keep();
        }
        Ok(())
    }

    /// The context of the attempt that begins now, which says how long it may take.
    pub(super) fn attempt(&mut self) -> &RequestContext {
        let left = self.left();
        (self.context.timeout, self.deadline) =
            match (self.context.attempt_timeout, left, self.call_timeout) {
                (Some(attempt), left, _) if left.is_none_or(|left| attempt < left) => {
                    (Some(attempt), Some(Deadline::Attempt(attempt)))
                }
                (_, left, call) => (left, call.map(Deadline::Call)),
            };
        self.context.time_left = left;
        &self.context
    }

    /// Decides what follows from an attempt.
    pub(super) fn judge(&mut self, outcome: Outcome) -> Verdict<'a> {
        match outcome {
            Ok(response) if response.status().is_success() && self.context.attempt == 1 => {
                self.shared.budget.earn();
                Verdict::Done(Ok(response))
            }
            outcome => self.judge_closely(outcome),
        }
    }

    #[cold]
    fn judge_closely(&mut self, outcome: Outcome) -> Verdict<'a> {
        self.now = self.shared.timer.now();
        let outcome = outcome.map_err(|error| self.name_deadline(error));
        let (is_worth_it, asked) = match &outcome {
            Ok(response) => {
                (self.helps_after(response.status()), retry_after::from_headers(response.headers()))
            }
            Err(error) => (self.helps_after_error(error.kind()), None),
        };
        let wait = self.policy.wait(self.context.attempt, asked);
        let status = outcome.as_ref().ok().map(Response::status);
        let is_refused = status == Some(StatusCode::TOO_MANY_REQUESTS);
        if status.is_some_and(|status| status.as_u16() < 500) && !is_refused {
            self.shared.budget.earn();
        }
        if is_refused && self.policy.may_follow(1) {
            self.hold_others_back(asked.unwrap_or(wait));
        }
        if !is_worth_it || self.left() == Some(Duration::ZERO) {
            return self.end(outcome, Stop::Final);
        }
        if !self.policy.may_follow(self.context.attempt) {
            return self.end(outcome, Stop::Attempts);
        }
        let Some(until) = self.turn_after(wait, is_refused) else {
            return self.end(outcome, Stop::Deadline);
        };
        let payment = self.shared.budget.spend();
        if payment.is_none() {
            return self.end(outcome, Stop::Budget);
        }
        let failure = self.error(outcome);
        trace::retrying(&failure, until.saturating_duration_since(self.now));
        self.earlier.push(failure);
        self.context.attempt = self.context.attempt.saturating_add(1);
        Verdict::Again(Wait { until, payment })
    }

    /// Whether another attempt is safe and may help after an answer with this status.
    fn helps_after(&self, status: StatusCode) -> bool {
        match status.as_u16() {
            429 => true,
            500 | 502 | 503 | 504 => self.idempotent,
            _ => false,
        }
    }

    fn helps_after_error(&self, kind: TransportErrorKind) -> bool {
        match kind {
            TransportErrorKind::Connect => true,
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted => self.idempotent,
            _ => false,
        }
    }

    /// However long a server asks for, the others may see for themselves after the longest backoff.
    fn hold_others_back(&self, wait: Duration) {
        let wait = wait.min(self.policy.longest_backoff());
        trace::pausing(wait);
        if let Some(over) = self.now.checked_add(wait) {
            self.shared.pause.close(over);
        }
    }

    /// When the next attempt may begin; `None` where that is too late.
    fn turn_after(&self, wait: Duration, is_refused: bool) -> Option<Instant> {
        let longest = self.left().unwrap_or(self.policy.longest_backoff());
        let in_time = |turn: &Instant| turn.saturating_duration_since(self.now) < longest;
        let turn = self.now.checked_add(wait).filter(in_time)?;
        if !is_refused {
            return Some(turn);
        }
        let next = self.shared.pause.turn(|| self.now);
        Some(next.map_or(turn, |next| next.max(turn))).filter(in_time)
    }

    /// What is left of the call's deadline.
    fn left(&self) -> Option<Duration> {
        let elapsed = self.now.saturating_duration_since(self.started);
        self.call_timeout.map(|timeout| timeout.saturating_sub(elapsed))
    }

    fn jittered(&self, turn: Instant) -> Instant {
        turn.checked_add(self.policy.spread(pause::SPACING)).unwrap_or(turn)
    }

    /// A transport was told one time limit. The caller set two.
    fn name_deadline(&self, error: TransportError) -> TransportError {
        // A decorator may have used up most of the time before the attempt began.
        let is_late = self.left() == Some(Duration::ZERO);
        let deadline = self.call_timeout.filter(|_| is_late).map(Deadline::Call).or(self.deadline);
        match deadline {
            Some(deadline)
                if error.kind() == TransportErrorKind::Timeout && error.deadline().is_none() =>
            {
                error.with_deadline(deadline)
            }
            _ => error,
        }
    }

    fn error(&self, outcome: Outcome) -> Error {
        let metadata = self.context.metadata.unwrap_or(&UNKNOWN);
        match outcome {
            Ok(response) => ApiError::new(metadata, response).into(),
            Err(error) => error.with_operation(metadata.operation).into(),
        }
    }

    fn end(&mut self, outcome: Outcome, stop: Stop) -> Verdict<'a> {
        let attempts = self.attempts(self.context.attempt, stop);
        Verdict::Done(match outcome {
            Ok(mut response) => {
                response.extensions_mut().insert(attempts);
                Ok(response)
            }
            Err(error) => Err(error.with_attempts(attempts)),
        })
    }

    fn attempts(&mut self, count: u32, stop: Stop) -> Arc<Attempts> {
        trace::stopping(stop, count);
        Arc::new(Attempts {
            count,
            elapsed: self.now.saturating_duration_since(self.started),
            earlier: std::mem::take(&mut self.earlier),
            stop,
        })
    }
}

/// For requests that come from elsewhere than a client.
static UNKNOWN: Metadata = Metadata::new("request", Method::GET, "");
