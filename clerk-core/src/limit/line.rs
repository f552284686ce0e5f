//! A line in which calls wait for their turn, first come, first served.

use std::{
    collections::VecDeque,
    future::poll_fn,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
    time::{Duration, Instant},
};

use crate::{
    RequestContext, SystemTimer, Timer, TransportError, TransportErrorKind, timer::within,
};

/// What a line leads to.
pub(super) trait Gate {
    /// How long a call waits that has so many others ahead of it. `None` where nobody can tell.
    fn wait(&self, ahead: usize, now: Instant) -> Option<Duration>;

    /// Lets a call through.
    fn enter(&mut self, now: Instant);
}

/// Only the first in the line goes through the gate, and whoever comes to be the first is woken.
pub(super) struct Line<G> {
    timer: Arc<dyn Timer>,
    state: Mutex<State<G>>,
}

struct State<G> {
    gate: G,
    waiting: VecDeque<Waiter>,
    tickets: u64,
}

struct Waiter {
    ticket: u64,
    /// Whether there is something to look at since the waiter last did.
    called: bool,
    waker: Option<Waker>,
}

impl<G: Gate> Line<G> {
    pub(super) fn new(gate: G) -> Self {
        let state = State { gate, waiting: VecDeque::new(), tickets: 0 };
        Self { timer: Arc::new(SystemTimer), state: Mutex::new(state) }
    }

    pub(super) fn set_timer(&mut self, timer: impl Timer) {
        self.timer = Arc::new(timer);
    }

    /// Waits until a request may go through the gate, and gives its context without the time that
    /// this took.
    ///
    /// # Errors
    /// [`TransportErrorKind::Throttled`] once its turn does not come in time.
    pub(super) async fn pass(
        &self,
        context: &RequestContext,
    ) -> Result<RequestContext, TransportError> {
        let mut context = *context;
        let Some(place) = self.enter_or_queue() else { return Ok(context) };
        let most = context.time_left.or(context.timeout);
        let spent = place.wait(most).await?;
        let left = most.map(|most| most.saturating_sub(spent));
        context.time_left = context.time_left.and(left);
        context.timeout = context.timeout.min(left);
        Ok(context)
    }

    /// Changes the gate such that the first in the line may want to look at it.
    pub(super) fn change(&self, change: impl FnOnce(&mut G)) {
        let mut state = self.lock();
        change(&mut state.gate);
        let first = state.call_first();
        drop(state);
        if let Some(first) = first {
            first.wake();
        }
    }

    /// The place of a call that cannot go through at once.
    fn enter_or_queue(&self) -> Option<Place<'_, G>> {
        let mut state = self.lock();
        let now = self.timer.now();
        if state.waiting.is_empty() && state.gate.wait(0, now) == Some(Duration::ZERO) {
            state.gate.enter(now);
            return None;
        }
        let ticket = state.tickets;
        state.tickets += 1;
        state.waiting.push_back(Waiter { ticket, called: false, waker: None });
        Some(Place { line: self, ticket })
    }

    /// No waker is woken or dropped with this lock held: that may run anything.
    fn lock(&self) -> MutexGuard<'_, State<G>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<G> State<G> {
    /// How many are ahead of the waiter with this ticket.
    fn ahead_of(&self, ticket: u64) -> usize {
        self.waiting.binary_search_by_key(&ticket, |waiter| waiter.ticket).unwrap_or_else(|at| at)
    }

    fn call_first(&mut self) -> Option<Waker> {
        let first = self.waiting.front_mut()?;
        first.called = true;
        first.waker.take()
    }
}

/// A place in the line, which is free again when it is dropped.
struct Place<'a, G: Gate> {
    line: &'a Line<G>,
    ticket: u64,
}

/// What follows from a look at the gate.
enum Look {
    Through,
    /// There is nothing to see before the waiter is called or so much time has passed.
    Wait(Option<Duration>),
    /// The turn comes after the deadline.
    TooLate(Duration),
}

impl<G: Gate> Place<'_, G> {
    /// Goes through the gate when it is this place's turn, and says how long that took.
    async fn wait(self, timeout: Option<Duration>) -> Result<Duration, TransportError> {
        let timer = &*self.line.timer;
        let began = timer.now();
        loop {
            let spent = timer.now().saturating_duration_since(began);
            match self.look(timeout.map(|timeout| timeout.saturating_sub(spent))) {
                Look::Through => return Ok(spent),
                Look::Wait(time) => within(timer, time, self.called()).await,
                Look::TooLate(retry_after) => {
                    return Err(TransportError::new(TransportErrorKind::Throttled { retry_after }));
                }
            };
        }
    }

    fn look(&self, left: Option<Duration>) -> Look {
        let mut state = self.line.lock();
        let now = self.line.timer.now();
        let ahead = state.ahead_of(self.ticket);
        let wait = state.gate.wait(ahead, now);
        let at_least = wait.unwrap_or_default();
        if left.is_some_and(|left| left <= at_least) {
            return Look::TooLate(at_least);
        }
        if ahead > 0 {
            return Look::Wait(left);
        }
        if wait == Some(Duration::ZERO) {
            state.gate.enter(now);
            return Look::Through;
        }
        Look::Wait(wait.or(left))
    }

    async fn called(&self) {
        poll_fn(|context| {
            let mut state = self.line.lock();
            let ahead = state.ahead_of(self.ticket);
            let Some(waiter) = state.waiting.get_mut(ahead) else { return Poll::Ready(()) };
            if mem::take(&mut waiter.called) {
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

impl<G: Gate> Drop for Place<'_, G> {
    fn drop(&mut self) {
        let mut state = self.line.lock();
        let ahead = state.ahead_of(self.ticket);
        let gone = state.waiting.remove(ahead);
        let first = if ahead == 0 { state.call_first() } else { None };
        drop(state);
        drop(gone);
        if let Some(first) = first {
            first.wake();
        }
    }
}
