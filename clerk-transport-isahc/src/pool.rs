//! A client that is replaced when its connections may be dead or must be closed.

use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use clerk_core::error::ConfigError;
use http::Version;
use isahc::HttpClient;

type Make = dyn Fn() -> Result<HttpClient, ConfigError> + Send + Sync;

pub(crate) struct Pool {
    current: Mutex<Arc<Generation>>,
    /// The HTTP versions seen in responses so far, including those of earlier clients. Otherwise,
    /// calls dropped before a new client's first response would replace it again and again.
    seen: AtomicU8,
    max_age: Option<Duration>,
    /// `None` for a ready-made client.
    make: Option<Box<Make>>,
}

/// A client and its age.
struct Generation {
    client: HttpClient,
    created: Instant,
}

const HTTP1: u8 = 1;
const HTTP2: u8 = 2;

/// How an exchange left its connection.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum End {
    /// The exchange has ended.
    Done,
    /// The deadline has passed. Over HTTP/2 the connection may be dead, and would fail all calls.
    TimedOut,
    /// The response continues, but it is no longer read.
    Unread,
    /// The call was dropped.
    Dropped,
}

impl Pool {
    pub(crate) fn new(
        max_age: Option<Duration>,
        make: impl Fn() -> Result<HttpClient, ConfigError> + Send + Sync + 'static,
    ) -> Result<Self, ConfigError> {
        let client = make()?;
        Ok(Self { make: Some(Box::new(make)), max_age, ..Self::ready_made(client) })
    }

    pub(crate) fn ready_made(client: HttpClient) -> Self {
        Self {
            current: Mutex::new(Generation::new(client)),
            seen: AtomicU8::new(0),
            max_age: None,
            make: None,
        }
    }

    /// Returns whether a response came over HTTP/1.1.
    pub(crate) fn speaks_http1(&self) -> bool {
        self.seen.load(Relaxed) & HTTP1 != 0
    }

    /// Returns the client for one call.
    pub(crate) fn lease(self: &Arc<Self>) -> Lease {
        let mut current = self.lock().clone();
        if self.max_age.is_some_and(|max_age| current.created.elapsed() >= max_age) {
            close((self.retire(&current), current));
            current = self.lock().clone();
        }
        Lease { generation: current, pool: self.clone(), end: End::Dropped }
    }

    /// Replaces `generation` if it is still the current one, and returns it.
    fn retire(&self, generation: &Arc<Generation>) -> Option<Arc<Generation>> {
        let make = self.make.as_ref()?;
        let mut current = self.lock();
        if !Arc::ptr_eq(&current, generation) {
            return None;
        }
        let next = Generation::new(make().ok()?);
        Some(mem::replace(&mut *current, next))
    }

    fn lock(&self) -> MutexGuard<'_, Arc<Generation>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generation {
    fn new(client: HttpClient) -> Arc<Self> {
        Arc::new(Self { client, created: Instant::now() })
    }
}

impl End {
    /// Returns whether the pool must replace its connections after an exchange that ended like
    /// this, given the HTTP versions seen so far.
    fn gives_up(self, seen: u8) -> bool {
        match self {
            Self::Done => false,
            // Over HTTP/1.1 curl has closed the connection.
            Self::TimedOut => seen != HTTP1,
            Self::Unread => true,
            // New HTTP/2 connections would open more streams than the server allows before they
            // know its limit. curl then fails other calls.
            Self::Dropped => seen & HTTP2 == 0,
        }
    }
}

/// The use of a client for one call. Dropping it before the call has [ended](Lease::end) cancels
/// the exchange: the client closes as soon as no other call uses it.
pub(crate) struct Lease {
    generation: Arc<Generation>,
    pool: Arc<Pool>,
    end: End,
}

impl Lease {
    pub(crate) fn client(&self) -> &HttpClient {
        &self.generation.client
    }

    /// Records the HTTP version of a response.
    pub(crate) fn responded(&self, version: Version) {
        let version = if version >= Version::HTTP_2 { HTTP2 } else { HTTP1 };
        if self.pool.seen.load(Relaxed) & version == 0 {
            self.pool.seen.fetch_or(version, Relaxed);
        }
    }

    /// Records how the exchange ended.
    pub(crate) fn end(&mut self, end: End) {
        self.end = end;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.end.gives_up(self.pool.seen.load(Relaxed)) {
            let retired = self.pool.retire(&self.generation);
            close((retired, self.generation.clone()));
        }
    }
}

/// Drops clients. Closing waits for a name that is being resolved, so it runs on its own thread, or
/// here if no thread can start.
fn close(generations: (Option<Arc<Generation>>, Arc<Generation>)) {
    let _ = thread::Builder::new().spawn(move || drop(generations));
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn pool(max_age: Option<Duration>) -> Arc<Pool> {
        Arc::new(Pool::new(max_age, || Ok(HttpClient::new().unwrap())).unwrap())
    }

    /// Returns whether a pool gives up its connections after a call that ended like this, and after
    /// responses of these versions.
    fn is_given_up(end: End, versions: &[Version]) -> bool {
        let pool = pool(None);
        let (mut lease, before) = (pool.lease(), pool.lock().clone());
        versions.iter().for_each(|&version| lease.responded(version));
        lease.end(end);
        drop(lease);
        !Arc::ptr_eq(&before, &pool.lock())
    }

    #[test]
    fn connections_are_given_up_if_they_may_be_dead_or_must_be_closed() {
        let (http1, http2) = ([Version::HTTP_11], [Version::HTTP_2]);
        for (end, unknown, over_http1, over_http2) in [
            (End::Done, false, false, false),
            (End::TimedOut, true, false, true),
            (End::Unread, true, true, true),
            (End::Dropped, true, true, false),
        ] {
            let given_up = [&[][..], &http1, &http2].map(|versions| is_given_up(end, versions));
            assert_eq!(given_up, [unknown, over_http1, over_http2]);
        }
    }

    #[test]
    fn connections_are_given_up_once() {
        let pool = pool(None);
        let (mut first, mut second) = (pool.lease(), pool.lease());
        first.end(End::TimedOut);
        second.end(End::TimedOut);
        drop(first);
        let current = pool.lock().clone();
        drop(second);
        assert!(Arc::ptr_eq(&current, &pool.lock()));
    }

    #[test]
    fn connections_are_given_up_at_the_maximum_age() {
        for (age, is_kept) in [(Duration::ZERO, false), (Duration::MAX, true)] {
            let pool = pool(Some(age));
            let first = pool.lease();
            assert_eq!(Arc::ptr_eq(&first.generation, &pool.lease().generation), is_kept);
        }
    }
}
