//! A call that is dropped, at each step of its life, and what that means for the others.

use super::*;

type Step = (&'static str, fn(&mut Tasks));

const STEPS: [Step; 6] = [
    ("before it is polled", |_| {}),
    ("while it waits", Tasks::run),
    ("when its turn has come, before it goes", |tasks| tasks.timer.advance(10 * SECOND)),
    ("while it runs", Tasks::run),
    ("when its answer is there, before it takes it", |tasks| tasks.timer.advance(4 * SECOND)),
    ("after it has ended", Tasks::run),
];

/// Makes four calls, of which the second is dropped after so many steps, and tells when each was
/// sent.
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
    assert_eq!((tasks.running(), tasks.server.running()), (0, 0));
    let sent = tasks.server.begun().into_iter();
    sent.map(|begun| format!(" {} at {:?}", begun.number, begun.at)).collect()
}

fn table(make: impl Fn() -> Tasks) -> String {
    let rows = STEPS.iter().enumerate();
    rows.map(|(step, (name, _))| format!("{name:44} {}\n", drop_second(make(), step))).collect()
}

#[test]
fn a_call_that_was_not_sent_leaves_its_place_to_the_next() {
    insta::assert_snapshot!(table(|| rate_limited(1, 10 * SECOND)), @r"
    before it is polled                           0 at 0ns 2 at 10s 3 at 20s
    while it waits                                0 at 0ns 2 at 10s 3 at 20s
    when its turn has come, before it goes        0 at 0ns 2 at 10s 3 at 20s
    while it runs                                 0 at 0ns 1 at 10s 2 at 20s 3 at 30s
    when its answer is there, before it takes it  0 at 0ns 1 at 10s 2 at 20s 3 at 30s
    after it has ended                            0 at 0ns 1 at 10s 2 at 20s 3 at 30s
    ");
}

#[test]
fn a_call_that_ends_anywhere_lets_the_next_one_go() {
    insta::assert_snapshot!(table(|| concurrency_limited(1)), @r"
    before it is polled                           0 at 0ns 2 at 4s 3 at 8s
    while it waits                                0 at 0ns 2 at 4s 3 at 8s
    when its turn has come, before it goes        0 at 0ns 2 at 10s 3 at 14s
    while it runs                                 0 at 0ns 1 at 10s 2 at 10s 3 at 14s
    when its answer is there, before it takes it  0 at 0ns 1 at 10s 2 at 14s 3 at 18s
    after it has ended                            0 at 0ns 1 at 10s 2 at 14s 3 at 18s
    ");
}
