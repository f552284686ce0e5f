//! The transport.

use std::{fmt, pin::Pin, sync::Arc};

use bytes::Bytes;
use clerk_core::{
    error::TransportError,
    transport::{HttpTransport, RequestContext},
};
use clerk_transport_common::runtime::{Factory, Runtimes};
use http::{Request, Response};
use tokio::runtime::Handle;

use crate::{
    connect::Connect,
    exchange,
    pool::{Limits, Pool},
};

/// Sends requests with [hyper], over its own connections.
///
/// Call it within a tokio runtime, or anywhere with the feature `blocking`. Clones share their
/// connections within a runtime.
#[derive(Clone)]
pub struct HyperTransport {
    runtimes: Runtimes<Pools>,
}

impl HyperTransport {
    pub(crate) fn of(connector: impl Connect + 'static, limits: Limits) -> Self {
        let connector = Arc::new(connector);
        Self { runtimes: Runtimes::new(Pools { connector, limits }) }
    }
}

type Outcome = Result<Response<Bytes>, TransportError>;

impl HttpTransport for HyperTransport {
    /// Not an `async fn`, because its future would contain the request twice.
    fn send<'this, 'context, 'exchange>(
        &'this self,
        request: Request<Bytes>,
        context: &'context RequestContext,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'exchange>>
    where
        'this: 'exchange,
        'context: 'exchange,
        Self: 'exchange,
    {
        let mut request = exchange::prepare(request);
        Box::pin(async move {
            let pool = self.runtimes.current(context)?;
            if let Some(pool) = pool {
                return exchange::run(&pool, &mut request, context).await;
            }
            let exchange = |pool: Arc<Pool>, context| async move {
                exchange::run(&pool, &mut request, &context).await
            };
            self.runtimes.in_background(context, exchange).await
        })
    }

    fn name(&self) -> &'static str {
        "hyper"
    }
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransport").finish_non_exhaustive()
    }
}

/// Creates a pool for each runtime.
struct Pools {
    connector: Arc<dyn Connect>,
    limits: Limits,
}

impl Factory for Pools {
    type Value = Pool;

    fn make(&self, runtime: &Handle) -> Result<Pool, TransportError> {
        Ok(Pool::new(self.connector.clone(), self.limits, runtime.clone()))
    }

    async fn maintain(pool: Arc<Pool>) {
        pool.clean().await;
    }
}
