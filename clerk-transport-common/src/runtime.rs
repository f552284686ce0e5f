//! One value for each tokio runtime, and a runtime for callers without one.
//!
//! A connection belongs to the runtime that opened it, and stops when that runtime stops. A
//! transport therefore keeps one value with connections for each runtime, and [`Runtimes`] finds
//! the one for the caller:
//!
//! ```
//! use clerk_core::transport::{RequestContext, TransportError};
//! use clerk_transport_common::runtime::{Factory, Runtimes};
//! use tokio::runtime::Handle;
//!
//! /// The connections of one runtime.
//! struct Pool;
//!
//! impl Pool {
//!     async fn exchange(&self, _: &str, _: &RequestContext) -> Result<u16, TransportError> {
//!         Ok(200)
//!     }
//! }
//!
//! /// Creates the pools.
//! struct Pools;
//!
//! impl Factory for Pools {
//!     type Value = Pool;
//!
//!     fn make(&self, _: &Handle) -> Result<Pool, TransportError> {
//!         Ok(Pool)
//!     }
//! }
//!
//! async fn send(
//!     runtimes: &Runtimes<Pools>,
//!     request: String,
//!     context: &RequestContext,
//! ) -> Result<u16, TransportError> {
//!     if let Some(pool) = runtimes.current(context)? {
//!         return pool.exchange(&request, context).await;
//!     }
//!     runtimes
//!         .in_background(context, |pool, context| async move {
//!             pool.exchange(&request, &context).await
//!         })
//!         .await
//! }
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
//! # let (runtimes, context) = (Runtimes::new(Pools), RequestContext::default());
//! # assert_eq!(runtime.block_on(send(&runtimes, String::new(), &context)).unwrap(), 200);
//! ```
//!
//! # Callers without a runtime
//! The feature `blocking` adds a thread with its own runtime. It starts with the first call that
//! needs it. Without the feature, such a call fails with an error that names the feature to enable.
//!
//! This includes calls in a runtime without a timer or without I/O. tokio reports that only by
//! panicking. The transport catches the panic, once for each such runtime. But the message is still
//! printed, and in a program built with `panic = "abort"` the process ends:
//!
//! ```text
//! A Tokio 1.x context was found, but timers are disabled. Call `enable_time` on the runtime builder to enable timers.
//! A Tokio 1.x context was found, but IO is disabled. Call `enable_io` on the runtime builder to enable IO.
//! ```

use std::{fmt, sync::Arc};

use clerk_core::{
    error::{TransportError, TransportErrorKind},
    transport::RequestContext,
};
use tokio::runtime::Handle;

pub use self::values::Factory;
use self::values::Values;

#[cfg(feature = "blocking")]
mod background;
mod values;

/// The values of all runtimes that a transport is used from, and a runtime for callers without a
/// usable one. Clones share them.
///
/// A value is dropped when its runtime shuts down, or with the last clone.
pub struct Runtimes<F: Factory> {
    values: Arc<Values<F>>,
    #[cfg(feature = "blocking")]
    background: Arc<background::Background>,
}

impl<F: Factory> Runtimes<F> {
    /// Creates a table without values.
    pub fn new(factory: F) -> Self {
        Self {
            values: Arc::new(Values::new(factory)),
            #[cfg(feature = "blocking")]
            background: Arc::default(),
        }
    }

    /// Returns the factory.
    pub fn factory(&self) -> &F {
        self.values.factory()
    }

    /// Returns the value of the current runtime. The first call in a runtime creates it.
    ///
    /// Returns `None` if the exchange cannot run here: outside a runtime, in a runtime without a
    /// timer or I/O, or if the caller blocks its thread, which may also block the runtime. In that
    /// case, run the exchange [in the background](Self::in_background).
    ///
    /// # Errors
    /// If the factory returns an error.
    pub fn current(
        &self,
        context: &RequestContext,
    ) -> Result<Option<Arc<F::Value>>, TransportError> {
        match Handle::try_current() {
            Ok(runtime) if !context.blocking => self.values.of_runtime(&runtime),
            _ => Ok(None),
        }
    }

    /// Replaces a value that should not be used again, unless another caller has already done so.
    /// Keeps it if the factory returns an error.
    pub fn replace(&self, value: &Arc<F::Value>) {
        self.values.replace(value);
    }

    /// Runs an exchange in the background, for when [`current`](Self::current) returns `None`. The
    /// exchange starts at once, and is aborted when the returned future is dropped.
    ///
    /// # Errors
    /// If the exchange or the factory fails, or if the thread cannot start. Without the feature
    /// `blocking`, always: the error names the feature to enable.
    pub fn in_background<T, E>(
        &self,
        context: &RequestContext,
        exchange: impl FnOnce(Arc<F::Value>, RequestContext) -> E + Send + 'static,
    ) -> impl Future<Output = Result<T, TransportError>> + Send
    where
        T: Send + 'static,
        E: Future<Output = Result<T, TransportError>> + Send + 'static,
    {
        #[cfg(feature = "blocking")]
        {
            let (values, context) = (self.values.clone(), context.clone());
            self.background.run(async move {
                match values.of_runtime(&Handle::current())? {
                    Some(value) => exchange(value, context).await,
                    None => Err(refused("the transport's own runtime has no timer or no I/O")),
                }
            })
        }
        #[cfg(not(feature = "blocking"))]
        {
            drop(exchange);
            std::future::ready(Err(refused(
                if Handle::try_current().is_err() || context.blocking {
                    "this transport works only within a tokio runtime: call it from one, or turn on the \
                 feature `blocking`"
                } else {
                    "this tokio runtime has no timer or no I/O: call `enable_all` on its builder, or \
                 turn on the feature `blocking`"
                },
            )))
        }
    }
}

impl<F: Factory> Clone for Runtimes<F> {
    fn clone(&self) -> Self {
        Self {
            values: self.values.clone(),
            #[cfg(feature = "blocking")]
            background: self.background.clone(),
        }
    }
}

impl<F: Factory> fmt::Debug for Runtimes<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtimes").finish_non_exhaustive()
    }
}

fn refused(reason: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Request).with_source(reason)
}
