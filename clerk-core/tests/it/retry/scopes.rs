//! Which calls a 429 holds back: those of its operation with its credential.

use std::collections::BTreeMap;

use clerk_core::http::{Method, Response};

use super::*;
use crate::api::{CreateThing, THING};

const SECOND: Duration = Duration::from_secs(1);

/// Refuses requests with one of these methods, and responds to others with a thing.
fn refusing(methods: &'static [Method], retry_after: &'static str) -> Script {
    Script::new(move |request| {
        let is_refused = methods.contains(request.method());
        let response = Response::builder().status(if is_refused { 429 } else { 200 });
        let response = response.header("retry-after", retry_after);
        Ok(response.body(if is_refused { "".into() } else { THING.into() }).unwrap())
    })
}

fn create(client: &Client) -> Call<Thing> {
    client.send(CreateThing::new("Ada", BTreeMap::new()))
}

fn update(client: &Client) -> Call<Thing> {
    client.send(UpdateThing::new("thing_1"))
}

fn sent(script: &Script, method: &Method) -> usize {
    script.sent().iter().filter(|request| request.method() == method).count()
}

#[test]
fn an_operation_with_an_hourly_limit_slows_no_other() {
    let (script, timer) = (refusing(&[Method::POST], "1800"), FakeTimer::skipping());
    let client = api::builder(script.clone()).timer(timer.clone()).build().unwrap();
    for second in 0..180 {
        let began = timer.elapsed();
        let error = block_on(create(&client).into_future()).unwrap_err();
        let could_be_sent = error.retry_after().unwrap();
        assert!(could_be_sent > 1740 * SECOND && could_be_sent < 1801 * SECOND, "{error}");
        block_on(get(&client).timeout(6 * SECOND).into_future()).unwrap();
        block_on(update(&client).into_future()).unwrap();
        assert_eq!(timer.elapsed(), began, "no call waits in second {second}");
        timer.advance(SECOND);
    }
    assert_eq!(sent(&script, &Method::GET), 180);
    assert_eq!(sent(&script, &Method::POST), 3, "one in a minute finds out whether it goes on");
}

#[test]
fn two_operations_with_hourly_limits_slow_no_third() {
    let script = refusing(&[Method::POST, Method::PATCH], "1800");
    let client = client(&script, &FakeTimer::new());
    block_on(create(&client).into_future()).unwrap_err();
    block_on(update(&client).into_future()).unwrap_err();
    block_on(get(&client).into_future()).unwrap();
}

#[test]
fn two_operations_with_a_short_limit_pause_the_credential() {
    let script = refusing(&[Method::POST, Method::PATCH], "10");
    let client = client(&script, &FakeTimer::new());
    let in_time = 10 * SECOND;
    block_on(create(&client).timeout(in_time).into_future()).unwrap_err();
    block_on(get(&client).timeout(in_time).into_future()).unwrap();
    block_on(update(&client).timeout(in_time).into_future()).unwrap_err();

    let error = block_on(get(&client).timeout(in_time).into_future()).unwrap_err();
    assert_eq!(
        error.transport().unwrap().kind(),
        TransportErrorKind::Throttled { retry_after: in_time }
    );
    let other = Credential::bearer("other_s3cr3t").unwrap();
    block_on(get(&client).credential(&other).into_future()).unwrap();
    block_on(get(&client).anonymous().into_future()).unwrap();
}

#[test]
fn a_credential_that_is_refused_slows_no_other() {
    let script = Script::new(|request| {
        let is_refused = request.headers()["authorization"] == "Bearer tenant_1";
        let response = Response::builder().status(if is_refused { 429 } else { 200 });
        Ok(response.header("retry-after", "1800").body(THING.into()).unwrap())
    });
    let client = client(&script, &FakeTimer::new());
    for _ in 0..3 {
        block_on(get(&client).bearer("tenant_1").into_future()).unwrap_err();
        block_on(get(&client).bearer("tenant_2").into_future()).unwrap();
        block_on(get(&client).into_future()).unwrap();
    }
    let to_first = |request: &_| {
        let request: &clerk_core::http::Request<_> = request;
        request.headers()["authorization"] == "Bearer tenant_1"
    };
    assert_eq!(script.sent().iter().filter(|request| to_first(request)).count(), 1);
}

#[test]
fn a_call_that_cannot_be_sent_in_time_keeps_the_response_that_refused_it() {
    let (script, timer) = (in_turn(&[Step::RateLimited("20"); 4]), FakeTimer::skipping());
    let client = client(&script, &timer);
    let error = block_on(get(&client).timeout(50 * SECOND).into_future()).unwrap_err();
    assert_eq!(error.retry_after(), Some(20 * SECOND));
    assert_eq!(error.api().unwrap().trace_id(), Some("trace_3"));
    assert_eq!(error.attempts().unwrap().earlier().len(), 2);

    let held_back = block_on(get(&client).timeout(5 * SECOND).into_future()).unwrap_err();
    assert_eq!(held_back.retry_after(), Some(20 * SECOND));
    assert_eq!(script.sent().len(), 3);
}

#[test]
fn an_operation_in_trouble_leaves_retries_to_the_others() {
    let script = Script::new(|request| {
        let fails = request.method() == Method::DELETE || request.uri().path().ends_with("flaky");
        let response = Response::builder().status(if fails { 503 } else { 200 });
        Ok(response.body(THING.into()).unwrap())
    });
    let client = client(&script, &FakeTimer::skipping());
    for _ in 0..1000 {
        block_on(client.send(DeleteThing::new("thing_1")).into_future()).unwrap_err();
    }
    assert_eq!(sent(&script, &Method::DELETE), 1050);
    let error = block_on(client.send(GetThing::new("flaky")).into_future()).unwrap_err();
    assert_eq!(error.attempts().unwrap().stop(), StopReason::MaxAttempts);
}
