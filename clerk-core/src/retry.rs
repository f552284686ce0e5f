//! Tries a call again where that is safe and may help.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use bytes::Bytes;
use http::Request;

use crate::{HttpTransport, RequestContext, SystemTimer, Timer, trace::AttemptSpan};

mod attempts;
mod budget;
mod pause;
mod policy;
mod run;

pub use attempts::{Attempts, Stop};
pub use policy::{Jitter, RetryPolicy};

use budget::Budget;
use pause::Pause;
use run::{Outcome, Run, Verdict};

/// Retries that all calls of a client together have in hand, unless set otherwise.
const DEFAULT_BUDGET: u32 = 100;

/// Decorates a transport with deadlines and retries. Every [`Client`](crate::Client) has one around
/// the transport that it was given; on its own it is for other uses of a transport.
///
/// # What is retried
/// - For every method: a failure before which nothing can have been sent, and 429.
/// - For methods that are idempotent (RFC 9110 §9.2.2), for endpoints that are declared
///   `idempotent`, and for calls that [say so](crate::Call::idempotent): 500, 502, 503, 504, a
///   connection that breaks, an attempt that runs out of time.
///
/// The wait is what the server asks for in `Retry-After`, or a [backoff](RetryPolicy). One that
/// would pass the deadline of the call is not begun: the call ends at once with what it has.
///
/// # Against making an outage worse
/// All calls share a budget of retries, which successes fill up again: one retry for five. After a
/// 429 all calls wait until the moment that the server named, 60 seconds at most, and then go on
/// one by one.
pub struct Retry<T> {
    transport: T,
    shared: Shared,
}

/// What all calls share.
struct Shared {
    policy: RetryPolicy,
    timer: Arc<dyn Timer>,
    budget: Budget,
    pause: Pause,
}

impl<T: HttpTransport> Retry<T> {
    /// Decorates `transport`, with the default policy for requests that bring none.
    pub fn new(transport: T) -> Self {
        let timer = transport.timer().unwrap_or_else(|| Arc::new(SystemTimer));
        let shared = Shared {
            policy: RetryPolicy::new(),
            timer,
            budget: Budget::new(DEFAULT_BUDGET),
            pause: Pause::default(),
        };
        Self { transport, shared }
    }

    /// Sets what holds for requests whose [`RequestContext`] has no policy.
    #[must_use]
    pub fn policy(mut self, policy: RetryPolicy) -> Self {
        self.shared.policy = policy;
        self
    }

    /// Sets what waits. The transport's own timer unless set, else [`SystemTimer`].
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.shared.timer = Arc::new(timer);
        self
    }

    /// Sets how many retries all calls together may make before successes have to earn more. 100
    /// unless set.
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.shared.budget = Budget::new(retries);
        self
    }

    /// What `send` boxes. `request` makes the request of an attempt.
    pub(crate) async fn call(
        &self,
        context: &RequestContext,
        request: impl Fn() -> Request<Bytes>,
    ) -> Outcome {
        let mut run = Run::new(&self.shared, context);
        let mut wait = run.first_wait();
        loop {
            if let Some(wait) = wait {
                run.wait(wait).await?;
            }
            let (request, context) = (request(), run.attempt());
            let span = AttemptSpan::new(&request, context);
            let outcome = span.around(self.transport.send(request, context)).await;
            match run.judge(outcome) {
                Verdict::Done(outcome) => return outcome,
                Verdict::Again(next) => wait = Some(next),
            }
        }
    }
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for Retry<T> {
    async fn send(&self, request: Request<Bytes>, context: &RequestContext) -> Outcome {
        let idempotent = context.idempotent || request.method().is_idempotent();
        self.call(&RequestContext { idempotent, ..*context }, || request.clone()).await
    }

    fn name(&self) -> &'static str {
        self.transport.name()
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        Some(self.shared.timer.clone())
    }
}

impl<T: fmt::Debug> fmt::Debug for Retry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry")
            .field("transport", &self.transport)
            .field("policy", &self.shared.policy)
            .finish_non_exhaustive()
    }
}
