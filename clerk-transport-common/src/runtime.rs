//! One value for each tokio runtime, and a runtime for callers without one.
//!
//! A connection belongs to the runtime that opened it, and stops when that runtime stops. A transport
//! therefore keeps its connections in a value for each runtime, and [`Runtimes`] finds the caller's:
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
//! /// Makes the pools.
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
//! The feature `blocking` adds a thread with its own runtime, which starts with the first call that
//! needs it. Without the feature, such a call fails with an error that says what to enable.
//!
//! This includes calls in a runtime that has no timer or no I/O. tokio reports a missing one only by
//! panicking. The panic is caught, once for each such runtime, but its message is printed, and in a
//! program that is built with `panic = "abort"` it ends the process:
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
    /// Starts without values.
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

    /// Returns the value of the current runtime. The first call in a runtime makes it.
    ///
    /// Returns `None` if no exchange can be made here: outside a runtime, in a runtime without a timer
    /// or I/O, and for a caller that blocks its thread, whose runtime may stand still. Make the
    /// exchange [in the background](Self::in_background) then.
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

    /// Replaces a value that should not be used again, unless another caller has replaced it. Keeps it
    /// if the factory returns an error.
    pub fn replace(&self, value: &Arc<F::Value>) {
        self.values.replace(value);
    }

    /// Makes an exchange for a caller for whom [`current`](Self::current) returned `None`. It starts
    /// at once, and is aborted when the returned future is dropped.
    ///
    /// # Errors
    /// The error of the exchange, or of a factory or a thread that cannot make it. Without the feature
    /// `blocking`, an error that says what to enable.
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
