//! Fetching the keys, and keeping them.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll, Waker},
    thread,
    time::Duration,
};

use clerk_api::jwks::GetJwks;
use clerk_auth::{Authenticator, Reason, Session, VerifyError};
use clerk_core::http::{Request, StatusCode};
use clerk_testing::{FakeClerk, FakeTimer, Reply, Script};

use crate::{
    support::{at_the_time_of_the_vectors, client},
    vectors::{read, token_of},
};

/// An instance that serves keys, or does not respond.
#[derive(Clone)]
struct Instance {
    script: Script,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    status: u16,
    body: String,
    hangs: bool,
    panics: bool,
    waiting: Vec<Waker>,
}

impl Default for Instance {
    fn default() -> Self {
        let state = Arc::<Mutex<State>>::default();
        let shared = state.clone();
        let script = Script::new(move |request: &Request<_>| {
            assert_eq!(request.uri().path(), "/v1/jwks");
            let shared = shared.clone();
            Reply::later(async move {
                let reply = poll_fn(|context| shared.lock().unwrap().reply(context)).await;
                reply.expect("the transport panics")
            })
        });
        Self { script, state }
    }
}

impl Instance {
    fn new(set: &str) -> Self {
        let instance = Self::default();
        instance.serve(set);
        instance
    }

    fn serve(&self, set: &str) {
        self.respond(200, read(&format!("jwks/{set}.json")));
    }

    fn respond(&self, status: u16, body: String) {
        let mut state = self.lock();
        (state.status, state.body, state.hangs) = (status, body, false);
        state.waiting.drain(..).for_each(Waker::wake);
    }

    fn hang(&self) {
        self.lock().hangs = true;
    }

    fn requests(&self) -> usize {
        self.script.sent().len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    /// Returns the reply when there is one, and `None` if the transport panics.
    fn reply(&mut self, context: &Context<'_>) -> Poll<Option<Reply>> {
        if self.hangs {
            self.waiting.push(context.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready((!self.panics).then(|| Reply::status(self.status).body(self.body.clone())))
    }
}

fn authenticator(instance: &Instance, timer: &FakeTimer) -> Authenticator {
    let builder =
        Authenticator::builder().client(client(instance.script.clone())).timer(timer.clone());
    at_the_time_of_the_vectors(builder).build().unwrap()
}

/// Starts an instance with the keys `main`, and an authenticator that has fetched them.
fn with_keys() -> (Instance, FakeTimer, Authenticator, String) {
    let (instance, timer) = (Instance::new("main"), FakeTimer::new());
    let (auth, token) = (authenticator(&instance, &timer), token());
    verify(&auth, &token).unwrap();
    (instance, timer, auth, token)
}

/// Starts an instance that hangs, and an authenticator that has no keys.
fn hanging() -> (Instance, FakeTimer, Authenticator, String) {
    let (instance, timer) = (Instance::new("main"), FakeTimer::new());
    instance.hang();
    let auth = authenticator(&instance, &timer);
    (instance, timer, auth, token())
}

/// A token whose key `ins_main` is in the set `main`, but not in `rotated-out`.
fn token() -> String {
    token_of("n003")
}

/// A token whose key is in no set.
fn unknown() -> String {
    token_of("n260")
}

fn verify(auth: &Authenticator, token: &str) -> Result<Session, VerifyError> {
    pollster::block_on(auth.verify(token))
}

fn reason(outcome: Result<Session, VerifyError>) -> Reason {
    outcome.unwrap_err().reason().clone()
}

type Verification<'a> = Pin<Box<dyn Future<Output = Result<Session, VerifyError>> + 'a>>;

/// Starts as many verifications, and returns those that wait.
fn start<'a>(auth: &'a Authenticator, token: &'a str, count: usize) -> Vec<Verification<'a>> {
    let mut all: Vec<Verification<'a>> = Vec::new();
    for _ in 0..count {
        let mut verification: Verification<'a> = Box::pin(auth.verify(token));
        assert!(poll(&mut verification).is_pending());
        all.push(verification);
    }
    all
}

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn ten_thousand_verifications_on_a_cold_cache_make_one_request() {
    let (instance, _, auth, token) = hanging();
    let all = start(&auth, &token, 10_000);
    instance.serve("main");
    for verification in all {
        assert_eq!(pollster::block_on(verification).unwrap().user_id.as_str(), "user_1");
    }
    assert_eq!(instance.requests(), 1);
}

#[test]
fn threads_that_wait_for_the_keys_are_all_woken() {
    let (instance, _, auth, token) = hanging();
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..64).map(|_| scope.spawn(|| verify(&auth, &token).unwrap())).collect();
        while instance.requests() == 0 {
            thread::yield_now();
        }
        instance.serve("main");
        threads.into_iter().for_each(|thread| drop(thread.join().unwrap()));
    });
    assert_eq!(instance.requests(), 1);
}

#[test]
fn unknown_key_ids_fetch_the_keys_once_in_30_seconds() {
    let instance = Instance::new("main");
    let timer = FakeTimer::new();
    let (auth, unknown) = (authenticator(&instance, &timer), unknown());
    for round in 1..=4 {
        for _ in 0..10_000 {
            assert_eq!(reason(verify(&auth, &unknown)), Reason::JwkKidMismatch);
        }
        assert_eq!(instance.requests(), round);
        timer.advance(Duration::from_secs(29));
        assert_eq!(reason(verify(&auth, &unknown)), Reason::JwkKidMismatch);
        assert_eq!(instance.requests(), round);
        timer.advance(Duration::from_secs(1));
    }
}

#[test]
fn unknown_key_ids_at_once_wait_for_one_request() {
    let instance = Instance::new("main");
    instance.hang();
    let (auth, unknown) = (authenticator(&instance, &FakeTimer::new()), unknown());
    let all = start(&auth, &unknown, 10_000);
    instance.serve("main");
    for verification in all {
        assert_eq!(reason(pollster::block_on(verification)), Reason::JwkKidMismatch);
    }
    assert_eq!(instance.requests(), 1);
}

#[test]
fn a_refused_header_fetches_nothing() {
    let instance = Instance::new("main");
    let auth = authenticator(&instance, &FakeTimer::new());
    // There is no key ID.
    assert_eq!(reason(verify(&auth, &token_of("n259"))), Reason::JwkKidMismatch);
    // Algorithm, `crit`, `typ`, `cat`, and text that is no token.
    for id in ["n206", "n245", "n341", "n354", "n369", "n392"] {
        assert!(verify(&auth, &token_of(id)).is_err(), "{id}");
    }
    assert_eq!(instance.requests(), 0);
}

#[test]
fn a_rotation_loses_no_token() {
    let instance = Instance::new("rotated-out");
    let (auth, token) = (authenticator(&instance, &FakeTimer::new()), token());
    pollster::block_on(auth.prefetch()).unwrap();
    instance.serve("main");
    instance.hang();
    let all = start(&auth, &token, 10_000);
    instance.serve("main");
    for verification in all {
        pollster::block_on(verification).unwrap();
    }
    assert_eq!(instance.requests(), 2);
}

#[test]
fn keys_are_fetched_again_after_300_seconds() {
    let (instance, timer, auth, token) = with_keys();
    timer.advance(Duration::from_secs(299));
    verify(&auth, &token).unwrap();
    assert_eq!(instance.requests(), 1);
    timer.advance(Duration::from_secs(1));
    verify(&auth, &token).unwrap();
    assert_eq!(instance.requests(), 2);
    // A key that is no longer published is refused.
    instance.serve("rotated-out");
    timer.advance(Duration::from_secs(300));
    assert_eq!(reason(verify(&auth, &token)), Reason::JwkKidMismatch);
    assert_eq!(instance.requests(), 3);
}

#[test]
fn an_instance_that_hangs_holds_nobody_beyond_5_seconds() {
    let (instance, timer, auth, token) = hanging();
    let mut all = start(&auth, &token, 3);
    timer.advance(Duration::from_millis(4999));
    all.iter_mut().for_each(|verification| assert!(poll(verification).is_pending()));
    timer.advance(Duration::from_millis(1));
    for verification in all {
        let error = pollster::block_on(verification).unwrap_err();
        assert_eq!(*error.reason(), Reason::JwkRemoteFailedToLoad);
        assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
    // The next try is in 10 seconds.
    timer.advance(Duration::from_millis(9999));
    assert_eq!(reason(verify(&auth, &token)), Reason::JwkRemoteFailedToLoad);
    assert_eq!(instance.requests(), 1);
    instance.serve("main");
    timer.advance(Duration::from_millis(1));
    verify(&auth, &token).unwrap();
    assert_eq!(instance.requests(), 2);
}

#[test]
fn an_instance_that_hangs_holds_nobody_if_there_are_old_keys() {
    let (instance, timer, auth, token) = with_keys();
    instance.hang();
    timer.advance(Duration::from_secs(300));
    for _ in 0..100 {
        let mut verification = pin!(auth.verify(&token));
        assert!(poll(&mut verification).is_ready());
    }
    assert_eq!(instance.requests(), 2);
    // The response to the request that nobody waited for is used.
    instance.serve("main");
    verify(&auth, &token).unwrap();
    verify(&auth, &token).unwrap();
    assert_eq!(instance.requests(), 2);
}

#[test]
fn an_instance_that_hangs_is_asked_every_15_seconds_if_there_are_old_keys() {
    let (instance, timer, auth, token) = with_keys();
    instance.hang();
    timer.advance(Duration::from_secs(300));
    let mut started = Vec::new();
    for second in 0..60 {
        let before = instance.requests();
        verify(&auth, &token).unwrap();
        started.extend((instance.requests() > before).then_some(second));
        timer.advance(Duration::from_secs(1));
    }
    assert_eq!(started, [0, 15, 30, 45]);
}

#[test]
fn a_response_that_came_while_nobody_waited_is_dated_by_its_request() {
    let (instance, timer, auth, token) = with_keys();
    instance.hang();
    timer.advance(Duration::from_secs(300));
    verify(&auth, &token).unwrap();
    instance.serve("main");
    // After 300 more seconds it is too old, and the keys are fetched again.
    timer.advance(Duration::from_secs(300));
    verify(&auth, &token).unwrap();
    assert_eq!(instance.requests(), 3);
}

#[test]
fn old_keys_are_used_for_24_hours_if_the_instance_fails() {
    let (instance, timer, auth, token) = with_keys();
    instance.respond(502, "<html>Bad gateway</html>".to_owned());
    timer.advance(Duration::from_secs(300));
    let requests = |seconds| {
        timer.advance(Duration::from_secs(seconds));
        (0..100).for_each(|_| drop(verify(&auth, &token).unwrap()));
        instance.requests()
    };
    assert_eq!(requests(0), 2);
    assert_eq!(requests(9), 2);
    assert_eq!(requests(1), 3);
    assert_eq!(requests(24 * 3600 - 11), 4);
    timer.advance(Duration::from_secs(1));
    assert_eq!(reason(verify(&auth, &token)), Reason::JwkRemoteFailedToLoad);
}

#[test]
fn an_unknown_key_id_during_an_outage_is_an_outage() {
    let instance = Instance::new("main");
    let timer = FakeTimer::new();
    let auth = authenticator(&instance, &timer);
    pollster::block_on(auth.prefetch()).unwrap();
    instance.respond(503, String::new());
    for _ in 0..100 {
        let error = verify(&auth, &unknown()).unwrap_err();
        assert_eq!(*error.reason(), Reason::JwkRemoteFailedToLoad);
        assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(error.api_error().unwrap().status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    }
    assert_eq!(instance.requests(), 2);
    // Tokens with a known key are not affected.
    verify(&auth, &token()).unwrap();
    instance.serve("main");
    timer.advance(Duration::from_secs(10));
    assert_eq!(reason(verify(&auth, &unknown())), Reason::JwkKidMismatch);
}

#[test]
fn a_refused_secret_key_is_an_outage() {
    let body = r#"{"errors":[{"code":"clerk_key_invalid","message":"x"}]}"#;
    let instance = Instance::default();
    instance.respond(401, body.to_owned());
    let auth = authenticator(&instance, &FakeTimer::new());
    let error = verify(&auth, &token()).unwrap_err();
    assert_eq!(*error.reason(), Reason::SecretKeyInvalid);
    assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn a_response_of_more_than_a_mebibyte_is_refused() {
    let instance = Instance::new("main");
    let padding = " ".repeat(1024 * 1024);
    instance.respond(200, format!("{}{padding}", read("jwks/main.json")));
    let auth = authenticator(&instance, &FakeTimer::new());
    assert_eq!(reason(verify(&auth, &token())), Reason::JwkRemoteFailedToLoad);
}

#[test]
fn a_waiter_that_is_dropped_changes_nothing_for_the_others() {
    let (instance, _, auth, token) = hanging();
    let mut all = start(&auth, &token, 3);
    drop(all.remove(0));
    instance.serve("main");
    for verification in all {
        pollster::block_on(verification).unwrap();
    }
    assert_eq!(instance.requests(), 1);
}

#[test]
fn a_transport_that_panics_leaves_nobody_waiting() {
    let (instance, timer, auth, token) = hanging();
    let all = start(&auth, &token, 3);
    instance.lock().panics = true;
    instance.serve("main");
    for verification in all {
        let error = pollster::block_on(verification).unwrap_err();
        assert_eq!(*error.reason(), Reason::JwkRemoteFailedToLoad);
    }
    instance.lock().panics = false;
    timer.advance(Duration::from_secs(10));
    verify(&auth, &token).unwrap();
}

#[test]
fn a_fetch_outlives_all_its_waiters() {
    let (instance, timer, auth, token) = hanging();
    drop(start(&auth, &token, 3));
    instance.serve("main");
    timer.advance(Duration::from_secs(60));
    verify(&auth, &token).unwrap();
    assert_eq!(instance.requests(), 1);
}

#[test]
fn a_fetch_that_nobody_drove_until_its_deadline_is_no_failure() {
    let (instance, timer, auth, token) = hanging();
    drop(start(&auth, &token, 1));
    timer.advance(Duration::from_secs(60));
    // It starts another one instead, and waits for that.
    let verification = start(&auth, &token, 1).remove(0);
    assert_eq!(instance.requests(), 2);
    instance.serve("main");
    pollster::block_on(verification).unwrap();
    assert_eq!(instance.requests(), 2);
}

#[test]
fn instances_that_share_key_ids_never_mix() {
    let main = Instance::new("main");
    // The same key ID, but the key of a fake.
    let other = Instance::default();
    let fake = FakeClerk::new().with_tokens();
    let keys = pollster::block_on(client(fake.clone()).send(GetJwks::new())).unwrap();
    let keys = serde_json::to_string(&keys).unwrap().replace("ins_fake", "ins_main");
    other.respond(200, keys);
    let timer = FakeTimer::new();
    let (main, other) = (authenticator(&main, &timer), authenticator(&other, &timer));
    let of_main = token();
    let claims = serde_json::from_str(verify(&main, &of_main).unwrap().raw_claims()).unwrap();
    let of_other = fake.sign_in("user_1").claims(claims).header("kid", "ins_main").token();
    for _ in 0..2 {
        verify(&main, &of_main).unwrap();
        verify(&other, &of_other).unwrap();
        assert_eq!(reason(verify(&main, &of_other)), Reason::TokenInvalidSignature);
        assert_eq!(reason(verify(&other, &of_main)), Reason::TokenInvalidSignature);
        timer.advance(Duration::from_secs(300));
    }
}

#[test]
fn prefetched_keys_are_there_for_the_first_token() {
    let instance = Instance::new("main");
    let auth = authenticator(&instance, &FakeTimer::new());
    pollster::block_on(auth.prefetch()).unwrap();
    pollster::block_on(auth.prefetch()).unwrap();
    assert_eq!(instance.requests(), 1);
    instance.hang();
    verify(&auth, &token()).unwrap();

    let failing = Instance::default();
    failing.respond(500, String::new());
    let auth = authenticator(&failing, &FakeTimer::new());
    let error = pollster::block_on(auth.prefetch()).unwrap_err();
    assert_eq!(*error.reason(), Reason::JwkRemoteFailedToLoad);
}

#[test]
fn a_refresh_in_the_background_keeps_the_keys_fresh_until_the_authenticator_is_dropped() {
    let instance = Instance::new("main");
    let timer = FakeTimer::new();
    let auth = authenticator(&instance, &timer);
    let mut refresh = pin!(auth.refresh());
    for requests in 1..=5 {
        assert!(poll(&mut refresh).is_pending());
        assert_eq!(instance.requests(), requests);
        timer.advance(Duration::from_secs(240));
    }
    // After a failure, the next try is in 10 seconds.
    instance.respond(500, String::new());
    assert!(poll(&mut refresh).is_pending());
    timer.advance(Duration::from_secs(10));
    instance.serve("main");
    assert!(poll(&mut refresh).is_pending());
    assert_eq!(instance.requests(), 7);
    verify(&auth, &token()).unwrap();
    assert_eq!(instance.requests(), 7);
    drop(auth);
    timer.advance(Duration::from_secs(240));
    assert!(poll(&mut refresh).is_ready());
    assert_eq!(instance.requests(), 7);
}

#[test]
fn keys_in_pem_are_never_fetched() {
    let auth = at_the_time_of_the_vectors(Authenticator::from_pem(read("pem/main.pem")));
    let auth = auth.build().unwrap();
    pollster::block_on(auth.prefetch()).unwrap();
    assert!(poll(&mut pin!(auth.refresh())).is_ready());
    assert!(poll(&mut pin!(auth.verify(&token()))).is_ready());
}
