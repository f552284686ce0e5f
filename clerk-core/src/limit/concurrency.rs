//! So many calls at a time.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};

use super::line::{Gate, Line};
use crate::{HttpTransport, RequestContext, Timer, TransportError};

/// Decorates a transport with a limit on how many calls it carries at a time.
///
/// ```
/// use clerk_core::{Client, ClientBuilder, ConcurrencyLimit};
///
/// fn limited(key: &str) -> ClientBuilder {
///     Client::builder(key).decorate(|transport| ConcurrencyLimit::new(transport, 64))
/// }
/// ```
///
/// Calls go in the order in which they came. One waits no longer than its
/// [deadline](crate::RequestContext::time_left) lets it, and then fails with
/// [`Throttled`](crate::TransportErrorKind::Throttled), with nothing sent. What it has waited is
/// taken off what is left for the call. However a call ends, and wherever it is
/// dropped, the next one takes its place.
pub struct ConcurrencyLimit<T> {
    transport: T,
    limit: usize,
    line: Line<Permits>,
}

impl<T: HttpTransport> ConcurrencyLimit<T> {
    /// Lets at most `limit` calls through to `transport` at a time. 0 is taken for 1.
    pub fn new(transport: T, limit: usize) -> Self {
        let limit = limit.max(1);
        Self { transport, limit, line: Line::new(Permits { free: limit }) }
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
impl<T: HttpTransport> HttpTransport for ConcurrencyLimit<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let context = self.line.pass(context).await?;
        let _permit = Permit(&self.line);
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

struct Permits {
    free: usize,
}

impl Gate for Permits {
    fn wait(&self, ahead: usize, _: Instant) -> Option<Duration> {
        (ahead < self.free).then_some(Duration::ZERO)
    }

    fn enter(&mut self, _: Instant) {
        self.free = self.free.saturating_sub(1);
    }
}

struct Permit<'a>(&'a Line<Permits>);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.0.change(|permits| permits.free = permits.free.saturating_add(1));
    }
}
