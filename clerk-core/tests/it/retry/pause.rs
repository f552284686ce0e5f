//! The pause of calls after a 429.

use super::*;

fn start(steps: &[Step], count: usize) -> Calls {
    let (script, timer) = (in_turn(steps), FakeTimer::new());
    let client = client(&script, &timer);
    let mut calls = Calls::new(script, timer, client);
    calls.start(count);
    calls
}

/// Moves the clock and polls all calls. Reports which of them end, and how.
fn after(calls: &mut Calls, milliseconds: u64) -> String {
    calls.timer.advance(Duration::from_millis(milliseconds));
    let ended = calls.poll().into_iter().map(|(number, outcome)| match outcome {
        Ok(_) => format!("{number} ok"),
        Err(error) => format!("{number} {error}"),
    });
    let ended = ended.collect::<Vec<_>>().join(", ");
    format!(
        "at {:?}: {} sent, {} wait; ended: {ended}\n",
        calls.timer.elapsed(),
        calls.script.sent().len(),
        calls.running.len(),
    )
}

#[test]
fn the_other_calls_wait_and_resume_in_order() {
    let mut steps = vec![Step::RateLimited("2")];
    steps.extend([Step::Thing; 5]);
    let mut calls = start(&steps, 5);
    let mut report = String::new();
    for milliseconds in [0, 1999, 1, 10, 10, 10, 10] {
        report += &after(&mut calls, milliseconds);
    }
    insta::assert_snapshot!(report);
}

#[test]
fn a_second_429_pauses_the_waiting_calls_again() {
    let mut steps = vec![Step::RateLimited("2"), Step::Thing, Step::RateLimited("3")];
    steps.extend([Step::Thing; 4]);
    let mut calls = start(&steps, 5);
    let mut report = String::new();
    for milliseconds in [0, 2000, 10, 10, 10, 10, 2900, 60, 10, 10, 10] {
        report += &after(&mut calls, milliseconds);
    }
    insta::assert_snapshot!(report);
}

#[test]
fn a_call_whose_deadline_is_within_the_pause_is_not_sent() {
    let (script, timer) = (in_turn(&[Step::RateLimited("86400")]), FakeTimer::new());
    let client = client(&script, &timer);
    let refused = block_on(get(&client).into_future()).unwrap_err();
    let held_back =
        block_on(get(&client).timeout(Duration::from_secs(5)).into_future()).unwrap_err();
    assert_eq!(script.sent().len(), 1);
    insta::assert_snapshot!(format!("{refused}\n{held_back}"));
}

#[test]
fn a_call_that_would_be_sent_too_late_after_the_pause_fails_at_once() {
    let mut steps = vec![Step::RateLimited("2")];
    steps.extend([Step::Thing; 51]);
    let mut calls = start(&steps, 50);
    calls.poll();
    let client = &calls.client;
    let mut too_late = Box::pin(get(client).timeout(Duration::from_millis(2500)).into_future());
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Err(error)) = too_late.as_mut().poll(&mut context) else {
        panic!("the call waits");
    };
    insta::assert_snapshot!(error, @"GetThing: held back and not sent: rate limited for 2.500 s, past its deadline");
    let mut in_time = Box::pin(get(client).timeout(Duration::from_millis(2501)).into_future());
    assert!(in_time.as_mut().poll(&mut context).is_pending());
    after(&mut calls, 2000);
    assert!(in_time.as_mut().poll(&mut context).is_pending());
    after(&mut calls, 500);
    let Poll::Ready(outcome) = in_time.as_mut().poll(&mut context) else {
        panic!("the call waits");
    };
    outcome.unwrap();
}

#[test]
fn the_deadline_of_a_call_includes_its_wait() {
    let mut calls = start(&[Step::RateLimited("2"), Step::Thing, Step::Thing], 2);
    calls.poll();
    after(&mut calls, 2000);
    after(&mut calls, 10);
    let left: Vec<_> = calls.script.sent().iter().map(RequestContext::of).collect();
    let left: Vec<_> = left.iter().map(|context| context.time_left.unwrap()).collect();
    assert_eq!(left, [60_000, 58_000, 57_990].map(Duration::from_millis));
}

#[test]
fn a_429_takes_nothing_from_the_retry_budget() {
    let steps = [Step::RateLimited("1"), Step::RateLimited("1"), Step::Thing, Step::Status(503)];
    let (script, timer) = (in_turn(&steps), FakeTimer::skipping());
    let builder = api::builder(script.clone()).timer(timer.clone()).retry(POLICY);
    let client = builder.retry_budget(0).build().unwrap();
    block_on(get(&client).into_future()).unwrap();
    let error = block_on(get(&client).into_future()).unwrap_err();
    assert_eq!(error.attempts().unwrap().stop(), StopReason::Budget);
}

#[test]
fn a_pause_lasts_a_minute_at_most() {
    let (script, timer) = (in_turn(&[Step::RateLimited("86400"), Step::Thing]), FakeTimer::new());
    let client = client(&script, &timer);
    block_on(get(&client).into_future()).unwrap_err();
    timer.advance(Duration::from_secs(59));
    block_on(get(&client).into_future()).unwrap_err();
    timer.advance(Duration::from_secs(1));
    block_on(get(&client).into_future()).unwrap();
}

#[test]
fn without_retries_a_429_pauses_nothing() {
    let script = in_turn(&[Step::RateLimited("60"), Step::Thing]);
    let builder = api::builder(script.clone()).timer(FakeTimer::new());
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    block_on(get(&client).into_future()).unwrap_err();
    block_on(get(&client).into_future()).unwrap();
}

#[test]
fn a_dropped_call_delays_no_other() {
    let mut calls = start(&[Step::RateLimited("2"), Step::Thing, Step::Thing], 4);
    let mut report = after(&mut calls, 0);
    calls.running.drain(1..3);
    report += &after(&mut calls, 2000);
    report += &after(&mut calls, 30);
    insta::assert_snapshot!(report);
}
