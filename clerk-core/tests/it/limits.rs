//! Limits on the rate and on the concurrency of calls. Time is virtual: no test waits.

use std::time::Duration;

use clerk_core::{
    limits::{ConcurrencyLimit, Rate, RateLimit},
    transport::TransportErrorKind,
};
use clerk_testing::{FakeTimer, Reply, Script};

use self::{
    server::Server,
    tasks::{Call, Tasks},
};
use crate::api::{self, GetThing};

mod cancellation;
mod deadline;
mod properties;
mod server;
mod tasks;
mod threads;

const SECOND: Duration = Duration::from_secs(1);

fn rate_limited(requests: u32, per: Duration) -> Tasks {
    let timer = FakeTimer::new();
    let server = Server::new(&timer);
    let limit =
        RateLimit::new(server.script.clone(), Rate::new(requests, per)).timer(timer.clone());
    Tasks::new(limit, server, timer)
}

fn concurrency_limited(limit: usize) -> Tasks {
    let timer = FakeTimer::new();
    let server = Server::new(&timer);
    let limit = ConcurrencyLimit::new(server.script.clone(), limit).timer(timer.clone());
    Tasks::new(limit, server, timer)
}

#[test]
fn a_rate_allows_bursts_within_each_window() {
    let mut tasks = rate_limited(3, 10 * SECOND);
    let mut report = String::new();
    for (second, calls) in [(0, 2), (4, 4), (10, 0), (14, 0), (15, 1), (20, 2), (40, 4)] {
        tasks.advance_to(second * SECOND);
        tasks.start_all(calls, Call::default());
        report += &format!(
            "at {second:2} s: {calls} more; sent {:?}, {} wait\n",
            tasks.begun_now(),
            tasks.waiting()
        );
    }
    insta::assert_snapshot!(report, @r"
    at  0 s: 2 more; sent [0, 1], 0 wait
    at  4 s: 4 more; sent [2], 3 wait
    at 10 s: 0 more; sent [3, 4], 1 wait
    at 14 s: 0 more; sent [5], 0 wait
    at 15 s: 1 more; sent [], 1 wait
    at 20 s: 2 more; sent [6, 7], 1 wait
    at 40 s: 4 more; sent [8, 9, 10], 2 wait
    ");
}

#[test]
fn a_waiting_call_is_sent_when_another_ends() {
    let mut tasks = concurrency_limited(2);
    let mut report = String::new();
    for (second, calls, takes) in
        [(0, 1, 3), (0, 3, 5), (2, 1, 1), (3, 0, 0), (5, 0, 0), (6, 0, 0), (8, 2, 1)]
    {
        tasks.advance_to(second * SECOND);
        tasks.start_all(calls, Call { takes: takes * SECOND, ..Call::default() });
        report += &format!(
            "at {second} s: {calls} more of {takes} s; sent {:?}, {} run, {} wait\n",
            tasks.begun_now(),
            tasks.server.script.in_flight(),
            tasks.waiting()
        );
    }
    insta::assert_snapshot!(report, @r"
    at 0 s: 1 more of 3 s; sent [0], 1 run, 0 wait
    at 0 s: 3 more of 5 s; sent [0, 1], 2 run, 2 wait
    at 2 s: 1 more of 1 s; sent [], 2 run, 3 wait
    at 3 s: 0 more of 0 s; sent [2], 2 run, 2 wait
    at 5 s: 0 more of 0 s; sent [3], 2 run, 1 wait
    at 6 s: 0 more of 0 s; sent [], 2 run, 1 wait
    at 8 s: 2 more of 1 s; sent [4], 2 run, 2 wait
    ");
}

#[test]
fn zero_means_one() {
    assert_eq!(Rate::new(0, SECOND), Rate::new(1, SECOND));
    for mut tasks in [rate_limited(0, SECOND), concurrency_limited(0)] {
        tasks.start_all(2, Call { takes: SECOND, ..Call::default() });
        assert_eq!((tasks.server.begun().len(), tasks.waiting()), (1, 1));
        tasks.advance(SECOND);
        assert_eq!((tasks.server.begun().len(), tasks.waiting()), (2, 0));
    }
}

#[test]
fn extreme_rates_do_not_overflow() {
    let mut free = rate_limited(1, Duration::ZERO);
    free.start_all(100, Call::default());
    assert_eq!(free.server.begun().len(), 100);

    let mut huge = rate_limited(u32::MAX, Duration::MAX);
    huge.start_all(100, Call::default());
    assert_eq!(huge.server.begun().len(), 100);

    let mut once = rate_limited(1, Duration::MAX);
    once.start_all(3, Call::default());
    once.advance(1_000_000_000 * SECOND);
    assert_eq!((once.server.begun().len(), once.waiting()), (1, 2));
}

#[test]
fn a_rate_counts_each_attempt() {
    let timer = FakeTimer::skipping();
    let server = Server::failing(&timer, 2);
    let (limit_timer, per) = (timer.clone(), 30 * SECOND);
    let client = api::builder(server.script.clone())
        .timer(timer)
        .middleware(move |inner| RateLimit::new(inner, Rate::new(2, per)).timer(limit_timer))
        .timeout(120 * SECOND)
        .attempt_timeout(120 * SECOND)
        .build()
        .unwrap();
    smol::block_on(client.send(GetThing::new("thing_1")).into_future()).unwrap();
    let begun = server.begun();
    assert_eq!(begun.len(), 3);
    assert!(begun[2].at >= begun[0].at + per);
}

#[test]
fn debug_shows_the_limits() {
    let rate = Rate::new(1000, 10 * SECOND);
    let client = api::builder(Server::new(&FakeTimer::new()).script)
        .middleware(move |inner| RateLimit::new(inner, rate))
        .middleware(|inner| ConcurrencyLimit::new(inner, 64))
        .build()
        .unwrap();
    insta::assert_snapshot!(format!("{:?}", client.transport()), @"ConcurrencyLimit { transport: RateLimit { transport: Script { .. }, rate: Rate { requests: 1000, period: 10s }, .. }, limit: 64, .. }");
    assert_eq!(client.transport().name(), "script");
}

/// The error kind of a call that could be sent after `retry_after`.
fn throttled(retry_after: Duration) -> TransportErrorKind {
    TransportErrorKind::Throttled { retry_after }
}
