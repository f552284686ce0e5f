//! A fetch that several tasks wait for, and that outlives each of them.

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Instant,
};

use super::jwks::KeySet;
use crate::{error::VerifyError, reason::Reason};

pub(super) type Outcome = Result<Arc<KeySet>, VerifyError>;
type Fetch = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A fetch in flight. Each waiter polls it, so that it needs no task, and no waiter has to stay
/// until the end.
pub(super) struct Flight {
    pub(super) started: Instant,
    fetch: Mutex<Option<Fetch>>,
    outcome: OnceLock<Outcome>,
    waiting: Mutex<HashMap<u64, Waker>>,
    next_waiter: AtomicU64,
    waiters: AtomicUsize,
}

impl Flight {
    pub(super) fn new(started: Instant, fetch: Fetch) -> Arc<Self> {
        Arc::new(Self {
            started,
            fetch: Mutex::new(Some(fetch)),
            outcome: OnceLock::new(),
            waiting: Mutex::default(),
            next_waiter: AtomicU64::new(0),
            waiters: AtomicUsize::new(0),
        })
    }

    /// Waits for the outcome.
    pub(super) fn wait(self: &Arc<Self>) -> Waiter {
        self.waiters.fetch_add(1, Ordering::Relaxed);
        let id = self.next_waiter.fetch_add(1, Ordering::Relaxed);
        Waiter { flight: Arc::clone(self), id }
    }

    pub(super) fn has_waiters(&self) -> bool {
        self.waiters.load(Ordering::Relaxed) > 0
    }

    /// Drives the fetch until it has to wait, and returns its outcome if it has ended.
    pub(super) fn advance(self: &Arc<Self>) -> Option<Outcome> {
        self.drive();
        self.outcome.get().cloned()
    }

    fn drive(self: &Arc<Self>) {
        let mut slot = lock(&self.fetch);
        if self.outcome.get().is_some() {
            return;
        }
        let Some(fetch) = slot.as_mut() else { return };
        let waker = Waker::from(Arc::clone(self));
        let mut context = Context::from_waker(&waker);
        // A panic of a transport would leave the other waiters waiting.
        let outcome = match catch_unwind(AssertUnwindSafe(|| fetch.as_mut().poll(&mut context))) {
            Ok(Poll::Pending) => return,
            Ok(Poll::Ready(outcome)) => outcome,
            Err(_) => {
                let failed = VerifyError::new(Reason::JwkRemoteFailedToLoad);
                Err(failed.problem("the transport panicked"))
            }
        };
        *slot = None;
        drop(slot);
        drop(self.outcome.set(outcome));
        self.wake_all();
    }

    /// Wakes every waiter, since each of them may be dropped before it drives the fetch.
    fn wake_all(&self) {
        let waiting = std::mem::take(&mut *lock(&self.waiting));
        waiting.into_values().for_each(Waker::wake);
    }
}

impl Wake for Flight {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}

/// A future of the outcome of a [`Flight`]. Dropping it leaves the fetch to the others, and to
/// those that come later.
pub(super) struct Waiter {
    flight: Arc<Flight>,
    id: u64,
}

impl Future for Waiter {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let flight = &self.flight;
        // Before the fetch is driven, so that no wake is lost.
        lock(&flight.waiting).insert(self.id, context.waker().clone());
        match flight.advance() {
            Some(outcome) => Poll::Ready(outcome),
            None => Poll::Pending,
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        lock(&self.flight.waiting).remove(&self.id);
        self.flight.waiters.fetch_sub(1, Ordering::Relaxed);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
