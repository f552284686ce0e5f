//! A limit on the rate of requests.

use std::{
    collections::VecDeque,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::Request;

use super::queue::{Permits, Queue};
use crate::{
    error::TransportErrorKind,
    transport::{HttpTransport, Outcome, RequestContext, Timer},
};

/// A number of requests per period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    requests: u32,
    period: Duration,
}

impl Rate {
    /// Allows at most `requests` requests in any period of this length. 0 requests means 1.
    #[must_use]
    pub const fn new(requests: u32, period: Duration) -> Self {
        Self { requests: if requests == 0 { 1 } else { requests }, period }
    }
}

/// Middleware that limits the rate of requests.
///
/// ```
/// use std::time::Duration;
///
/// use clerk_core::{Client, ClientBuilder, limits::{Rate, RateLimit}};
///
/// fn limited() -> ClientBuilder {
///     let rate = Rate::new(100, Duration::from_secs(10));
///     Client::builder("https://api.example.com")
///         .middleware(move |transport| RateLimit::new(transport, rate))
/// }
/// ```
///
/// # Guarantees
/// - In any period of the rate's length, no more requests start than the rate allows. Each attempt
///   of a call counts.
/// - First come, first served.
/// - A call that would have to wait past its [deadline](RequestContext::time_left) fails at once
///   with [`Throttled`](crate::error::TransportErrorKind::Throttled), and nothing is sent. The wait
///   counts toward the call's deadline.
/// - A call that is dropped while it waits leaves the wait queue. A call that is dropped later has
///   used its permit, because the server may have counted it.
/// - A call that is already waiting here when a 429 pauses its operation is still sent, once.
///
/// The limit covers a client and its clones. If other clients or processes share the server's
/// limit, divide it among them. Like any future, a waiting call must be polled: the calls behind it
/// wait until then, or until their own deadlines.
pub struct RateLimit<T> {
    transport: T,
    rate: Rate,
    queue: Queue<Window>,
}

impl<T: HttpTransport> RateLimit<T> {
    /// Allows requests through `transport` at this rate.
    pub fn new(transport: T, rate: Rate) -> Self {
        let queue = Queue::new(Window { rate, begun: VecDeque::new() });
        Self { transport, rate, queue }
    }

    /// Sets the timer for the waits. Default: [`SystemTimer`](crate::transport::SystemTimer), even
    /// if the transport has its own.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.queue.set_timer(timer);
        self
    }
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for RateLimit<T> {
    async fn send(&self, request: Request<Bytes>, context: &RequestContext) -> Outcome {
        let (context, acquired) = self.queue.acquire(context).await?;
        let outcome = self.transport.send(request, &context).await;
        if let Err(error) = &outcome {
            if matches!(error.kind(), TransportErrorKind::Throttled { .. }) {
                self.queue.update(|window| window.put_back(acquired));
            }
        }
        outcome
    }

    fn name(&self) -> &'static str {
        self.transport.name()
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        self.transport.timer()
    }
}

impl<T: fmt::Debug> fmt::Debug for RateLimit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit")
            .field("transport", &self.transport)
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

/// The start times of the latest requests, oldest first, at most as many as the rate allows. Once
/// it is full, the next request may start one period after the oldest.
struct Window {
    rate: Rate,
    begun: VecDeque<Instant>,
}

impl Window {
    fn capacity(&self) -> usize {
        usize::try_from(self.rate.requests).unwrap_or(usize::MAX)
    }

    /// Forgets a request that was not sent.
    fn put_back(&mut self, acquired: Instant) {
        if let Some(at) = self.begun.iter().rposition(|begun| *begun == acquired) {
            self.begun.remove(at);
        }
    }
}

impl Permits for Window {
    fn wait(&self, ahead: usize, now: Instant) -> Option<Duration> {
        let Rate { period, .. } = self.rate;
        let unused = self.capacity().saturating_sub(self.begun.len());
        let (rounds, slot) = (ahead / self.capacity(), ahead % self.capacity());
        let frees = slot.checked_sub(unused).and_then(|oldest| self.begun.get(oldest));
        let first = frees.map_or(Duration::ZERO, |begun| {
            period.saturating_sub(now.saturating_duration_since(*begun))
        });
        let rounds = period.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
        Some(first.saturating_add(rounds))
    }

    fn acquire(&mut self, now: Instant) {
        if self.begun.len() == self.capacity() {
            self.begun.pop_front();
        }
        self.begun.push_back(now);
    }
}
