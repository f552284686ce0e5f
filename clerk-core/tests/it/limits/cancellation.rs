//! Calls that are dropped, at each step, and the effect on other calls.

use super::*;

type Step = (&'static str, fn(&mut Tasks));

const STEPS: [Step; 6] = [
    ("before it is polled", |_| {}),
    ("while it waits", Tasks::run),
    ("when a permit is free, before it is polled", |tasks| tasks.timer.advance(10 * SECOND)),
    ("while it is in flight", Tasks::run),
    ("when it has a response, before it ends", |tasks| tasks.timer.advance(4 * SECOND)),
    ("after it has ended", Tasks::run),
];

/// Starts four calls, drops the second after the step `after`, and reports when each was sent.
fn drop_second(mut tasks: Tasks, after: usize) -> String {
    for _ in 0..4 {
        tasks.start(Call { takes: 4 * SECOND, ..Call::default() });
    }
    for (_, step) in &STEPS[..=after] {
        step(&mut tasks);
    }
    drop(tasks.set_aside(1));
    tasks.run();
    while tasks.timer.elapsed() < 60 * SECOND {
        tasks.advance(SECOND);
    }
    assert_eq!((tasks.running(), tasks.server.script.in_flight()), (0, 0));
    let sent = tasks.server.begun().into_iter();
    sent.map(|begun| format!(" {} at {:?}", begun.number, begun.at)).collect()
}

fn table(make: impl Fn() -> Tasks) -> String {
    let rows = STEPS.iter().enumerate();
    rows.map(|(step, (name, _))| format!("{name:44} {}\n", drop_second(make(), step))).collect()
}

#[test]
fn a_dropped_call_that_was_not_sent_does_not_count() {
    insta::assert_snapshot!(table(|| rate_limited(1, 10 * SECOND)), @r"
    before it is polled                           0 at 0ns 2 at 10s 3 at 20s
    while it waits                                0 at 0ns 2 at 10s 3 at 20s
    when a permit is free, before it is polled    0 at 0ns 2 at 10s 3 at 20s
    while it is in flight                         0 at 0ns 1 at 10s 2 at 20s 3 at 30s
    when it has a response, before it ends        0 at 0ns 1 at 10s 2 at 20s 3 at 30s
    after it has ended                            0 at 0ns 1 at 10s 2 at 20s 3 at 30s
    ");
}

#[test]
fn a_dropped_call_releases_its_permit() {
    insta::assert_snapshot!(table(|| concurrency_limited(1)), @r"
    before it is polled                           0 at 0ns 2 at 4s 3 at 8s
    while it waits                                0 at 0ns 2 at 4s 3 at 8s
    when a permit is free, before it is polled    0 at 0ns 2 at 10s 3 at 14s
    while it is in flight                         0 at 0ns 1 at 10s 2 at 10s 3 at 14s
    when it has a response, before it ends        0 at 0ns 1 at 10s 2 at 14s 3 at 18s
    after it has ended                            0 at 0ns 1 at 10s 2 at 14s 3 at 18s
    ");
}
