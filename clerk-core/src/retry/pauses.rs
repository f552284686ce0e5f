//! The pauses of a client: which calls a 429 holds back, and until when.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use super::{CredentialHeader, clock::after};

/// The longest wait that suggests a limit on the whole credential. If two operations are rate
/// limited at the same time, each for at most this long, all operations of the credential pause.
/// Longer waits, such as those of hourly limits, concern single operations.
const LONGEST_SHARED_WAIT: Duration = Duration::from_secs(10);

/// The most pauses at a time. Beyond this, a 429 pauses no other call.
const MOST: usize = 1024;

/// The pauses after 429s: one for each operation and credential, and one for a credential if
/// several of its operations are rate limited.
pub(super) struct Pauses {
    /// The time between calls that resume after a pause.
    spacing: Duration,
    hasher: RandomState,
    /// Whether any pause exists. Usually none does, and then a call only reads this.
    active: AtomicBool,
    pauses: Mutex<HashMap<Scope, Pause>>,
}

/// The calls of an operation, or of all operations, with one credential.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    /// A hash of the credential.
    credential: u64,
    operation: Option<&'static str>,
}

struct Pause {
    /// The end that the server asked for.
    end: Instant,
    /// When new calls are sent anyway: at the end, or sooner if the end is far away.
    recheck: Instant,
    /// When the next call may be sent after the pause.
    next: Instant,
    /// Each call that waits for the end holds a clone.
    waiting: Arc<()>,
}

/// A call before an attempt.
pub(super) struct Waiter {
    backoff_end: Instant,
    /// Set while the call waits for the end of a pause.
    waiting: Option<Arc<()>>,
    /// Whether the call is scheduled to be sent after the pause.
    is_scheduled: bool,
}

/// A call's wait.
pub(super) struct Hold {
    /// When to look again.
    pub(super) until: Instant,
    /// When the call can be sent, unless something changes.
    pub(super) resume_at: Instant,
    /// Whether the call has just joined this pause.
    pub(super) is_new: bool,
}

impl Pauses {
    pub(super) fn new(spacing: Duration) -> Self {
        let (hasher, active) = (RandomState::new(), AtomicBool::new(false));
        Self { spacing, hasher, active, pauses: Mutex::default() }
    }

    pub(super) fn is_active(&self) -> bool {
        self.active.load(Relaxed)
    }

    /// Returns the scope of a call. It hashes the credential, so calls that no pause can hold back
    /// skip it.
    pub(super) fn scope(
        &self,
        credential: Option<CredentialHeader<'_>>,
        operation: &'static str,
    ) -> Scope {
        Scope { credential: self.hasher.hash_one(credential), operation: Some(operation) }
    }

    /// Pauses the calls of `scope` for `wait`, because one of them got a 429. After `longest`, new
    /// calls are sent anyway. If another operation of the credential is paused too, pauses all
    /// calls with the credential and returns `true`.
    pub(super) fn pause(
        &self,
        scope: Scope,
        wait: Duration,
        longest: Duration,
        now: Instant,
    ) -> bool {
        let recheck = after(now, wait.min(longest));
        let end = now.checked_add(wait).unwrap_or(recheck);
        let mut pause = Pause { end, recheck, next: recheck, waiting: Arc::default() };
        let mut pauses = self.lock(now);
        let mut is_shared = false;
        if pause.is_short(now) {
            for (other, known) in &*pauses {
                let is_related = other.credential == scope.credential && *other != scope;
                if is_related && known.is_running(now) && known.is_short(now) {
                    pause.extend(known);
                    is_shared = true;
                }
            }
        }
        let scope = if is_shared { scope.of_credential() } else { scope };
        if let Some(known) = pauses.get_mut(&scope) {
            known.extend(&pause);
        } else if pauses.len() < MOST {
            pauses.insert(scope, pause);
        }
        self.active.store(true, Relaxed);
        is_shared
    }

    /// Returns the next wait of a call, or `None` if it may be sent now. `left` is the time until
    /// its deadline.
    pub(super) fn hold(
        &self,
        scope: Scope,
        waiter: &mut Waiter,
        now: Instant,
        left: Duration,
    ) -> Option<Hold> {
        let mut pauses = self.lock(now);
        let covering = [scope.of_credential(), scope];
        let running = covering.iter().filter_map(|scope| pauses.get(scope));
        let running = running.filter(|pause| pause.is_running(now));
        if let Some(pause) = running.max_by_key(|pause| pause.end) {
            return Some(waiter.join(pause, now, self.spacing));
        }
        if now < waiter.backoff_end {
            let end = waiter.backoff_end;
            return Some(Hold { until: end, resume_at: end, is_new: false });
        }
        let is_new = waiter.waiting.take().is_none();
        if waiter.is_scheduled {
            return None;
        }
        let over = covering.into_iter().find(|scope| pauses.contains_key(scope))?;
        let pause = pauses.get_mut(&over)?;
        let at = pause.next.max(now);
        // A call that would miss its deadline does not delay the others.
        if at.saturating_duration_since(now) < left {
            pause.next = after(at, self.spacing);
            waiter.is_scheduled = true;
        }
        (now < at).then_some(Hold { until: at, resume_at: at, is_new })
    }

    /// Locks the pauses, and removes those that are over.
    fn lock(&self, now: Instant) -> MutexGuard<'_, HashMap<Scope, Pause>> {
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.retain(|_, pause| !pause.is_over(now));
        self.active.store(!pauses.is_empty(), Relaxed);
        pauses
    }
}

impl Scope {
    /// Returns the scope of all operations with the same credential.
    fn of_credential(self) -> Self {
        Self { operation: None, ..self }
    }
}

impl Pause {
    /// Returns whether no call may be sent.
    fn is_running(&self, now: Instant) -> bool {
        now < self.recheck
    }

    /// Returns whether no call waits, and a new one may be sent at once.
    fn is_over(&self, now: Instant) -> bool {
        self.next <= now && self.waiting() == 0
    }

    fn is_short(&self, now: Instant) -> bool {
        self.end.saturating_duration_since(now) <= LONGEST_SHARED_WAIT
    }

    /// Returns how many calls wait for the end.
    fn waiting(&self) -> u32 {
        u32::try_from(Arc::strong_count(&self.waiting).saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Makes this pause at least as long as the other one.
    fn extend(&mut self, other: &Self) {
        self.end = self.end.max(other.end);
        self.recheck = self.recheck.max(other.recheck);
        self.next = self.next.max(self.recheck);
    }
}

impl Waiter {
    pub(super) fn new(backoff_end: Instant) -> Self {
        Self { backoff_end, waiting: None, is_scheduled: false }
    }

    /// Waits for the end of a pause, with the other calls.
    fn join(&mut self, pause: &Pause, now: Instant, spacing: Duration) -> Hold {
        let is_new = self.waiting.is_none();
        // The calls that waited before this one are sent before it.
        let ahead = if is_new { pause.waiting() } else { 0 };
        let resume_at = after(pause.end.max(pause.next), spacing.saturating_mul(ahead));
        self.is_scheduled = false;
        self.waiting = (self.backoff_end <= pause.end).then(|| pause.waiting.clone());
        Hold {
            until: pause.end.max(self.backoff_end),
            resume_at: resume_at.max(self.backoff_end),
            is_new: is_new && self.backoff_end <= now,
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header::AUTHORIZATION};

    use super::*;

    const MS: Duration = Duration::from_millis(1);
    const SECOND: Duration = Duration::from_secs(1);
    const HOUR: Duration = Duration::from_secs(3600);
    const SPACING: Duration = Duration::from_millis(10);

    struct World {
        pauses: Pauses,
        now: Instant,
    }

    impl World {
        fn new() -> Self {
            Self { pauses: Pauses::new(SPACING), now: Instant::now() }
        }

        fn scope(&self, credential: &'static str, operation: &'static str) -> Scope {
            let value = HeaderValue::from_static(credential);
            self.pauses.scope(Some((&AUTHORIZATION, &value)), operation)
        }

        fn refuse(
            &self,
            credential: &'static str,
            operation: &'static str,
            wait: Duration,
        ) -> bool {
            let scope = self.scope(credential, operation);
            self.pauses.pause(scope, wait, 60 * SECOND, self.now)
        }

        fn waiter(&self) -> Waiter {
            Waiter::new(self.now)
        }

        /// Returns when to look again and when the call can be sent, from now on.
        fn hold(
            &self,
            waiter: &mut Waiter,
            operation: &'static str,
        ) -> Option<(Duration, Duration)> {
            let hold = self.pauses.hold(self.scope("a", operation), waiter, self.now, HOUR)?;
            Some((hold.until - self.now, hold.resume_at - self.now))
        }

        fn hold_all(&self, waiters: &mut [Waiter]) -> Vec<Option<(Duration, Duration)>> {
            waiters.iter_mut().map(|waiter| self.hold(waiter, "Post")).collect()
        }

        fn holds(&self, credential: &'static str, operation: &'static str) -> bool {
            let scope = self.scope(credential, operation);
            self.pauses.hold(scope, &mut self.waiter(), self.now, HOUR).is_some()
        }
    }

    #[test]
    fn a_second_operation_pauses_the_credential_if_both_waits_are_short() {
        let longer = LONGEST_SHARED_WAIT + MS;
        for (first, second, all_pause) in [
            (LONGEST_SHARED_WAIT, LONGEST_SHARED_WAIT, true),
            (longer, SECOND, false),
            (SECOND, longer, false),
            (HOUR, HOUR, false),
        ] {
            let world = World::new();
            assert!(!world.refuse("a", "Post", first));
            assert!(!world.refuse("a", "Post", first), "it is the same operation");
            assert!(!world.refuse("b", "Patch", second), "it is another credential");
            assert_eq!(world.refuse("a", "Patch", second), all_pause);
            assert_eq!(world.holds("a", "Get"), all_pause);
            assert!(world.holds("a", "Patch") && world.holds("a", "Post"));
            assert!(!world.holds("b", "Get"));
        }
    }

    #[test]
    fn a_pause_that_is_over_says_nothing_about_the_credential() {
        let mut world = World::new();
        assert!(!world.refuse("a", "Post", SECOND));
        world.now += SECOND;
        assert!(!world.refuse("a", "Patch", SECOND) && !world.holds("a", "Get"));
    }

    #[test]
    fn the_number_of_pauses_is_bounded() {
        let mut world = World::new();
        let refuse = |world: &World, credentials: std::ops::Range<u64>| {
            for credential in credentials {
                let scope = Scope { credential, operation: Some("Post") };
                world.pauses.pause(scope, HOUR, 60 * SECOND, world.now);
            }
            world.pauses.lock(world.now).len()
        };
        assert_eq!(refuse(&world, 0..2048), MOST);
        world.now += 60 * SECOND;
        assert_eq!(refuse(&world, 3000..3001), 1, "those that are over make room");
    }

    #[test]
    fn a_call_that_would_be_too_late_takes_no_time_from_the_others() {
        let mut world = World::new();
        world.refuse("a", "Post", SECOND);
        let mut waiters = [world.waiter(), world.waiter(), world.waiter()];
        world.hold_all(&mut waiters);
        world.now += SECOND;
        assert_eq!(world.hold(&mut waiters[0], "Post"), None);
        let scope = world.scope("a", "Post");
        let late = world.pauses.hold(scope, &mut waiters[1], world.now, SPACING).unwrap();
        assert_eq!(late.resume_at, world.now + SPACING);
        assert_eq!(world.hold(&mut waiters[2], "Post"), Some((SPACING, SPACING)));
    }

    #[test]
    fn new_calls_try_for_themselves_before_the_end_of_a_long_pause() {
        let mut world = World::new();
        world.refuse("a", "Post", HOUR);
        let mut patient = world.waiter();
        assert_eq!(world.hold(&mut patient, "Post"), Some((HOUR, HOUR)));
        world.now += 60 * SECOND;
        let mut new = [world.waiter(), world.waiter()];
        let holds = world.hold_all(&mut new);
        assert_eq!(holds, [None, Some((SPACING, SPACING))], "one by one");
    }

    #[test]
    fn a_backoff_that_ends_after_the_pause_holds_no_other_call() {
        let mut world = World::new();
        world.refuse("a", "Post", SECOND);
        let mut waiter = Waiter::new(world.now + SECOND * 5);
        assert_eq!(world.hold(&mut waiter, "Post"), Some((SECOND * 5, SECOND * 5)));
        world.now += SECOND;
        assert!(!world.holds("a", "Post") && !world.pauses.is_active());
    }
}
