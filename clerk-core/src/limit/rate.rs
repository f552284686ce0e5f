//! So many calls in so much time.

use std::{
    collections::VecDeque,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};

use super::line::{Gate, Line};
use crate::{HttpTransport, RequestContext, Timer, TransportError};

/// So many requests in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    requests: u32,
    per: Duration,
}

impl Rate {
    /// What Clerk allows a production instance: 1,000 requests in 10 seconds.
    pub const PRODUCTION: Self = Self::new(1000, Duration::from_secs(10));

    /// What Clerk allows a development instance: 100 requests in 10 seconds.
    pub const DEVELOPMENT: Self = Self::new(100, Duration::from_secs(10));

    /// At most so many requests in any period of this length. 0 requests are taken for 1.
    #[must_use]
    pub const fn new(requests: u32, per: Duration) -> Self {
        Self { requests: if requests == 0 { 1 } else { requests }, per }
    }

    /// What Clerk allows the instance of a secret key: [`PRODUCTION`](Self::PRODUCTION) for
    /// `sk_live_…`, [`DEVELOPMENT`](Self::DEVELOPMENT) for `sk_test_…` and for any other key.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        if key.starts_with("sk_live_") { Self::PRODUCTION } else { Self::DEVELOPMENT }
    }
}

/// Decorates a transport with a rate limit, so that calls wait here and are not refused there.
///
/// ```
/// use clerk_core::{ClientBuilder, Client, Rate, RateLimit};
///
/// fn limited(key: String) -> ClientBuilder {
///     let rate = Rate::of_key(&key);
///     Client::builder(key).decorate(move |transport| RateLimit::new(transport, rate))
/// }
/// ```
///
/// # What is promised
/// - No period of the rate's length sees more requests begin than the rate allows, wherever it
///   starts. Each attempt of a call counts.
/// - Calls go in the order in which they came.
/// - A call waits no longer than its [deadline](crate::RequestContext::time_left) lets it. Where its
///   turn would come later, it fails at once with
///   [`Throttled`](crate::TransportErrorKind::Throttled), and nothing was sent. What it has waited
///   is taken off what is left for the call.
/// - A call that is dropped while it waits gives its place to those behind it. One that is dropped
///   later has used it, since the server may have counted it.
///
/// The limit holds for a client and its clones. Other clients and other processes with keys of the
/// same instance are to be given a share each. Like anything that is awaited, a call that waits has
/// to be polled: those behind it wait for that, up to their own deadlines.
pub struct RateLimit<T> {
    transport: T,
    rate: Rate,
    line: Line<Window>,
}

impl<T: HttpTransport> RateLimit<T> {
    /// Lets calls through to `transport` at this rate.
    pub fn new(transport: T, rate: Rate) -> Self {
        let line = Line::new(Window { rate, begun: VecDeque::new() });
        Self { transport, rate, line }
    }

    /// Sets what tells the time and waits. [`SystemTimer`](crate::SystemTimer) unless set, whatever
    /// the transport has.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.line.set_timer(timer);
        self
    }
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for RateLimit<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let context = self.line.pass(context).await?;
        self.transport.send(request, &context).await
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

/// When the latest calls began, oldest first, as many as the rate allows: one more may begin when
/// the oldest of them is so long ago.
struct Window {
    rate: Rate,
    begun: VecDeque<Instant>,
}

impl Window {
    fn places(&self) -> usize {
        usize::try_from(self.rate.requests).unwrap_or(usize::MAX)
    }
}

impl Gate for Window {
    fn wait(&self, ahead: usize, now: Instant) -> Option<Duration> {
        let Rate { per, .. } = self.rate;
        let unused = self.places().saturating_sub(self.begun.len());
        let (rounds, place) = (ahead / self.places(), ahead % self.places());
        let frees = place.checked_sub(unused).and_then(|oldest| self.begun.get(oldest));
        let first = frees.map_or(Duration::ZERO, |begun| {
            per.saturating_sub(now.saturating_duration_since(*begun))
        });
        let rounds = per.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
        Some(first.saturating_add(rounds))
    }

    fn enter(&mut self, now: Instant) {
        if self.begun.len() == self.places() {
            self.begun.pop_front();
        }
        self.begun.push_back(now);
    }
}
