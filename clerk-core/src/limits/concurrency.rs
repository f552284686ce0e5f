//! A limit on concurrent calls.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::Request;

use super::queue::{Permits, Queue};
use crate::transport::{HttpTransport, Outcome, RequestContext, Timer};

/// Middleware that limits how many calls go through a transport at a time.
///
/// ```
/// use clerk_core::{Client, ClientBuilder, limits::ConcurrencyLimit};
///
/// fn limited() -> ClientBuilder {
///     Client::builder("https://api.example.com")
///         .middleware(|transport| ConcurrencyLimit::new(transport, 64))
/// }
/// ```
///
/// First come, first served. A call waits at most until its [deadline](RequestContext::time_left).
/// It then fails with [`Throttled`](crate::error::TransportErrorKind::Throttled), and nothing is
/// sent. The wait counts toward the call's deadline. The permit is released when the call ends or
/// is dropped.
///
/// A call that is already waiting here when a 429 pauses its operation is still sent, once.
pub struct ConcurrencyLimit<T> {
    transport: T,
    limit: usize,
    queue: Queue<Available>,
}

impl<T: HttpTransport> ConcurrencyLimit<T> {
    /// Allows at most `limit` calls through `transport` at a time. 0 means 1.
    pub fn new(transport: T, limit: usize) -> Self {
        let limit = limit.max(1);
        Self { transport, limit, queue: Queue::new(Available { permits: limit }) }
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
impl<T: HttpTransport> HttpTransport for ConcurrencyLimit<T> {
    async fn send(&self, request: Request<Bytes>, context: &RequestContext) -> Outcome {
        let (context, _) = self.queue.acquire(context).await?;
        let _permit = Permit(&self.queue);
        self.transport.send(request, &context).await
    }

    fn name(&self) -> &'static str {
        self.transport.name()
    }

    fn timer(&self) -> Option<Arc<dyn Timer>> {
        self.transport.timer()
    }
}

impl<T: fmt::Debug> fmt::Debug for ConcurrencyLimit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConcurrencyLimit")
            .field("transport", &self.transport)
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

struct Available {
    permits: usize,
}

impl Permits for Available {
    fn wait(&self, ahead: usize, _: Instant) -> Option<Duration> {
        (ahead < self.permits).then_some(Duration::ZERO)
    }

    fn acquire(&mut self, _: Instant) {
        self.permits = self.permits.saturating_sub(1);
    }
}

/// Releases the permit when it is dropped.
struct Permit<'a>(&'a Queue<Available>);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.update(|available| available.permits = available.permits.saturating_add(1));
    }
}
