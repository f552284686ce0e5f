//! The transport.

use std::{fmt, mem, pin::Pin, sync::Arc};

use bytes::Bytes;
use clerk_core::{
    error::{ConfigError, TransportError, TransportErrorKind},
    transport::{HttpTransport, RequestContext, TransportSettings},
};
use http::{Request, Response};
use http_body_util::Full;
use tokio::runtime::Handle;

use crate::{
    HyperTransportBuilder,
    connect::Connector,
    exchange,
    pool::{Limits, Pool},
    runtimes::Runtimes,
};

/// Sends requests with [hyper], over connections of its own.
///
/// Call it within a tokio runtime, or anywhere with the feature `blocking`. Clones share their
/// connections within a runtime.
#[derive(Clone)]
pub struct HyperTransport {
    runtimes: Arc<Runtimes>,
    #[cfg(feature = "blocking")]
    background: Arc<crate::background::Background>,
}

impl HyperTransport {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    /// If there is no crypto provider.
    pub fn new() -> Result<Self, ConfigError> {
        Self::builder().build()
    }

    /// Creates a transport with these settings.
    ///
    /// # Errors
    /// If the proxy's URL or a certificate is invalid, or if there is no crypto provider.
    pub fn with_settings(settings: &TransportSettings) -> Result<Self, ConfigError> {
        Self::builder().settings(settings.clone()).build()
    }

    /// Starts a transport with further settings.
    pub fn builder() -> HyperTransportBuilder {
        HyperTransportBuilder::new()
    }

    pub(crate) fn of(connector: Connector, limits: Limits) -> Self {
        Self {
            runtimes: Arc::new(Runtimes::new(connector, limits)),
            #[cfg(feature = "blocking")]
            background: Arc::default(),
        }
    }

    /// Returns the connections of this runtime, unless it may stand still or lacks a part.
    fn pool(&self, context: &RequestContext) -> Option<Arc<Pool>> {
        match Handle::try_current() {
            Ok(runtime) if !context.blocking => self.runtimes.pool(&runtime),
            _ => None,
        }
    }

    /// Makes an exchange for a caller without a usable runtime.
    #[cfg(feature = "blocking")]
    async fn send_in_background(
        &self,
        mut request: Request<Full<Bytes>>,
        context: RequestContext,
    ) -> Outcome {
        let runtimes = self.runtimes.clone();
        let exchange = async move {
            match runtimes.pool(&Handle::current()) {
                Some(pool) => exchange::run(&pool, &mut request, &context).await,
                None => Err(refused("the transport's own runtime has no timer or no I/O")),
            }
        };
        self.background.run(exchange).await
    }

    #[cfg(not(feature = "blocking"))]
    #[allow(clippy::unused_async, reason = "it is async with the feature `blocking`")]
    async fn send_in_background(
        &self,
        _: Request<Full<Bytes>>,
        context: RequestContext,
    ) -> Outcome {
        Err(refused(if Handle::try_current().is_err() || context.blocking {
            "hyper works only within a tokio runtime: call it from one, or turn on the feature \
             `blocking`"
        } else {
            "this tokio runtime has no timer or no I/O: call `enable_all` on its builder, or turn \
             on the feature `blocking`"
        }))
    }
}

type Outcome = Result<Response<Bytes>, TransportError>;

impl HttpTransport for HyperTransport {
    /// Not an `async fn`, whose future would hold the request twice.
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
            if let Some(pool) = self.pool(context) {
                return exchange::run(&pool, &mut request, context).await;
            }
            let exchange = self.send_in_background(mem::take(&mut request), context.clone());
            Box::pin(exchange).await
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

fn refused(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Request).with_source(reason)
}
