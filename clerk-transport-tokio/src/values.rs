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

use crate::Factory;

/// The values of a factory.
pub(crate) struct Values<F: Factory> {
    factory: F,
    entries: Mutex<Vec<Entry<F::Value>>>,
}

struct Entry<V> {
    runtime: Id,
    handle: Handle,
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

    /// Returns the value of the current runtime, or `None` if that has no timer or no I/O.
    pub(crate) fn of_runtime(
        self: &Arc<Self>,
        runtime: &Handle,
    ) -> Result<Option<Arc<F::Value>>, TransportError> {
        let id = runtime.id();
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime == id) {
            if let Some(value) = &mut entry.value {
                if self.factory.is_expired(value) {
                    *value = Arc::new(self.factory.make(runtime)?);
                }
            }
            return Ok(entry.value.clone());
        }
        self.enter(runtime)
    }

    /// Adds the current runtime. A task in it removes it when it shuts down.
    #[cold]
    fn enter(self: &Arc<Self>, runtime: &Handle) -> Result<Option<Arc<F::Value>>, TransportError> {
        let id = runtime.id();
        let value = if has_drivers() { Some(Arc::new(self.factory.make(runtime)?)) } else { None };
        {
            let mut entries = self.lock();
            // Another thread of the runtime may have been faster.
            if let Some(entry) = entries.iter().find(|entry| entry.runtime == id) {
                return Ok(entry.value.clone());
            }
            let handle = runtime.clone();
            entries.push(Entry { runtime: id, handle, value: value.clone(), task: None });
        }
        // If the runtime is shutting down already, this removes the entry at once.
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
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime == id) {
            entry.task = Some(task);
        }
        Ok(value)
    }

    /// Replaces `value`, unless it has been replaced.
    pub(crate) fn replace(&self, value: &Arc<F::Value>) {
        for Entry { handle, value: current, .. } in &mut *self.lock() {
            let Some(current) = current.as_mut().filter(|current| Arc::ptr_eq(current, value))
            else {
                continue;
            };
            if let Ok(next) = self.factory.make(handle) {
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
        let gone = entries.iter().position(|entry| entry.runtime == self.runtime);
        let gone = gone.map(|place| entries.swap_remove(place));
        // Not while the list is locked.
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
/// tokio says so only by a panic, which would otherwise end the call. The panic's message, which
/// names the missing part, is still printed.
fn has_drivers() -> bool {
    let probe = || {
        drop(tokio::time::sleep(Duration::ZERO));
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        tokio::net::UdpSocket::from_std(socket)
    };
    // An error of the socket says nothing about the runtime.
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
