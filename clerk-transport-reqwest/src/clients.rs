//! One client for each runtime, replaced when its connections may be dead.

use std::{
    future, mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use clerk_core::{
    error::{ConfigError, TransportError, TransportErrorKind},
    transport::TransportSettings,
};
use http::Version;
use tokio::{
    runtime::{Handle, Id},
    task::AbortHandle,
};

use crate::{drivers, settings};

/// The clients of a transport. A connection belongs to the runtime that opened it, and stands still
/// with it, so that each runtime gets a client of its own.
pub(crate) struct Clients {
    source: Source,
    max_age: Option<Duration>,
    runtimes: Mutex<Vec<Entry>>,
}

enum Source {
    /// The caller's own client, which serves all runtimes and is never replaced.
    ReadyMade(reqwest::Client),
    Settings {
        settings: Box<TransportSettings>,
        #[cfg(feature = "_rustls")]
        tls: Box<clerk_transport_tls::TlsSettings>,
        /// The client that proved the settings valid, for the first runtime.
        first: Mutex<Option<reqwest::Client>>,
    },
}

struct Entry {
    runtime: Id,
    /// `None` if the runtime has no timer or no I/O.
    generation: Option<Arc<Generation>>,
    /// The task that removes the entry.
    task: Option<AbortOnDrop>,
}

/// A client and what is known of its connections.
pub(crate) struct Generation {
    client: reqwest::Client,
    created: Instant,
    /// The versions of the responses so far.
    seen: AtomicU8,
}

const HTTP1: u8 = 1;
const HTTP2: u8 = 2;

impl Clients {
    pub(crate) fn new(settings: &TransportSettings) -> Result<Self, ConfigError> {
        let source = Source::Settings {
            first: Mutex::new(Some(settings::client(settings)?)),
            #[cfg(feature = "_rustls")]
            tls: Box::new(settings::tls(&settings.root_certificates)),
            settings: Box::new(settings.clone()),
        };
        Ok(Self { max_age: settings.max_connection_age, ..Self::of(source) })
    }

    pub(crate) fn ready_made(client: reqwest::Client) -> Self {
        Self::of(Source::ReadyMade(client))
    }

    fn of(source: Source) -> Self {
        Self { source, max_age: None, runtimes: Mutex::default() }
    }

    /// Returns whether a client trusts any certificate, or may do so. The first call in the process
    /// may read the system's.
    #[cfg(feature = "_rustls")]
    pub(crate) fn trust_any(&self) -> bool {
        match &self.source {
            Source::Settings { tls, .. } => tls.trusts_any(),
            Source::ReadyMade(_) => true,
        }
    }

    /// Returns the client of the current runtime, or `None` if that has no timer or no I/O.
    pub(crate) fn of_runtime(
        self: &Arc<Self>,
        runtime: &Handle,
    ) -> Result<Option<Arc<Generation>>, TransportError> {
        let id = runtime.id();
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime == id) {
            if let (Some(max_age), Some(generation)) = (self.max_age, &mut entry.generation) {
                if generation.created.elapsed() >= max_age {
                    *generation = Arc::new(self.make().map_err(unavailable)?);
                }
            }
            return Ok(entry.generation.clone());
        }
        self.enter(runtime)
    }

    /// Adds the current runtime. A task in it removes it when it shuts down.
    #[cold]
    fn enter(
        self: &Arc<Self>,
        runtime: &Handle,
    ) -> Result<Option<Arc<Generation>>, TransportError> {
        let id = runtime.id();
        let generation = if drivers::are_enabled() {
            Some(Arc::new(self.make().map_err(unavailable)?))
        } else {
            None
        };
        {
            let mut runtimes = self.lock();
            // Another thread of the runtime may have been faster.
            if let Some(entry) = runtimes.iter().find(|entry| entry.runtime == id) {
                return Ok(entry.generation.clone());
            }
            runtimes.push(Entry { runtime: id, generation: generation.clone(), task: None });
        }
        // If the runtime is shutting down already, this removes the entry at once.
        let leave = Leave { clients: Arc::downgrade(self), runtime: id };
        let task = runtime.spawn(async move {
            let _leave = leave;
            future::pending::<()>().await;
        });
        let task = AbortOnDrop(task.abort_handle());
        if let Some(entry) = self.lock().iter_mut().find(|entry| entry.runtime == id) {
            entry.task = Some(task);
        }
        Ok(generation)
    }

    /// Gives up the connections of `generation` after an attempt timed out. A connection over
    /// HTTP/2 serves all calls, and if it is dead, it would fail all of them. Over HTTP/1.1 the
    /// attempt has closed its connection.
    pub(crate) fn timed_out(&self, generation: &Arc<Generation>) {
        if generation.seen.load(Relaxed) == HTTP1 || matches!(self.source, Source::ReadyMade(_)) {
            return;
        }
        let mut runtimes = self.lock();
        let mut current = runtimes.iter_mut().filter_map(|entry| entry.generation.as_mut());
        if let Some(current) = current.find(|current| Arc::ptr_eq(current, generation)) {
            if let Ok(next) = self.make() {
                *current = Arc::new(next);
            }
        }
    }

    fn make(&self) -> Result<Generation, ConfigError> {
        let client = match &self.source {
            Source::ReadyMade(client) => client.clone(),
            Source::Settings { settings, first, .. } => {
                match first.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    Some(first) => first,
                    None => settings::client(settings)?,
                }
            }
        };
        Ok(Generation { client, created: Instant::now(), seen: AtomicU8::new(0) })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.runtimes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generation {
    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Notes the version of a response.
    pub(crate) fn responded(&self, version: Version) {
        let version = if version == Version::HTTP_2 { HTTP2 } else { HTTP1 };
        if self.seen.load(Relaxed) & version == 0 {
            self.seen.fetch_or(version, Relaxed);
        }
    }
}

fn unavailable(error: ConfigError) -> TransportError {
    TransportError::new(TransportErrorKind::Request).with_source(error)
}

/// Removes a runtime that shuts down.
struct Leave {
    clients: Weak<Clients>,
    runtime: Id,
}

impl Drop for Leave {
    fn drop(&mut self) {
        let Some(clients) = self.clients.upgrade() else { return };
        let mut runtimes = clients.lock();
        let gone = runtimes.iter().position(|entry| entry.runtime == self.runtime);
        let gone = gone.map(|place| runtimes.swap_remove(place));
        // Not while the list is locked.
        mem::drop(runtimes);
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
    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn runtime() -> Runtime {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    fn generation(clients: &Arc<Clients>, runtime: &Runtime) -> Arc<Generation> {
        let _entered = runtime.enter();
        clients.of_runtime(runtime.handle()).unwrap().unwrap()
    }

    fn clients(settings: &TransportSettings) -> Arc<Clients> {
        Arc::new(Clients::new(settings).unwrap())
    }

    #[test]
    fn a_runtime_is_forgotten_when_it_shuts_down() {
        let clients = clients(&TransportSettings::default());
        let (first, second) = (runtime(), runtime());
        let of_first = generation(&clients, &first);
        assert!(Arc::ptr_eq(&of_first, &generation(&clients, &first)));
        assert!(!Arc::ptr_eq(&of_first, &generation(&clients, &second)));
        drop(first);
        assert_eq!(clients.lock().len(), 1);
        drop(second);
        assert!(clients.lock().is_empty());
    }

    #[test]
    fn a_dropped_transport_leaves_no_task_in_a_runtime() {
        let clients = clients(&TransportSettings::default());
        let runtime = runtime();
        generation(&clients, &runtime);
        assert_eq!(runtime.metrics().num_alive_tasks(), 1);
        drop(clients);
        runtime.block_on(tokio::task::yield_now());
        assert_eq!(runtime.metrics().num_alive_tasks(), 0);
    }

    #[test]
    fn after_a_timeout_connections_are_given_up_once_and_only_if_they_may_serve_all_calls() {
        let clients = clients(&TransportSettings::default());
        let runtime = runtime();
        let old = generation(&clients, &runtime);
        old.responded(Version::HTTP_11);
        clients.timed_out(&old);
        assert!(Arc::ptr_eq(&old, &generation(&clients, &runtime)));
        old.responded(Version::HTTP_2);
        clients.timed_out(&old);
        let new = generation(&clients, &runtime);
        assert!(!Arc::ptr_eq(&old, &new));
        clients.timed_out(&old);
        assert!(Arc::ptr_eq(&new, &generation(&clients, &runtime)));
    }

    #[test]
    fn a_client_is_replaced_at_the_maximum_age() {
        let runtime = runtime();
        for (age, is_kept) in [(Duration::ZERO, false), (Duration::MAX, true)] {
            let mut settings = TransportSettings::default();
            settings.max_connection_age = Some(age);
            let clients = clients(&settings);
            let first = generation(&clients, &runtime);
            assert_eq!(Arc::ptr_eq(&first, &generation(&clients, &runtime)), is_kept);
        }
    }
}
