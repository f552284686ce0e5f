//! What holds whatever comes in whatever order.

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

/// Carries the events out, and checks whenever all that were woken have had their turn that nobody
/// waits without need, which `is_full` knows.
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
            Event::Drop(which) => tasks.drop_call(which),
            Event::Advance(time) => tasks.timer.advance(time),
            Event::Run => {
                tasks.run();
                let is_idle = tasks.waiting() > 0 && !is_full(tasks);
                prop_assert!(!is_idle, "a call waits where there is room");
            }
        }
    }
    tasks.run();
    Ok(calls)
}

/// Every call ends, those that were sent were sent in order, and none after its deadline.
fn check_end(tasks: &mut Tasks, calls: &[Call]) -> Result<(), TestCaseError> {
    let mut steps = 20 * calls.len();
    while tasks.running() > 0 && steps > 0 {
        tasks.advance(Duration::from_millis(20));
        steps -= 1;
    }
    prop_assert_eq!(tasks.running(), 0, "every call ends");
    prop_assert_eq!(tasks.server.running(), 0);
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
        let places = usize::try_from(requests).unwrap();
        let window_is_full = |tasks: &Tasks| {
            let now = tasks.timer.elapsed();
            let recent = |begun: &&server::Begun| begun.at + per > now;
            tasks.server.begun().iter().filter(recent).count() == places
        };
        let calls = play(&mut tasks, events, window_is_full)?;
        check_end(&mut tasks, &calls)?;
        let begun = tasks.server.begun();
        for window in begun.windows(places + 1) {
            prop_assert!(window[places].at - window[0].at >= per, "{:?}", window);
        }

        tasks.advance(per);
        tasks.start_all(places + 1, Call::default());
        prop_assert_eq!((tasks.begun_now().len(), tasks.waiting()), (places, 1), "no place is lost");
    }

    #[test]
    fn no_more_calls_run_than_are_allowed(limit in 1..6_usize, events in events()) {
        let mut tasks = concurrency_limited(limit);
        let calls = play(&mut tasks, events, |tasks| tasks.server.running() == limit)?;
        check_end(&mut tasks, &calls)?;
        prop_assert!(tasks.server.most() <= limit);

        tasks.advance(SECOND);
        tasks.start_all(limit + 1, Call { takes: SECOND, ..Call::default() });
        prop_assert_eq!((tasks.begun_now().len(), tasks.waiting()), (limit, 1), "no place is lost");
    }
}
