//! What one 429 means for the other calls of a client.

use std::{
    pin::Pin,
    task::{Context, Waker},
    time::Duration,
};

use clerk_sdk::{ResponseFuture, api::users::User};

use super::*;

struct Calls {
    script: Script,
    timer: FakeTimer,
    running: Vec<(usize, Pin<Box<ResponseFuture<User>>>)>,
}

impl Calls {
    fn start(steps: &[Step], count: usize) -> Self {
        let (script, timer) = (Script::new(steps), FakeTimer::new());
        let clerk = clerk(&script, &timer);
        let running = (0..count).map(|n| (n, Box::pin(get(&clerk).into_future()))).collect();
        Self { script, timer, running }
    }

    /// Polls all calls, and tells which of them end, and how.
    fn poll(&mut self) -> String {
        let mut ended = Vec::new();
        self.running.retain_mut(|(n, call)| {
            let mut context = Context::from_waker(Waker::noop());
            let std::task::Poll::Ready(outcome) = call.as_mut().poll(&mut context) else {
                return true;
            };
            ended.push(match outcome {
                Ok(_) => format!("{n} ok"),
                Err(error) => format!("{n} {error}"),
            });
            false
        });
        format!(
            "at {:?}: {} sent, {} wait; ended: {}\n",
            self.timer.elapsed(),
            self.script.sent().len(),
            self.running.len(),
            ended.join(", ")
        )
    }

    fn after(&mut self, milliseconds: u64) -> String {
        self.timer.advance(Duration::from_millis(milliseconds));
        self.poll()
    }
}

#[test]
fn the_other_calls_wait_and_go_on_in_turn() {
    let mut steps = vec![Step::Refused("2")];
    steps.extend([Step::User; 5]);
    let mut calls = Calls::start(&steps, 5);
    let mut story = calls.poll();
    for milliseconds in [1999, 1, 10, 10, 10, 10] {
        story += &calls.after(milliseconds);
    }
    insta::assert_snapshot!(story);
}

#[test]
fn a_second_429_holds_back_those_who_still_wait() {
    let mut steps = vec![Step::Refused("2"), Step::User, Step::Refused("3")];
    steps.extend([Step::User; 4]);
    let mut calls = Calls::start(&steps, 5);
    let mut story = calls.poll();
    for milliseconds in [2000, 10, 10, 10, 10, 2900, 60, 10, 10, 10] {
        story += &calls.after(milliseconds);
    }
    insta::assert_snapshot!(story);
}

#[test]
fn a_call_that_cannot_wait_so_long_is_not_sent() {
    let (script, timer) = (Script::new(&[Step::Refused("86400")]), FakeTimer::new());
    let clerk = clerk(&script, &timer);
    let refused = block_on(get(&clerk).into_future()).unwrap_err();
    let held_back =
        block_on(get(&clerk).timeout(Duration::from_secs(5)).into_future()).unwrap_err();
    assert_eq!(script.sent().len(), 1);
    insta::assert_snapshot!(format!("{refused}\n{held_back}"));
}

#[test]
fn a_pause_of_a_day_ends_after_a_minute() {
    let (script, timer) = (Script::new(&[Step::Refused("86400"), Step::User]), FakeTimer::new());
    let clerk = clerk(&script, &timer);
    block_on(get(&clerk).into_future()).unwrap_err();
    timer.advance(Duration::from_secs(60));
    block_on(get(&clerk).into_future()).unwrap();
}

#[test]
fn without_retries_there_is_no_pause() {
    let script = Script::new(&[Step::Refused("60"), Step::User]);
    let builder = Clerk::builder("sk_test_x").transport(script.clone()).timer(FakeTimer::new());
    let clerk = builder.retry(RetryPolicy::never()).build().unwrap();
    block_on(get(&clerk).into_future()).unwrap_err();
    block_on(get(&clerk).into_future()).unwrap();
}

#[test]
fn a_dropped_call_holds_nobody_up() {
    let mut calls = Calls::start(&[Step::Refused("2"), Step::User, Step::User], 4);
    let mut story = calls.poll();
    calls.running.drain(1..3);
    story += &calls.after(2000);
    story += &calls.after(30);
    insta::assert_snapshot!(story);
}
