//! Retries of a call: whether, when, and how often.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};

use crate::{
    error::{Attempts, Error, StopReason, retry_after},
    trace::{self, AttemptSpan},
    transport::Timer,
};

mod budget;
mod classify;
mod clock;
mod outgoing;
mod pauses;
mod policy;

pub(crate) use outgoing::{CallLimits, Outgoing};
pub use policy::{Jitter, RetryPolicy};

use budget::{Budget, Withdrawal};
use classify::{Class, classify, earlier_may_have_succeeded, is_deposit};
use clock::Clock;
use pauses::{Pauses, Waiter};

/// The default retry budget, in retries.
pub(crate) const DEFAULT_BUDGET: u32 = 100;

/// The default time between calls that resume after a pause.
pub(crate) const DEFAULT_SPACING: Duration = Duration::from_millis(10);

/// The retry state that all calls of a client share.
pub(crate) struct Retrier {
    policy: RetryPolicy,
    timer: Arc<dyn Timer>,
    budget: Budget,
    pauses: Pauses,
}

/// The header of a credential.
pub(crate) type CredentialHeader<'a> = (&'a HeaderName, &'a HeaderValue);

/// A successful response, and its attempts unless the first one succeeded.
pub(crate) type Success = (Response<Bytes>, Option<Box<Attempts>>);

impl Retrier {
    pub(crate) fn new(
        policy: RetryPolicy,
        timer: Arc<dyn Timer>,
        budget: u32,
        spacing: Duration,
    ) -> Self {
        Self { policy, timer, budget: Budget::new(budget), pauses: Pauses::new(spacing) }
    }

    /// Sends a call until its outcome is final. `request` creates the request of an attempt.
    pub(crate) async fn run(
        &self,
        call: &Outgoing<'_>,
        request: impl Fn() -> Request<Bytes>,
    ) -> Result<Success, Error> {
        let operation = call.metadata.operation;
        let policy = call.limits.policy.as_ref().unwrap_or(&self.policy);
        let mut clock = Clock::start(&*self.timer, call.limits.timeout);
        let mut earlier = Vec::new();
        let mut attempt = 0_u32;
        let mut backoff_end = clock.now;
        let mut withdrawal: Option<Withdrawal<'_>> = None;
        loop {
            // Wait for the backoff, and for the pauses that the server asked for.
            let may_be_held = policy.allows_after(1) && self.pauses.is_active();
            if attempt > 0 || may_be_held {
                if let Err(retry_after) = self.wait(call, &mut clock, backoff_end).await {
                    let attempts = attempts(attempt, &clock, earlier, StopReason::Deadline);
                    return Err(call.throttled(retry_after).with_attempts(Some(attempts)));
                }
            }
            if let Some(retry) = withdrawal.take() {
                retry.keep();
            }
            attempt = attempt.saturating_add(1);

            // Send the request.
            let (context, deadline) = call.context(attempt, clock.left());
            let request = request();
            let span = AttemptSpan::new(&request, &context);
            let outcome = span.around(call.transport.send(request, &context)).await;

            // Return a success.
            let class = classify(&outcome, call, policy);
            if is_deposit(&outcome) {
                self.budget.deposit(operation);
            }
            let failure = match (class, outcome) {
                (Class::Success, Ok(response)) => {
                    span.succeeded(&response, call.reading);
                    if attempt == 1 {
                        return Ok((response, None));
                    }
                    clock.read();
                    let attempts = attempts(attempt, &clock, earlier, StopReason::Final);
                    return Ok((response, Some(attempts)));
                }
                (_, failure) => failure,
            };

            // Decide whether a retry follows. A 429 withdraws none: its pause keeps the calls at the
            // server's pace.
            clock.read();
            let asked = failure.as_ref().ok().and_then(|response| retry_after(response.headers()));
            let wait = policy.wait(attempt, asked);
            let stop = if !class.is_retried() || clock.left().is_zero() {
                Some(StopReason::Final)
            } else if !policy.allows_after(attempt) {
                Some(StopReason::MaxAttempts)
            } else if !clock.is_in_time(wait) {
                Some(StopReason::Deadline)
            } else if class == Class::RateLimited {
                None
            } else {
                withdrawal = self.budget.withdraw(operation);
                withdrawal.is_none().then_some(StopReason::Budget)
            };
            let error = call.error(failure, deadline, clock.left(), stop.is_some());
            span.failed(&error);
            if class == Class::RateLimited && policy.allows_after(1) {
                let scope = self.pauses.scope(call.credential, operation);
                let longest = policy.longest_backoff();
                let all_pause = self.pauses.pause(scope, wait, longest, clock.now);
                trace::pausing(wait, all_pause);
            }
            if let Some(stop) = stop {
                let mut attempts = attempts(attempt, &clock, earlier, stop);
                attempts.earlier_may_have_succeeded =
                    earlier_may_have_succeeded(&error, &attempts.earlier, call);
                return Err(error.with_attempts(Some(attempts)));
            }
            trace::retrying(&error, wait);
            earlier.push(error);
            backoff_end = clock.after(wait);
        }
    }

    /// Waits until a call may be sent.
    ///
    /// # Errors
    /// How long the call would have to wait, if its deadline comes first.
    async fn wait(
        &self,
        call: &Outgoing<'_>,
        clock: &mut Clock<'_>,
        backoff_end: Instant,
    ) -> Result<(), Duration> {
        let scope = self.pauses.scope(call.credential, call.metadata.operation);
        let mut waiter = Waiter::new(backoff_end);
        while let Some(hold) = self.pauses.hold(scope, &mut waiter, clock.now, clock.left()) {
            let time = hold.resume_at.saturating_duration_since(clock.now);
            if hold.is_new {
                trace::held_back(time);
            }
            if time >= clock.left() {
                return Err(time);
            }
            clock.sleep_until(hold.until).await;
        }
        // A timer may be late.
        if clock.left().is_zero() { Err(Duration::ZERO) } else { Ok(()) }
    }
}

fn attempts(count: u32, clock: &Clock<'_>, earlier: Vec<Error>, stop: StopReason) -> Box<Attempts> {
    let elapsed = clock.elapsed();
    Box::new(Attempts { count, elapsed, earlier, stop, earlier_may_have_succeeded: false })
}

impl fmt::Debug for Retrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retrier").field("policy", &self.policy).finish_non_exhaustive()
    }
}
