//! The pauses of a client: which calls a 429 holds back.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use http::HeaderMap;

use super::{
    CredentialHeader,
    pause::{Arrival, Pause, Period},
};
use crate::{
    metadata::Metadata,
    transport::{PauseCheck, Timer},
};

/// The longest wait that may be meant for all operations of a credential. If two operations are
/// refused at the same time, each for at most this long, all of them pause. Limits that refuse for
/// longer, such as those per hour, belong to one operation: two of them say nothing about others.
pub(super) const LONGEST_SHARED_WAIT: Duration = Duration::from_secs(10);

/// The most pauses at a time. Past it, each call learns from its own 429.
const MOST: usize = 1024;

/// The pauses after 429s: one for each operation and credential, and one for a credential if
/// several of its operations are refused.
pub(super) struct Pauses {
    timer: Arc<dyn Timer>,
    /// The time between two calls that continue.
    spacing: Duration,
    hasher: RandomState,
    /// Whether any pause exists. Usually none does, and then a call only reads this.
    active: AtomicBool,
    /// The number of the next call.
    next: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pauses: BTreeMap<Scope, Pause>,
    /// When all pauses are over, unless one becomes longer.
    all_over: Option<Instant>,
}

/// The calls of an operation, or of all operations, with one credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    /// A hash of the credential.
    credential: u64,
    operation: Option<&'static str>,
}

impl Scope {
    /// Returns the scope of all operations with the same credential.
    fn of_credential(self) -> Self {
        Self { operation: None, ..self }
    }

    /// Returns the scopes of the pauses that hold back calls of this one.
    fn covering(self) -> [Self; 2] {
        [self.of_credential(), self]
    }

    fn has_credential_of(&self, other: Self) -> bool {
        self.credential == other.credential
    }
}

impl Pauses {
    pub(super) fn new(spacing: Duration, timer: Arc<dyn Timer>) -> Self {
        Self {
            timer,
            spacing,
            hasher: RandomState::new(),
            active: AtomicBool::new(false),
            next: AtomicU64::new(0),
            state: Mutex::default(),
        }
    }

    /// Returns the number of a call that starts.
    pub(super) fn arrival(&self) -> Arrival {
        self.next.fetch_add(1, Relaxed)
    }

    pub(super) fn is_active(&self) -> bool {
        self.active.load(Relaxed)
    }

    /// Returns the scope of a call. It hashes the credential, so it is for calls that are refused,
    /// and for others while there is a pause.
    pub(super) fn scope(
        &self,
        credential: Option<CredentialHeader<'_>>,
        operation: &'static str,
    ) -> Scope {
        Scope { credential: self.hasher.hash_one(credential), operation: Some(operation) }
    }

    /// Pauses the calls of `scope` for `wait`. If another operation of the credential is paused too,
    /// it pauses all calls with the credential, and returns `true`. After `recheck` calls try for
    /// themselves.
    pub(super) fn refused(
        &self,
        scope: Scope,
        wait: Duration,
        recheck: Duration,
        now: Instant,
    ) -> bool {
        let Some(recheck) = now.checked_add(recheck.min(wait)) else {
            return false;
        };
        let end = now.checked_add(wait).unwrap_or(recheck);
        let is_short = wait <= LONGEST_SHARED_WAIT;
        let period = Period { end, recheck, is_short };
        let mut state = self.lock();
        let shared = state
            .pauses
            .iter()
            .filter(|(other, _)| is_short && **other != scope && other.has_credential_of(scope));
        let shared = shared
            .map(|(_, pause)| pause.period())
            .filter(|other| other.is_short && other.is_running(now))
            .reduce(Period::or);
        match shared {
            None => state.extend(scope, period, now),
            Some(other) => state.extend(scope.of_credential(), period.or(other), now),
        }
        self.active.store(!state.pauses.is_empty(), Relaxed);
        shared.is_some()
    }

    /// Returns the wait of a call of this scope, if a pause holds it back.
    pub(super) fn hold(&self, scope: Scope, arrival: Arrival, now: Instant) -> Option<Hold<'_>> {
        let mut state = self.lock();
        self.purge(&mut state, now);
        let by = scope.covering().into_iter().find(|scope| {
            state.pauses.get(scope).is_some_and(|pause| pause.holds(now, self.spacing))
        })?;
        state.enter(by, arrival);
        Some(Hold { pauses: self, scope, by, arrival })
    }

    /// Removes the pauses once all of them are over.
    fn purge(&self, state: &mut State, now: Instant) {
        if state.all_over.is_some_and(|all_over| all_over <= now) {
            state.pauses.retain(|_, pause| !pause.is_over(now));
            self.active.store(!state.pauses.is_empty(), Relaxed);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PauseCheck for Pauses {
    /// Middleware may have changed the headers, so it looks at all that are secret.
    fn remaining(&self, metadata: &'static Metadata, headers: &HeaderMap) -> Option<Duration> {
        if !self.is_active() {
            return None;
        }
        let now = self.timer.now();
        let mut credentials =
            headers.iter().filter(|(_, value)| value.is_sensitive()).map(Some).peekable();
        let none = if credentials.peek().is_none() { Some(None) } else { None };
        let state = self.lock();
        credentials
            .chain(none)
            .flat_map(|credential| self.scope(credential, metadata.operation).covering())
            .filter_map(|scope| state.pauses.get(&scope))
            .filter(|pause| pause.is_running(now))
            .map(|pause| pause.period().end.saturating_duration_since(now))
            .max()
    }
}

/// Shows no hash of a credential.
impl fmt::Debug for Pauses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pauses").field("active", &self.is_active()).finish_non_exhaustive()
    }
}

impl State {
    fn extend(&mut self, scope: Scope, period: Period, now: Instant) {
        self.all_over = self.all_over.max(Some(period.end.min(period.recheck)));
        if let Some(pause) = self.pauses.get_mut(&scope) {
            return pause.extend(period);
        }
        if self.pauses.len() >= MOST {
            self.pauses.retain(|_, pause| !pause.is_over(now));
        }
        if self.pauses.len() < MOST {
            self.pauses.insert(scope, Pause::new(period));
        }
    }

    fn enter(&mut self, scope: Scope, arrival: Arrival) {
        if let Some(pause) = self.pauses.get_mut(&scope) {
            pause.enter(arrival);
        }
    }
}

/// A call that a pause holds back. Dropping it leaves the queue.
pub(super) struct Hold<'a> {
    pauses: &'a Pauses,
    /// The scope of the call.
    scope: Scope,
    /// The scope of the pause.
    by: Scope,
    arrival: Arrival,
}

impl Hold<'_> {
    /// Returns when the call may be sent, unless something changes.
    pub(super) fn resume_at(&self) -> Option<Instant> {
        let state = self.pauses.lock();
        let pause = state.pauses.get(&self.by)?;
        Some(pause.resume_at(self.arrival, self.pauses.spacing))
    }

    /// Returns when to look again: at the end of the pause, when it is known how many calls wait,
    /// and then when the call may be sent.
    pub(super) fn look_at(&self, now: Instant) -> Option<Instant> {
        let state = self.pauses.lock();
        let pause = state.pauses.get(&self.by)?;
        let resume_at = pause.resume_at(self.arrival, self.pauses.spacing);
        Some(if now < pause.period().end { pause.period().end } else { resume_at })
    }

    /// Lets the call continue. It returns `false` if another pause holds the call back by now.
    pub(super) fn release(&mut self, now: Instant) -> bool {
        let mut state = self.pauses.lock();
        if let Some(pause) = state.pauses.get_mut(&self.by) {
            pause.release(self.arrival, now, self.pauses.spacing);
        }
        let running = self
            .scope
            .covering()
            .into_iter()
            .find(|scope| state.pauses.get(scope).is_some_and(|pause| pause.is_running(now)));
        if let Some(by) = running {
            self.by = by;
            state.enter(by, self.arrival);
        }
        running.is_none()
    }
}

impl Drop for Hold<'_> {
    fn drop(&mut self) {
        let mut state = self.pauses.lock();
        if let Some(pause) = state.pauses.get_mut(&self.by) {
            pause.leave(self.arrival);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;

    use http::{HeaderValue, Method, header::AUTHORIZATION};

    use super::*;
    use crate::transport::Sleep;

    const SECOND: Duration = Duration::from_secs(1);
    const HOUR: Duration = Duration::from_secs(3600);

    #[derive(Clone, Debug)]
    struct Watch(Arc<Mutex<Instant>>);

    impl Timer for Watch {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }

        fn sleep(&self, _: Duration) -> Sleep {
            Box::pin(ready(()))
        }
    }

    struct Clock {
        pauses: Pauses,
        watch: Watch,
    }

    impl Clock {
        fn new() -> Self {
            let watch = Watch(Arc::new(Mutex::new(Instant::now())));
            let pauses = Pauses::new(Duration::from_millis(10), Arc::new(watch.clone()));
            Self { pauses, watch }
        }

        fn now(&self) -> Instant {
            self.watch.now()
        }

        fn advance(&self, time: Duration) {
            *self.watch.0.lock().unwrap() += time;
        }

        fn scope(&self, credential: &'static str, operation: &'static str) -> Scope {
            let value = HeaderValue::from_static(credential);
            self.pauses.scope(Some((&AUTHORIZATION, &value)), operation)
        }

        fn refused(
            &self,
            credential: &'static str,
            operation: &'static str,
            wait: Duration,
        ) -> bool {
            let scope = self.scope(credential, operation);
            self.pauses.refused(scope, wait, 60 * SECOND, self.now())
        }

        /// Returns whether a call is held back, as the client and as the transport see it.
        fn holds(&self, credential: &'static str, operation: &'static str) -> bool {
            let scope = self.scope(credential, operation);
            let is_held = self.pauses.hold(scope, 0, self.now()).is_some();
            let mut value = HeaderValue::from_static(credential);
            value.set_sensitive(true);
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
            let remaining = self.pauses.remaining(metadata(operation), &headers);
            assert_eq!(is_held, remaining.is_some());
            is_held
        }
    }

    fn metadata(operation: &'static str) -> &'static Metadata {
        Box::leak(Box::new(Metadata::new(operation, Method::POST, "/")))
    }

    #[test]
    fn a_pause_is_for_one_operation_and_one_credential() {
        let clock = Clock::new();
        assert!(!clock.refused("a", "Post", SECOND) && clock.holds("a", "Post"));
        assert!(!clock.holds("a", "Get") && !clock.holds("b", "Post"));
        let anonymous = clock.pauses.scope(None, "Post");
        assert!(clock.pauses.hold(anonymous, 0, clock.now()).is_none());
        assert_eq!(clock.pauses.remaining(metadata("Post"), &HeaderMap::new()), None);
    }

    #[test]
    fn a_second_operation_pauses_the_credential_if_both_waits_are_short() {
        let longer = LONGEST_SHARED_WAIT + Duration::from_millis(1);
        for (first, second, all_pause) in [
            (LONGEST_SHARED_WAIT, LONGEST_SHARED_WAIT, true),
            (longer, SECOND, false),
            (SECOND, longer, false),
            (HOUR, HOUR, false),
        ] {
            let clock = Clock::new();
            assert!(!clock.refused("a", "Post", first));
            assert!(!clock.refused("a", "Post", first), "it is the same operation");
            assert!(!clock.refused("b", "Patch", second), "it is another credential");
            assert_eq!(clock.refused("a", "Patch", second), all_pause);
            assert_eq!(clock.holds("a", "Get"), all_pause);
            assert!(clock.holds("a", "Patch") && clock.holds("a", "Post"));
            assert!(!clock.holds("b", "Get"));
        }
    }

    #[test]
    fn a_pause_that_is_over_says_nothing_about_the_credential() {
        let clock = Clock::new();
        assert!(!clock.refused("a", "Post", SECOND));
        clock.advance(SECOND);
        assert!(!clock.refused("a", "Patch", SECOND) && !clock.holds("a", "Get"));
    }

    #[test]
    fn the_number_of_pauses_is_bounded() {
        let clock = Clock::new();
        let scope = |credential: usize| Scope {
            credential: u64::try_from(credential).unwrap(),
            operation: Some("Post"),
        };
        let refuse = |clock: &Clock, numbers: std::ops::Range<usize>| {
            for number in numbers {
                clock.pauses.refused(scope(number), HOUR, 60 * SECOND, clock.now());
            }
            clock.pauses.lock().pauses.len()
        };
        assert_eq!(refuse(&clock, 0..2 * MOST), MOST);
        clock.advance(60 * SECOND);
        assert_eq!(refuse(&clock, 3 * MOST..3 * MOST + 1), 1, "those that are over make room");
    }

    #[test]
    fn without_a_pause_nothing_is_hashed() {
        let clock = Clock::new();
        clock.refused("a", "Post", SECOND);
        assert!(clock.pauses.is_active());
        clock.advance(SECOND);
        assert!(!clock.holds("a", "Post"));
        assert!(!clock.pauses.is_active());
    }
}
