//! A wait queue for permits: first come, first served.

use std::{
    collections::VecDeque,
    future::poll_fn,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use crate::{
    error::{TransportError, TransportErrorKind},
    transport::{RequestContext, SystemTimer, Timer, within},
};

/// The permits that calls queue for.
pub(super) trait Permits {
    /// Returns how long a call with this many calls ahead of it waits, or `None` if unknown.
    fn wait(&self, ahead: usize, now: Instant) -> Option<Duration>;

    /// Takes one permit.
    fn acquire(&mut self, now: Instant);
}

/// Only the first call in the queue acquires a permit. The call that becomes the first is woken.
pub(super) struct Queue<P> {
    timer: Arc<dyn Timer>,
    state: Mutex<State<P>>,
}

struct State<P> {
    permits: P,
    waiting: VecDeque<Waiter>,
    next_id: u64,
}

struct Waiter {
    id: u64,
    /// Whether something has changed since the waiter last looked.
    notified: bool,
    waker: Option<Waker>,
}

impl<P: Permits> Queue<P> {
    pub(super) fn new(permits: P) -> Self {
        let state = State { permits, waiting: VecDeque::new(), next_id: 0 };
        Self { timer: Arc::new(SystemTimer), state: Mutex::new(state) }
    }

    pub(super) fn set_timer(&mut self, timer: impl Timer) {
        self.timer = Arc::new(timer);
    }

    /// Waits for a permit. Returns the request's context minus the time spent waiting, and when the
    /// permit was acquired.
    ///
    /// # Errors
    /// [`TransportErrorKind::Throttled`] if there is no permit before the deadline.
    pub(super) async fn acquire(
        &self,
        context: &RequestContext,
    ) -> Result<(RequestContext, Instant), TransportError> {
        let mut context = context.clone();
        let entry = match self.acquire_or_enter() {
            Ok(acquired) => return Ok((context, acquired)),
            Err(entry) => entry,
        };
        let limit = context.time_left.or(context.timeout);
        let (waited, acquired) = entry.wait(limit).await?;
        let left = limit.map(|limit| limit.saturating_sub(waited));
        context.time_left = context.time_left.and(left);
        context.timeout = context.timeout.min(left);
        Ok((context, acquired))
    }

    /// Changes the permits, and wakes the first call.
    pub(super) fn update(&self, change: impl FnOnce(&mut P)) {
        let mut state = self.lock();
        change(&mut state.permits);
        let first = state.notify_first();
        drop(state);
        if let Some(first) = first {
            first.wake();
        }
    }

    /// Acquires a permit at once, or enters the queue.
    fn acquire_or_enter(&self) -> Result<Instant, Entry<'_, P>> {
        let mut state = self.lock();
        let now = self.timer.now();
        if state.waiting.is_empty() && state.permits.wait(0, now) == Some(Duration::ZERO) {
            state.permits.acquire(now);
            return Ok(now);
        }
        let id = state.next_id;
        state.next_id += 1;
        state.waiting.push_back(Waiter { id, notified: false, waker: None });
        Err(Entry { queue: self, id })
    }

    /// Never wake or drop a waker while holding this lock: that may run arbitrary code.
    fn lock(&self) -> MutexGuard<'_, State<P>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<P> State<P> {
    /// Returns how many calls are ahead of this one.
    fn ahead_of(&self, id: u64) -> usize {
        self.waiting.binary_search_by_key(&id, |waiter| waiter.id).unwrap_or_else(|at| at)
    }

    fn notify_first(&mut self) -> Option<Waker> {
        let first = self.waiting.front_mut()?;
        first.notified = true;
        first.waker.take()
    }
}

/// A call in the queue. Dropping it leaves the queue.
struct Entry<'a, P: Permits> {
    queue: &'a Queue<P>,
    id: u64,
}

/// The next step of a waiting call.
enum Step {
    Acquired(Instant),
    /// Wait until it is notified, or until this time has passed.
    Wait(Option<Duration>),
    /// There is no permit before the deadline.
    TooLate(Duration),
}

impl<P: Permits> Entry<'_, P> {
    /// Waits for a permit. Returns how long that took, and when the permit was acquired.
    async fn wait(self, timeout: Option<Duration>) -> Result<(Duration, Instant), TransportError> {
        let timer = &*self.queue.timer;
        let began = timer.now();
        loop {
            let waited = timer.now().saturating_duration_since(began);
            match self.step(timeout.map(|timeout| timeout.saturating_sub(waited))) {
                Step::Acquired(at) => return Ok((waited, at)),
                Step::Wait(time) => within(timer, time, self.notified()).await,
                Step::TooLate(retry_after) => {
                    return Err(TransportError::new(TransportErrorKind::Throttled { retry_after }));
                }
            };
        }
    }

    fn step(&self, left: Option<Duration>) -> Step {
        let mut state = self.queue.lock();
        let now = self.queue.timer.now();
        let ahead = state.ahead_of(self.id);
        let wait = state.permits.wait(ahead, now);
        let at_least = wait.unwrap_or_default();
        if left.is_some_and(|left| left <= at_least) {
            return Step::TooLate(at_least);
        }
        if ahead > 0 {
            return Step::Wait(left);
        }
        if wait == Some(Duration::ZERO) {
            state.permits.acquire(now);
            return Step::Acquired(now);
        }
        Step::Wait(wait.or(left))
    }

    async fn notified(&self) {
        poll_fn(|context| {
            let mut state = self.queue.lock();
            let ahead = state.ahead_of(self.id);
            let Some(waiter) = state.waiting.get_mut(ahead) else { return Poll::Ready(()) };
            if mem::take(&mut waiter.notified) {
                return Poll::Ready(());
            }
            let stale = waiter.waker.replace(context.waker().clone());
            drop(state);
            drop(stale);
            Poll::Pending
        })
        .await;
    }
}

impl<P: Permits> Drop for Entry<'_, P> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        let ahead = state.ahead_of(self.id);
        let removed = state.waiting.remove(ahead);
        let first = if ahead == 0 { state.notify_first() } else { None };
        drop(state);
        drop(removed);
        if let Some(first) = first {
            first.wake();
        }
    }
}
