//! One pool for each runtime.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::{
    runtime::{Handle, Id},
    task::AbortHandle,
};

use crate::{
    connect::Connector,
    drivers,
    pool::{Limits, Pool},
};

/// The pools of a transport. A connection belongs to the runtime that opened it, and stands still
/// with it, so that each runtime gets a pool of its own.
pub(crate) struct Runtimes {
    connector: Arc<Connector>,
    limits: Limits,
    entries: Mutex<Vec<Entry>>,
}

struct Entry {
    runtime: Id,
    /// `None` if the runtime has no timer or no I/O.
    pool: Option<Arc<Pool>>,
    /// The task that cleans the pool, and removes the entry.
    task: Option<AbortOnDrop>,
}

impl Runtimes {
    pub(crate) fn new(connector: Connector, limits: Limits) -> Self {
        Self { connector: Arc::new(connector), limits, entries: Mutex::default() }
    }

    /// Returns the pool of the current runtime, or `None` if that has no timer or no I/O.
    pub(crate) fn pool(self: &Arc<Self>, runtime: &Handle) -> Option<Arc<Pool>> {
        let id = runtime.id();
        if let Some(entry) = self.lock().iter().find(|entry| entry.runtime == id) {
            return entry.pool.clone();
        }
        self.enter(runtime)
    }

    /// Adds the current runtime. A task in it removes it when it shuts down.
    #[cold]
    fn enter(self: &Arc<Self>, runtime: &Handle) -> Option<Arc<Pool>> {
        let id = runtime.id();
        let pool = drivers::are_enabled()
            .then(|| Arc::new(Pool::new(self.connector.clone(), self.limits, runtime.clone())));
        {
            let mut entries = self.lock();
            // Another thread of the runtime may have been faster.
            if let Some(entry) = entries.iter().find(|entry| entry.runtime == id) {
                return entry.pool.clone();
            }
            entries.push(Entry { runtime: id, pool: pool.clone(), task: None });
        }
        // If the runtime is shutting down already, this removes the entry at once.
        let leave = Leave { runtimes: Arc::downgrade(self), runtime: id };
        let cleaned = pool.clone();
        let task = runtime.spawn(async move {
            let _leave = leave;
            match cleaned {
                Some(pool) => pool.clean().await,
                None => std::future::pending().await,
            }
        });
        let task = AbortOnDrop(task.abort_handle());
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime == id) {
            entry.task = Some(task);
        }
        pool
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes a runtime that shuts down.
struct Leave {
    runtimes: Weak<Runtimes>,
    runtime: Id,
}

impl Drop for Leave {
    fn drop(&mut self) {
        let Some(runtimes) = self.runtimes.upgrade() else { return };
        let mut entries = runtimes.lock();
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::time::Duration;

    use tokio::runtime::{Builder, Runtime};

    use super::*;
    use crate::connect::Settings;

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    fn pool(runtimes: &Arc<Runtimes>, runtime: &Runtime) -> Arc<Pool> {
        let _entered = runtime.enter();
        runtimes.pool(runtime.handle()).unwrap()
    }

    fn runtimes() -> Arc<Runtimes> {
        let limits = Limits {
            connect_timeout: Duration::from_secs(10),
            max_age: None,
            idle_timeout: Duration::from_secs(10),
            max_idle: 10,
        };
        Arc::new(Runtimes::new(Connector::new(Settings::default()).unwrap(), limits))
    }

    #[test]
    fn a_runtime_is_forgotten_when_it_shuts_down() {
        let runtimes = runtimes();
        let (first, second) = (runtime(), runtime());
        let of_first = pool(&runtimes, &first);
        assert!(Arc::ptr_eq(&of_first, &pool(&runtimes, &first)));
        assert!(!Arc::ptr_eq(&of_first, &pool(&runtimes, &second)));
        drop(first);
        assert_eq!(runtimes.lock().len(), 1);
        drop(second);
        assert!(runtimes.lock().is_empty());
    }

    #[test]
    fn a_dropped_transport_leaves_no_task_in_a_runtime() {
        let runtimes = runtimes();
        let runtime = runtime();
        pool(&runtimes, &runtime);
        assert_eq!(runtime.metrics().num_alive_tasks(), 1);
        drop(runtimes);
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(runtime.metrics().num_alive_tasks(), 0);
    }
}
