//! Retries of a call: whether, when, and how often.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};

use crate::{
    error::{Attempts, Reading},
    metadata::Metadata,
    trace::AttemptSpan,
    transport::{HttpTransport, Outcome, Timer},
};

mod budget;
mod pause;
mod pauses;
mod policy;
mod state;

pub use policy::{Jitter, RetryPolicy};

use budget::Budget;
use pauses::Pauses;
use state::{Next, State};

/// The retries that all calls of a client share by default.
pub(crate) const DEFAULT_BUDGET: u32 = 100;

/// The time between calls that continue after a pause, by default.
pub(crate) const DEFAULT_SPACING: Duration = Duration::from_millis(10);

/// The state of retries that all calls of a client share.
pub(crate) struct Retrier {
    policy: RetryPolicy,
    timer: Arc<dyn Timer>,
    budget: Budget,
    pauses: Arc<Pauses>,
}

/// The header of a credential.
pub(crate) type CredentialHeader<'a> = (&'a HeaderName, &'a HeaderValue);

/// The final outcome of a call, and its attempts unless the first one succeeded.
pub(crate) type Final = (Outcome, Option<Box<Attempts>>);

/// The limits of one call.
#[derive(Clone, Copy)]
pub(crate) struct CallLimits {
    /// For the call, over all attempts and the waits between them.
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    /// Replaces the client's policy.
    pub(crate) policy: Option<RetryPolicy>,
    /// Whether the caller says that the call can be carried out twice.
    pub(crate) idempotent: bool,
    /// Whether the caller blocks its thread until the call is finished.
    pub(crate) blocking: bool,
}

impl Retrier {
    pub(crate) fn new(
        policy: RetryPolicy,
        timer: Arc<dyn Timer>,
        budget: u32,
        spacing: Duration,
    ) -> Self {
        let (budget, pauses) = (Budget::new(budget), Arc::new(Pauses::new(spacing, timer.clone())));
        Self { policy, timer, budget, pauses }
    }

    /// Sends a request until its outcome is final, and returns the attempts unless the first one
    /// succeeded. `request` creates the request of an attempt.
    ///
    /// A block instead of an `async fn`, because a block does not move what it captures, and what
    /// lives during an attempt is in inner blocks: the future is moved once, so its size counts.
    pub(crate) fn run<'a>(
        &'a self,
        transport: &'a dyn HttpTransport,
        metadata: &'static Metadata,
        credential: Option<CredentialHeader<'a>>,
        limits: &'a CallLimits,
        reading: Reading<'a>,
        request: impl Fn() -> Request<Bytes>,
    ) -> impl Future<Output = Final> {
        let mut state = State::new(self, metadata, credential, limits, reading);
        async move {
            if let Some(mut wait) = state.first_wait() {
                if let Err(last) = state.wait(&mut wait).await {
                    return last;
                }
            }
            loop {
                let exchange = {
                    let reading = state.reading;
                    let (request, context) = (request(), state.begin());
                    let span = AttemptSpan::new(&request, context, reading);
                    span.around(transport.send(request, context))
                };
                let outcome = exchange.await;
                let mut wait = match state.classify(outcome) {
                    Next::Done(outcome, attempts) => return (outcome, attempts),
                    Next::Retry(wait) => wait,
                };
                if let Err(last) = state.wait(&mut wait).await {
                    return last;
                }
            }
        }
    }
}

impl fmt::Debug for Retrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retrier").field("policy", &self.policy).finish_non_exhaustive()
    }
}
