//! Keys that are fetched when they are needed, and kept.

use std::{
    fmt,
    future::{IntoFuture, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, PoisonError, RwLock, RwLockWriteGuard},
    task::Poll,
    time::{Duration, Instant},
};

use clerk_api::jwks::GetJwks;
use clerk_core::{client::Client, transport::Timer};

use super::{
    flight::{Flight, Outcome},
    jwks::{Document, KeySet},
};
use crate::{error::VerifyError, reason::Reason};

/// How long keys are used before they are fetched again.
const TTL: Duration = Duration::from_secs(300);
/// How long keys are used beyond that if they cannot be fetched.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// The time between two fetches for key IDs that are not in the set.
const UNKNOWN_SPACING: Duration = Duration::from_secs(30);
/// The time between a failed fetch and the next one.
const BACKOFF: Duration = Duration::from_secs(10);
/// The time between two fetches in the background.
const REFRESH_INTERVAL: Duration = Duration::from_secs(240);
/// The deadline of a fetch.
const DEADLINE: Duration = Duration::from_secs(5);
/// The largest response, in bytes.
const MAX_RESPONSE: u64 = 1024 * 1024;

/// The keys of one client: one base URL and one secret key.
pub(crate) struct KeyCache {
    client: Client,
    timer: Arc<dyn Timer>,
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    loaded: Option<Loaded>,
    flight: Option<Arc<Flight>>,
    /// The last fetch, if it failed, and when.
    failure: Option<(Instant, VerifyError)>,
    /// When keys were last fetched and did not have the key ID of a token.
    unknown: Option<Instant>,
}

struct Loaded {
    set: Arc<KeySet>,
    /// When the fetch began. Later changes may be missing.
    fetched: Instant,
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// How to go on.
enum Step {
    Use(Arc<KeySet>),
    Fail(VerifyError),
    /// Use these keys, unless the fetch is finished now.
    UseMeanwhile(Arc<KeySet>, Arc<Flight>),
    /// Wait for the fetch.
    Wait(Arc<Flight>),
    /// Nobody drove this fetch until its deadline. Use it if it is finished, and drop it if not.
    Settle(Arc<Flight>),
}

impl KeyCache {
    pub(crate) fn new(client: Client, timer: Arc<dyn Timer>) -> Self {
        Self { client, timer, state: RwLock::default() }
    }

    pub(crate) fn timer(&self) -> Arc<dyn Timer> {
        Arc::clone(&self.timer)
    }

    /// Returns keys among which is one with this ID.
    pub(crate) async fn with_key(&self, id: &str) -> Result<Arc<KeySet>, VerifyError> {
        match self.cached(id) {
            Some(set) => Ok(set),
            None => self.fetched(Some(id)).await,
        }
    }

    /// Fetches the keys unless there are fresh ones.
    pub(crate) async fn prefetch(&self) -> Result<(), VerifyError> {
        self.fetched(None).await.map(drop)
    }

    /// Fetches the keys although there may be fresh ones, and returns when to do so again.
    pub(crate) async fn refresh(&self) -> Duration {
        let flight = self.lock().board(self, self.timer.now());
        let outcome = flight.wait().await;
        match self.landed(&flight, outcome) {
            Ok(()) => REFRESH_INTERVAL,
            Err(_) => BACKOFF,
        }
    }

    /// Returns the set if it is fresh and has this key.
    fn cached(&self, id: &str) -> Option<Arc<KeySet>> {
        let now = self.timer.now();
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let loaded = state.loaded.as_ref()?;
        (loaded.age(now) < TTL && loaded.set.has(id)).then(|| Arc::clone(&loaded.set))
    }

    /// Returns keys that are not cached. Boxed, because that would make the future of every
    /// verification larger.
    fn fetched<'a>(&'a self, id: Option<&'a str>) -> Boxed<'a, Outcome> {
        Box::pin(async move {
            let mut waited = None;
            loop {
                match self.next(id, waited.take()) {
                    Step::Use(set) => return Ok(set),
                    Step::Fail(error) => return Err(error),
                    Step::UseMeanwhile(set, flight) => match flight.advance() {
                        Some(outcome) => waited = Some(self.landed(&flight, outcome)),
                        None => return Ok(set),
                    },
                    Step::Wait(flight) => {
                        let outcome = flight.wait().await;
                        waited = Some(self.landed(&flight, outcome));
                    }
                    Step::Settle(flight) => match flight.advance() {
                        Some(Ok(set)) => drop(self.landed(&flight, Ok(set))),
                        _ => drop(self.lock().remove(&flight)),
                    },
                }
            }
        })
    }

    /// Decides how to go on. `waited` is the outcome of the fetch that the caller has waited for.
    fn next(&self, id: Option<&str>, waited: Option<Result<(), VerifyError>>) -> Step {
        let now = self.timer.now();
        let mut guard = self.lock();
        let state = &mut *guard;
        let has_waited = waited.is_some();
        let failure = waited.and_then(Result::err).or_else(|| state.recent_failure(now));

        let loaded = state.loaded.as_ref().filter(|loaded| loaded.age(now) < TTL + STALE);
        if let Some(loaded) = loaded.filter(|it| id.is_none_or(|id| it.set.has(id))) {
            let set = Arc::clone(&loaded.set);
            if loaded.age(now) < TTL || failure.is_some() {
                return Step::Use(set);
            }
            let flight = state.flight.clone().unwrap_or_else(|| state.board(self, now));
            return Step::UseMeanwhile(set, flight);
        }
        if let Some(error) = failure {
            return Step::Fail(error);
        }
        if let Some(flight) = state.flight.as_ref().filter(|flight| is_abandoned(flight, now)) {
            return Step::Settle(Arc::clone(flight));
        }
        if loaded.is_some() {
            let recently = state.unknown.is_some_and(|it| elapsed(it, now) < UNKNOWN_SPACING);
            if has_waited || (recently && state.flight.is_none()) {
                state.unknown = state.unknown.filter(|_| recently).or(Some(now));
                return Step::Fail(unknown_key(id));
            }
            if state.flight.is_none() {
                state.unknown = Some(now);
            }
        }
        Step::Wait(state.board(self, now))
    }

    /// Keeps the outcome of a fetch, unless another of its waiters has done so.
    fn landed(&self, flight: &Arc<Flight>, outcome: Outcome) -> Result<(), VerifyError> {
        let now = self.timer.now();
        let mut state = self.lock();
        let first = state.remove(flight);
        match outcome {
            Ok(set) if first => {
                state.loaded = Some(Loaded { set, fetched: flight.started });
                state.failure = None;
                Ok(())
            }
            Err(error) if first => {
                state.failure = Some((now, error.clone()));
                state.unknown = None;
                Err(error)
            }
            outcome => outcome.map(drop),
        }
    }

    fn lock(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the fetch in flight, or a new one.
    fn board(&mut self, cache: &KeyCache, now: Instant) -> Arc<Flight> {
        match &self.flight {
            Some(flight) if !is_abandoned(flight, now) => Arc::clone(flight),
            _ => {
                let fetch = fetch(cache.client.clone(), cache.timer());
                let flight = Flight::new(now, Box::pin(fetch));
                self.flight = Some(Arc::clone(&flight));
                flight
            }
        }
    }

    /// Removes this fetch if it is the one in flight, and returns whether it is.
    fn remove(&mut self, flight: &Arc<Flight>) -> bool {
        self.flight.take_if(|own| Arc::ptr_eq(own, flight)).is_some()
    }

    fn recent_failure(&self, now: Instant) -> Option<VerifyError> {
        let (failed, error) = self.failure.as_ref()?;
        (elapsed(*failed, now) < BACKOFF).then(|| error.clone())
    }
}

impl Loaded {
    fn age(&self, now: Instant) -> Duration {
        elapsed(self.fetched, now)
    }
}

fn elapsed(from: Instant, now: Instant) -> Duration {
    now.saturating_duration_since(from)
}

/// Returns whether nobody drives this fetch, and its deadline has passed. Its response may be there.
fn is_abandoned(flight: &Flight, now: Instant) -> bool {
    !flight.has_waiters() && elapsed(flight.started, now) >= DEADLINE
}

fn unknown_key(id: Option<&str>) -> VerifyError {
    let error = VerifyError::new(Reason::JwkKidMismatch).with_claim("kid");
    match id {
        Some(id) => error.with_found(id),
        None => error,
    }
}

async fn fetch(client: Client, timer: Arc<dyn Timer>) -> Outcome {
    let call = client
        .send(GetJwks::new())
        .timeout(DEADLINE)
        .max_response_bytes(MAX_RESPONSE)
        .json::<Document>();
    let mut call = pin!(call.into_future());
    let mut deadline = timer.sleep(DEADLINE);
    // The client measures the deadline too, but some transports, and waits for a permit, do not.
    let response = poll_fn(|context| match call.as_mut().poll(context) {
        Poll::Ready(response) => Poll::Ready(Some(response)),
        Poll::Pending => deadline.as_mut().poll(context).map(|()| None),
    });
    let failed = || VerifyError::new(Reason::JwkRemoteFailedToLoad);
    match response.await {
        Some(Ok(document)) => match KeySet::read(&document) {
            Some(set) => Ok(Arc::new(set)),
            None => Err(failed().problem("the set of keys is empty")),
        },
        Some(Err(error)) if error.has_code("clerk_key_invalid") => {
            Err(VerifyError::new(Reason::SecretKeyInvalid).with_source(Arc::new(error)))
        }
        Some(Err(error)) => Err(failed().with_source(Arc::new(error))),
        None => Err(failed().problem("the keys were not fetched within 5 seconds")),
    }
}

impl fmt::Debug for KeyCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyCache").field("client", &self.client).finish_non_exhaustive()
    }
}
