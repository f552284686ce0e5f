//! Outages: retries must not multiply the requests. One operation gets half of the budget at most.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use clerk_sdk::{
    Clerk,
    api::users::GetUser,
    error::StopReason,
    testing::{FakeTimer, Reply, Script},
    transport::HttpTransport,
};
use smol::future::yield_now;

use super::{
    calls, clerk, server,
    server::{Fate, Server},
};

/// The numbers of 1,000 GETs.
fn gets() -> impl Iterator<Item = u64> {
    (1..2000).step_by(2)
}

pub async fn adds_half_of_the_budget_over_a_socket(transport: impl HttpTransport) {
    let server = Server::start(|_, _| Fate::Unavailable).unwrap();
    let ended = calls::all(&clerk(&server, transport), gets()).await;
    assert_eq!(ended.failed.get("GET 503"), Some(&1000), "{ended:?}");
    assert_eq!(server.report().requests, 1000 + calls::BUDGET / 2);
}

#[tokio::test]
async fn an_outage_adds_half_of_the_budget_and_successes_add_retries() {
    let is_repaired = Arc::<AtomicBool>::default();
    let repaired = is_repaired.clone();
    let script = Script::new(move |_| {
        let user = || Reply::json(server::user(1));
        let reply = if repaired.load(Relaxed) { user() } else { Reply::status(503) };
        // Other calls run in between.
        reply.after(yield_now())
    });
    let clerk = Clerk::builder("sk_test_x").transport(script.clone()).timer(FakeTimer::skipping());
    let clerk = clerk.build().unwrap();
    let requests = || u64::try_from(script.take_sent().len()).unwrap();

    let ended = calls::all(&clerk, gets()).await;
    assert_eq!(ended.failed.get("GET 503"), Some(&1000), "{ended:?}");
    assert_eq!(requests(), 1000 + calls::BUDGET / 2);

    let get = || clerk.send(GetUser::new("user_1"));
    let error = get().await.unwrap_err();
    assert_eq!(error.attempts().unwrap().stop(), StopReason::Budget);
    is_repaired.store(true, Relaxed);
    for _ in 0..5 {
        get().await.unwrap();
    }
    is_repaired.store(false, Relaxed);
    requests();
    get().await.unwrap_err();
    assert_eq!(requests(), 2, "five successes add one retry");
}
