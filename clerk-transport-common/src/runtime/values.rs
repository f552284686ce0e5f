//! A table of values by runtime.

use std::{
    future, mem,
    net::{Ipv4Addr, UdpSocket},
    panic,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};

use clerk_core::error::TransportError;
use tokio::{
    runtime::{Handle, Id},
    task::AbortHandle,
};

/// Creates one value for each runtime, such as a connection pool.
pub trait Factory: Send + Sync + 'static {
    /// The value of a runtime.
    type Value: Send + Sync + 'static;

    /// Creates the value of `runtime`, or its replacement. `runtime` has a timer and I/O. It need
    /// not be the current runtime.
    ///
    /// # Errors
    /// If the value cannot be created. The call fails with this error.
    fn make(&self, runtime: &Handle) -> Result<Self::Value, TransportError>;

    /// Returns whether `value` is too old and must be replaced. Checked by every call. Default:
    /// `false`.
    fn is_expired(&self, value: &Self::Value) -> bool {
        let _ = value;
        false
    }

    /// Maintains the first value of a runtime, for example by closing idle connections. It runs in
    /// a task that ends with the runtime or the transport. Default: does nothing.
    fn maintain(value: Arc<Self::Value>) -> impl Future<Output = ()> + Send {
        let _ = value;
        future::ready(())
    }
}

/// The values of a factory.
pub(crate) struct Values<F: Factory> {
    factory: F,
    entries: Mutex<Vec<Entry<F::Value>>>,
}

struct Entry<V> {
    runtime: Handle,
    /// `None` if the runtime has no timer or no I/O.
    value: Option<Arc<V>>,
    /// The task that maintains the value, and removes the entry.
    task: Option<AbortOnDrop>,
}

impl<F: Factory> Values<F> {
    pub(crate) fn new(factory: F) -> Self {
        Self { factory, entries: Mutex::default() }
    }

    pub(crate) fn factory(&self) -> &F {
        &self.factory
    }

    /// Returns the value of the current runtime, or `None` if that runtime has no timer or no I/O.
    pub(crate) fn of_runtime(
        self: &Arc<Self>,
        runtime: &Handle,
    ) -> Result<Option<Arc<F::Value>>, TransportError> {
        let id = runtime.id();
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime.id() == id) {
            if let Some(value) = &mut entry.value {
                if self.factory.is_expired(value) {
                    *value = Arc::new(self.factory.make(runtime)?);
                }
            }
            return Ok(entry.value.clone());
        }
        self.enter(runtime)
    }

    /// Adds the current runtime. A task in it removes the entry when the runtime shuts down.
    #[cold]
    fn enter(self: &Arc<Self>, runtime: &Handle) -> Result<Option<Arc<F::Value>>, TransportError> {
        let id = runtime.id();
        let value = if has_drivers() { Some(Arc::new(self.factory.make(runtime)?)) } else { None };
        {
            let mut entries = self.lock();
            // Another thread of the runtime may have added it first.
            if let Some(entry) = entries.iter().find(|entry| entry.runtime.id() == id) {
                return Ok(entry.value.clone());
            }
            entries.push(Entry { runtime: runtime.clone(), value: value.clone(), task: None });
        }
        // If the runtime is already shutting down, this removes the entry at once.
        let leave = Leave { values: Arc::downgrade(self), runtime: id };
        let maintenance = value.clone().map(F::maintain);
        let task = runtime.spawn(async move {
            let _leave = leave;
            if let Some(maintenance) = maintenance {
                maintenance.await;
            }
            future::pending::<()>().await;
        });
        let task = AbortOnDrop(task.abort_handle());
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime.id() == id) {
            entry.task = Some(task);
        }
        Ok(value)
    }

    /// Replaces `value`, unless it has been replaced.
    pub(crate) fn replace(&self, value: &Arc<F::Value>) {
        for Entry { runtime, value: current, .. } in &mut *self.lock() {
            let Some(current) = current.as_mut().filter(|current| Arc::ptr_eq(current, value))
            else {
                continue;
            };
            if let Ok(next) = self.factory.make(runtime) {
                *current = Arc::new(next);
            }
            return;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry<F::Value>>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes a runtime that shuts down.
struct Leave<F: Factory> {
    values: Weak<Values<F>>,
    runtime: Id,
}

impl<F: Factory> Drop for Leave<F> {
    fn drop(&mut self) {
        let Some(values) = self.values.upgrade() else { return };
        let mut entries = values.lock();
        let gone = entries.iter().position(|entry| entry.runtime.id() == self.runtime);
        let gone = gone.map(|index| entries.swap_remove(index));
        // Dropped only after the list is unlocked.
        mem::drop(entries);
        drop(gone);
    }
}

/// Ends a task.
pub(crate) struct AbortOnDrop(pub(crate) AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Returns whether the current runtime has a timer and I/O.
///
/// tokio reports a missing one only by panicking.
fn has_drivers() -> bool {
    let probe = || {
        drop(tokio::time::sleep(Duration::ZERO));
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        tokio::net::UdpSocket::from_std(socket)
    };
    // A socket error says nothing about the runtime.
    panic::catch_unwind(probe).is_ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

    use tokio::runtime::{Builder, Runtime};

    use super::*;

    /// Numbers the values.
    #[derive(Default)]
    struct Numbers {
        made: AtomicUsize,
        are_expired: AtomicBool,
    }

    impl Factory for Numbers {
        type Value = usize;

        fn make(&self, _: &Handle) -> Result<usize, TransportError> {
            Ok(self.made.fetch_add(1, Relaxed))
        }

        fn is_expired(&self, _: &usize) -> bool {
            self.are_expired.load(Relaxed)
        }
    }

    fn numbers() -> Arc<Values<Numbers>> {
        Arc::new(Values::new(Numbers::default()))
    }

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    fn value(values: &Arc<Values<Numbers>>, runtime: &Runtime) -> Arc<usize> {
        let _entered = runtime.enter();
        values.of_runtime(runtime.handle()).unwrap().unwrap()
    }

    #[test]
    fn a_runtime_is_forgotten_when_it_shuts_down() {
        let values = numbers();
        let (first, second) = (runtime(), runtime());
        assert_eq!(*value(&values, &first), 0);
        assert_eq!(*value(&values, &second), 1);
        assert_eq!(*value(&values, &first), 0);
        drop(first);
        assert_eq!(values.lock().len(), 1);
        drop(second);
        assert!(values.lock().is_empty());
    }

    #[test]
    fn a_dropped_transport_leaves_no_task_in_a_runtime() {
        let values = numbers();
        let runtime = runtime();
        value(&values, &runtime);
        assert_eq!(runtime.metrics().num_alive_tasks(), 1);
        drop(values);
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(runtime.metrics().num_alive_tasks(), 0);
    }

    #[test]
    fn a_task_that_maintains_nothing_keeps_the_entry() {
        let values = numbers();
        let runtime = runtime();
        value(&values, &runtime);
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(*value(&values, &runtime), 0);
    }

    #[test]
    fn a_value_is_replaced_once() {
        let values = numbers();
        let (runtime, other) = (runtime(), runtime());
        let old = value(&values, &runtime);
        let of_other = value(&values, &other);
        for _ in 0..2 {
            values.replace(&old);
            assert_eq!(*value(&values, &runtime), 2);
        }
        assert!(Arc::ptr_eq(&of_other, &value(&values, &other)));
    }

    #[test]
    fn an_expired_value_is_replaced() {
        let values = numbers();
        let runtime = runtime();
        assert_eq!(*value(&values, &runtime), 0);
        values.factory().are_expired.store(true, Relaxed);
        assert_eq!(*value(&values, &runtime), 1);
    }
}
