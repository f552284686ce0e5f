//! A client that is replaced if one of its calls is dropped.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use clerk_core::error::ConfigError;
use isahc::HttpClient;

type Make = dyn Fn() -> Result<HttpClient, ConfigError> + Send + Sync;

pub(crate) struct Pool {
    current: Mutex<Current>,
    /// `None` for a ready-made client.
    make: Option<Box<Make>>,
}

#[derive(Clone)]
struct Current {
    client: HttpClient,
    generation: u64,
}

impl Pool {
    pub(crate) fn new(
        make: impl Fn() -> Result<HttpClient, ConfigError> + Send + Sync + 'static,
    ) -> Result<Self, ConfigError> {
        let client = make()?;
        Ok(Self { make: Some(Box::new(make)), ..Self::ready_made(client) })
    }

    pub(crate) fn ready_made(client: HttpClient) -> Self {
        Self { current: Mutex::new(Current { client, generation: 0 }), make: None }
    }

    /// Returns the client for one call.
    pub(crate) fn lease(self: &Arc<Self>) -> Lease {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Lease { current, pool: self.clone(), done: false }
    }

    /// Replaces the client of `generation` if it is still the current one, and returns it.
    fn retire(&self, generation: u64) -> Option<HttpClient> {
        let make = self.make.as_ref()?;
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.generation != generation {
            return None;
        }
        let next = Current { client: make().ok()?, generation: generation.wrapping_add(1) };
        Some(std::mem::replace(&mut *current, next).client)
    }
}

/// The use of a client for one call. If it is dropped before the call is [done](Lease::done), it
/// cancels the exchange: the client closes as soon as no other call uses it.
pub(crate) struct Lease {
    current: Current,
    pool: Arc<Pool>,
    done: bool,
}

impl Lease {
    pub(crate) fn client(&self) -> &HttpClient {
        &self.current.client
    }

    /// The exchange has ended.
    pub(crate) fn done(&mut self) {
        self.done = true;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        let retired = self.pool.retire(self.current.generation);
        let last = self.current.client.clone();
        // Closing waits for a name that is being resolved, so it gets a thread. If no thread can be
        // started, it happens here.
        let _ = thread::Builder::new().spawn(move || drop((retired, last)));
    }
}
