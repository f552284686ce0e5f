//! Random calls to random servers, and what holds for all of them.

use proptest::{collection::vec, option, prelude::*};

use super::*;

/// How long a call waits until another attempt has begun, with the steps of the clock.
const MOST_PATIENCE: Duration = Duration::from_millis(305);
/// How many attempts may run for one call within their deadline.
const MOST_SPARE: usize = 34;

#[derive(Clone, Copy, Debug)]
struct Plan {
    at: Duration,
    timeout: Option<Duration>,
    dropped_after: Option<Duration>,
}

/// A call, as it went.
#[derive(Debug)]
struct Call {
    started: Duration,
    /// Until its request arrived, or the call ended.
    waited_until: Duration,
    /// `None` if it was dropped.
    outcome: Option<Result<(), TransportErrorKind>>,
}

fn up_to(milliseconds: u64) -> impl Strategy<Value = Duration> {
    (0..=milliseconds).prop_map(Duration::from_millis)
}

prop_compose! {
    fn servers()(
        streams in option::of(prop_oneof![1..=3_u32, Just(100)]),
        handshake in up_to(250),
        response in up_to(800),
        most_requests in option::weighted(0.3, 1..=3_usize),
        closes in any::<bool>(),
    ) -> Server {
        let closes_at = closes.then_some(Duration::from_secs(20));
        Server { streams, handshake, response, most_requests, closes_at }
    }
}

fn handshakes() -> impl Strategy<Value = Vec<Handshake>> {
    let each = prop_oneof![4 => Just(Opens), 1 => Just(Closes), 2 => Just(Fails), 2 => Just(Hangs)];
    vec(each, 0..=12)
}

/// Calls in bursts.
fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let plan = || (option::weighted(0.3, up_to(3_000)), option::weighted(0.2, up_to(1_500)));
    let burst = prop_oneof![4 => vec(plan(), 1..=20), 1 => vec(plan(), 150..=250)];
    let burst = (up_to(4_000), burst);
    vec(burst, 1..=4).prop_map(|bursts| {
        let plan = |at| move |(timeout, dropped_after)| Plan { at, timeout, dropped_after };
        bursts.into_iter().flat_map(|(at, calls)| calls.into_iter().map(plan(at))).collect()
    })
}

async fn follow(network: Network, pool: Arc<Pool>, id: usize, plan: Plan) -> Call {
    sleep(plan.at).await;
    let started = network.start.elapsed();
    let limit = plan.dropped_after.unwrap_or(Duration::from_secs(1_000));
    let made = call(&pool, Method::POST, id, plan.timeout);
    let outcome = tokio::time::timeout(limit, made).await.ok();
    let arrived = network.log().arrived.get(&id).copied();
    let waited_until = arrived.unwrap_or(network.start.elapsed());
    Call { started, waited_until, outcome: outcome.map(|made| made.map_err(|error| error.kind())) }
}

async fn check(server: Server, handshakes: &[Handshake], plans: &[Plan]) {
    let network = Network::new(server, handshakes);
    let pool = network.pool();
    let calls: Vec<_> = (0..)
        .zip(plans)
        .map(|(id, plan)| tokio::spawn(follow(network.clone(), pool.clone(), id, *plan)))
        .collect();
    let mut ended = Vec::new();
    for call in calls {
        ended.push(call.await.unwrap());
    }
    let (attempts, most_running, failed) = {
        let log = network.log();
        (log.attempts.clone(), log.most_running, log.failed)
    };
    // A failed attempt fails at most one call, and nothing else fails but by its deadline. A server
    // that closes idle connections costs nothing.
    let closes = handshakes.iter().filter(|&&handshake| handshake == Closes).count();
    let mut failures = 0;
    for (call, plan) in ended.iter().zip(plans) {
        match call.outcome {
            Some(Err(TransportErrorKind::Timeout)) => assert!(plan.timeout.is_some(), "{call:?}"),
            Some(Err(kind)) => {
                assert_eq!(kind, TransportErrorKind::Connect, "{call:?}");
                failures += 1;
            }
            Some(Ok(())) | None => {}
        }
    }
    assert!(failures <= failed + closes, "{failures} calls fail with {failed} attempts");
    // While a call waits, another attempt begins soon.
    for call in &ended {
        let period = call.started..call.waited_until;
        let within = attempts.iter().filter(|at| period.contains(*at));
        let mut last = call.started;
        for &next in within.chain([&call.waited_until]) {
            assert!(next - last <= MOST_PATIENCE, "{call:?} waits from {last:?} to {next:?}");
            last = next;
        }
    }
    // The attempts stay within a bound of the calls that wait.
    let waiting =
        |at| ended.iter().filter(|call| (call.started..=call.waited_until).contains(&at)).count();
    let most_waiting = attempts.iter().map(|&at| waiting(at)).max().unwrap_or_default();
    assert!(most_running <= most_waiting + MOST_SPARE, "{most_running} for {most_waiting}");
    // Connections that the server closes are closed within a round of the pool.
    if let (Some(closes_at), None) = (server.closes_at, server.streams) {
        assert!(network.start.elapsed() < closes_at);
        sleep(closes_at + Duration::from_secs(11) - network.start.elapsed()).await;
        let log = network.log();
        assert_eq!(log.opened, log.closed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_call_is_served_or_fails_for_a_reason(
        server in servers(),
        handshakes in handshakes(),
        plans in plans(),
    ) {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(check(server, &handshakes, &plans));
    }
}
