//! What a call does after a failure. Time is the timer's: no test waits.

use std::time::Duration;

use clerk_sdk::{
    ApiErrorKind, Call, Clerk, Error, Jitter, RetryPolicy, SecretKey, Stop, TransportErrorKind,
    api::{
        actor_tokens::RevokeActorToken,
        api_keys::VerifyApiKey,
        users::{DeleteUser, GetUser, UpdateUser},
    },
    testing::FakeTimer,
};
use smol::future::block_on;

use self::script::{Script, Step};

mod pause;
pub mod script;

const POLICY: RetryPolicy = RetryPolicy::new().jitter(Jitter::None);

fn clerk(script: &Script, timer: &FakeTimer) -> Clerk {
    let builder = Clerk::builder("sk_test_s3cr3t").transport(script.clone());
    builder.timer(timer.clone()).retry(POLICY).build().unwrap()
}

/// What became of a call, as a person would tell it.
fn tell<R: 'static>(steps: &[Step], call: impl FnOnce(&Clerk) -> Call<R>) -> String {
    let (script, timer) = (Script::new(steps), FakeTimer::skipping());
    let outcome = block_on(call(&clerk(&script, &timer)).into_future());
    let outcome = match outcome {
        Ok(_) => "success".to_owned(),
        Err(error) => error.to_string(),
    };
    format!("{outcome}\n    {} sent, waits {:?}", script.sent().len(), timer.waits())
}

fn get(clerk: &Clerk) -> Call<clerk_sdk::api::users::User> {
    clerk.send(GetUser::new("user_1"))
}

fn post(clerk: &Clerk) -> Call<clerk_sdk::api::actor_tokens::ActorToken> {
    clerk.send(RevokeActorToken::new("act_1"))
}

#[test]
fn what_is_retried_when() {
    use Step::{Answer, Fail, Refused};
    let failures = [
        Fail(TransportErrorKind::Connect),
        Fail(TransportErrorKind::Timeout),
        Fail(TransportErrorKind::Interrupted),
        Fail(TransportErrorKind::Protocol),
        Fail(TransportErrorKind::HeadTooLarge),
        Fail(TransportErrorKind::BodyTooLarge { limit: 1 }),
        Fail(TransportErrorKind::Request),
        Fail(TransportErrorKind::Other),
        Answer(400),
        Answer(404),
        Answer(408),
        Answer(409),
        Answer(422),
        Answer(423),
        Refused("1"),
        Answer(500),
        Answer(501),
        Answer(502),
        Answer(503),
        Answer(504),
        Answer(599),
        Answer(307),
    ];
    let mut table = format!(
        "{:30} {:>4} {:>6} {:>6} {:>5} {:>11}\n",
        "attempts after", "GET", "DELETE", "PATCH", "POST", "idempotent"
    );
    for failure in failures {
        let steps = [failure, failure, failure, failure];
        let attempts = |call: &dyn Fn(&Clerk)| {
            let (script, timer) = (Script::new(&steps), FakeTimer::skipping());
            call(&clerk(&script, &timer));
            script.sent().len()
        };
        let name = match failure {
            Fail(kind) => format!("{kind:?}"),
            Answer(status) => status.to_string(),
            other => format!("429 ({other:?})"),
        };
        table += &format!(
            "{name:30} {:>4} {:>6} {:>6} {:>5} {:>11}\n",
            attempts(&|clerk| drop(block_on(get(clerk).into_future()))),
            attempts(&|clerk| drop(block_on(clerk.send(DeleteUser::new("user_1")).into_future()))),
            attempts(&|clerk| drop(block_on(clerk.send(UpdateUser::new("user_1")).into_future()))),
            attempts(&|clerk| drop(block_on(post(clerk).into_future()))),
            attempts(&|clerk| drop(block_on(post(clerk).idempotent().into_future()))),
        );
    }
    insta::assert_snapshot!(table);
}

#[test]
fn an_endpoint_can_say_that_it_is_idempotent() {
    let story = tell(&[Step::Answer(503), Step::User], |clerk| {
        clerk.send(VerifyApiKey::new("ak_1")).retry(POLICY)
    });
    assert!(story.contains("2 sent"), "{story}");
}

#[test]
fn waits_grow_and_an_error_tells_of_them() {
    let stories = [
        tell(&[Step::Answer(503), Step::User], get),
        tell(&[Step::Answer(503), Step::Fail(TransportErrorKind::Connect), Step::Answer(500)], get),
        tell(&[Step::Answer(503); 5], |clerk| {
            get(clerk).retry(POLICY.attempts(5).start(Duration::from_secs(1)).factor(2.0))
        }),
        tell(&[Step::Answer(503)], |clerk| get(clerk).retry(RetryPolicy::never())),
        tell(&[Step::Fail(TransportErrorKind::Timeout)], post),
        tell(&[Step::Fail(TransportErrorKind::Timeout)], |clerk| {
            post(clerk).timeout(Duration::from_secs(2))
        }),
        tell(&[Step::Broken], get),
        tell(&[Step::Answer(503), Step::Broken], get),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn retry_after_is_honoured_within_the_deadline() {
    let stories: Vec<String> = [
        "2",
        "0",
        "0.25",
        "Sun, 06 Nov 1994 08:49:47 GMT",
        "Sun, 06 Nov 1994 08:49:07 GMT",
        "-1",
        "soon",
        "",
        "59",
        "60",
        "86400",
        "99999999999999999999",
    ]
    .into_iter()
    .map(|wait| format!("Retry-After: {wait}\n  {}", tell(&[Step::Refused(wait), Step::User], get)))
    .collect();
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn an_error_has_its_attempts() {
    let steps =
        [Step::Answer(503), Step::Fail(TransportErrorKind::Interrupted), Step::Refused("1")];
    let (script, timer) = (Script::new(&steps), FakeTimer::skipping());
    let error = block_on(get(&clerk(&script, &timer)).into_future()).unwrap_err();
    assert_eq!(error.api().unwrap().kind(), ApiErrorKind::TooManyRequests);
    let attempts = error.attempts().unwrap();
    assert_eq!((attempts.count(), attempts.stop()), (3, Stop::Attempts));
    assert_eq!(attempts.elapsed(), Duration::from_millis(1250));
    let [Error::Api(first), Error::Transport(second)] = attempts.earlier() else {
        panic!("{:?}", attempts.earlier());
    };
    assert_eq!((first.operation(), first.status().as_u16()), ("GetUser", 503));
    assert_eq!(first.trace_id(), Some("trace_1"));
    assert_eq!(second.operation(), Some("GetUser"));
    insta::assert_snapshot!(format!("{error}\n{error:#?}"));
}

#[test]
fn each_attempt_sends_the_same_request() {
    let (script, timer) =
        (Script::new(&[Step::Answer(503), Step::Answer(502), Step::User]), FakeTimer::skipping());
    let call = post(&clerk(&script, &timer)).idempotent().header("x-reason", "test");
    let key = SecretKey::new("ak_machine").unwrap();
    drop(block_on(call.bearer(&key).into_future()));
    let sent = script.sent();
    assert_eq!(sent.iter().map(|sent| sent.context.attempt).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(sent.iter().all(|again| again.head == sent[0].head && again.body == sent[0].body));
    assert!(sent[0].head.contains("ak_machine") && sent[0].head.contains("x-reason"));
}

#[test]
fn an_attempt_is_told_what_is_left() {
    let (script, timer) = (Script::new(&[Step::Refused("40"), Step::User]), FakeTimer::skipping());
    block_on(get(&clerk(&script, &timer)).into_future()).unwrap();
    let times: Vec<_> = script.sent().iter().map(|sent| sent.context.timeout.unwrap()).collect();
    assert_eq!(times, [Duration::from_secs(30), Duration::from_secs(20)]);
}

#[test]
fn an_outage_empties_the_budget() {
    let script = Script::always(Step::Answer(503));
    let clerk = clerk(&script, &FakeTimer::skipping());
    let stops: Vec<_> = (0..1000)
        .map(|_| block_on(get(&clerk).into_future()).unwrap_err().attempts().unwrap().stop())
        .collect();
    assert_eq!(script.sent().len(), 1100);
    assert_eq!(stops.iter().filter(|stop| **stop == Stop::Attempts).count(), 50);
    assert_eq!(stops.iter().filter(|stop| **stop == Stop::Budget).count(), 950);
    let error = block_on(get(&clerk.clone()).into_future()).unwrap_err();
    insta::assert_snapshot!(error, @"GetUser: 503 Service Unavailable (trace trace_1101), after 1 attempt in 0.000 s; the client's retry budget is used up");
}

#[test]
fn a_budget_can_be_set() {
    let script = Script::always(Step::Answer(503));
    let builder =
        Clerk::builder("sk_test_x").transport(script.clone()).timer(FakeTimer::skipping());
    let clerk = builder.retry(POLICY).retry_budget(3).build().unwrap();
    for _ in 0..10 {
        drop(block_on(get(&clerk).into_future()));
    }
    assert_eq!(script.sent().len(), 13);
}
