//! Properties of the limits, for any order of events.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Event {
    Arrive(Call),
    Drop(usize),
    Advance(Duration),
    Run,
}

fn milliseconds(range: std::ops::Range<u64>) -> impl Strategy<Value = Duration> {
    range.prop_map(Duration::from_millis)
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let takes = prop_oneof![Just(Duration::ZERO), milliseconds(1..80)];
    let call = (takes, prop::option::of(milliseconds(0..400)))
        .prop_map(|(takes, timeout)| Event::Arrive(Call { takes, timeout }));
    let event = prop_oneof![
        5 => call,
        1 => any::<usize>().prop_map(Event::Drop),
        3 => milliseconds(0..60).prop_map(Event::Advance),
        4 => Just(Event::Run),
    ];
    prop::collection::vec(event, 0..100)
}

/// Plays the events. After each run of the woken calls, checks that none waits unless the limit
/// `is_full`.
fn play(
    tasks: &mut Tasks,
    events: Vec<Event>,
    is_full: impl Fn(&Tasks) -> bool,
) -> Result<Vec<Call>, TestCaseError> {
    let mut calls = Vec::new();
    for event in events {
        match event {
            Event::Arrive(call) => {
                tasks.arrive(call);
                calls.push(call);
            }
            Event::Drop(nth) => tasks.drop_call(nth),
            Event::Advance(time) => tasks.timer.advance(time),
            Event::Run => {
                tasks.run();
                let is_idle = tasks.waiting() > 0 && !is_full(tasks);
                prop_assert!(!is_idle, "a call waits although a permit is free");
            }
        }
    }
    tasks.run();
    Ok(calls)
}

/// Checks that every call ends, and that calls are sent in order and before their deadlines.
fn check_end(tasks: &mut Tasks, calls: &[Call]) -> Result<(), TestCaseError> {
    let mut steps = 20 * calls.len();
    while tasks.running() > 0 && steps > 0 {
        tasks.advance(Duration::from_millis(20));
        steps -= 1;
    }
    prop_assert_eq!(tasks.running(), 0, "every call ends");
    prop_assert_eq!(tasks.server.script.in_flight(), 0);
    let begun = tasks.server.begun();
    prop_assert!(begun.is_sorted_by(|one, next| one.number < next.number), "{:?}", begun);
    for begun in begun {
        let left = calls[begun.number].timeout.map(|timeout| (timeout, begun.timeout.unwrap()));
        prop_assert!(left.is_none_or(
            |(timeout, left)| left <= timeout && (left > Duration::ZERO || timeout.is_zero())
        ));
    }
    for failure in tasks.failures() {
        let is_throttled = matches!(failure.kind, TransportErrorKind::Throttled { .. });
        prop_assert!(is_throttled, "{:?}", failure);
        prop_assert!(calls[failure.number].timeout.is_some());
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_window_has_more_calls_than_the_rate_allows(
        requests in 1..6_u32,
        per in milliseconds(1..100),
        events in events(),
    ) {
        let mut tasks = rate_limited(requests, per);
        let permits = usize::try_from(requests).unwrap();
        let window_is_full = |tasks: &Tasks| {
            let now = tasks.timer.elapsed();
            let recent = |begun: &&server::Begun| begun.at + per > now;
            tasks.server.begun().iter().filter(recent).count() == permits
        };
        let calls = play(&mut tasks, events, window_is_full)?;
        check_end(&mut tasks, &calls)?;
        let begun = tasks.server.begun();
        for window in begun.windows(permits + 1) {
            prop_assert!(window[permits].at - window[0].at >= per, "{:?}", window);
        }

        tasks.advance(per);
        tasks.start_all(permits + 1, Call::default());
        prop_assert_eq!((tasks.begun_now().len(), tasks.waiting()), (permits, 1), "no permit is lost");
    }

    #[test]
    fn no_more_calls_run_than_the_limit_allows(limit in 1..6_usize, events in events()) {
        let mut tasks = concurrency_limited(limit);
        let calls = play(&mut tasks, events, |tasks| tasks.server.script.in_flight() == limit)?;
        check_end(&mut tasks, &calls)?;
        prop_assert!(tasks.server.script.most_in_flight() <= limit);

        tasks.advance(SECOND);
        tasks.start_all(limit + 1, Call { takes: SECOND, ..Call::default() });
        prop_assert_eq!((tasks.begun_now().len(), tasks.waiting()), (limit, 1), "no permit is lost");
    }
}
