//! A runtime for callers without a usable one: outside tokio, on a blocked thread, or in a runtime
//! without a timer or I/O.

use std::{
    io,
    sync::{Mutex, PoisonError},
};

use clerk_core::error::{TransportError, TransportErrorKind};
use tokio::runtime::{Builder, Handle, Runtime};

use super::values::AbortOnDrop;

/// One worker thread. It starts with the first call that needs it.
#[derive(Default)]
pub(crate) struct Background(Mutex<Option<Runtime>>);

impl Background {
    /// Runs `exchange` until it ends or the returned future is dropped. Not an `async fn`, because
    /// its future would contain the exchange.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        exchange: impl Future<Output = Result<T, TransportError>> + Send + 'static,
    ) -> impl Future<Output = Result<T, TransportError>> + Send {
        let started = self.handle().map(|handle| {
            let task = handle.spawn(exchange);
            (AbortOnDrop(task.abort_handle()), task)
        });
        async {
            let (_guard, task) = started.map_err(|error| {
                TransportError::new(TransportErrorKind::Request).with_source(error)
            })?;
            task.await.unwrap_or_else(|error| {
                Err(TransportError::new(TransportErrorKind::Other).with_source(error))
            })
        }
    }

    fn handle(&self) -> io::Result<Handle> {
        let mut runtime = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = &*runtime {
            return Ok(runtime.handle().clone());
        }
        let started = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("clerk-transport")
            .enable_all()
            .build()?;
        let handle = started.handle().clone();
        *runtime = Some(started);
        Ok(handle)
    }
}

/// Dropping a runtime inside a task of another one panics, so it shuts down in the background.
impl Drop for Background {
    fn drop(&mut self) {
        let runtime = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = runtime.take() {
            runtime.shutdown_background();
        }
    }
}
