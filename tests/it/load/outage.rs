//! Outages: retries must not multiply the requests. One operation gets half of the budget at most.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

use clerk_sdk::{
    Bytes, Clerk,
    api::users::GetUser,
    error::StopReason,
    http,
    testing::FakeTimer,
    transport::{HttpTransport, RequestContext, TransportError, async_trait},
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

/// Responds with 503 until it is repaired. It yields first, so that other calls run in between.
#[derive(Clone, Debug, Default)]
struct Down(Arc<State>);

#[derive(Debug, Default)]
struct State {
    requests: AtomicU64,
    is_repaired: AtomicBool,
}

#[async_trait]
impl HttpTransport for Down {
    async fn send(
        &self,
        _: http::Request<Bytes>,
        _: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        self.0.requests.fetch_add(1, Relaxed);
        yield_now().await;
        let (status, body) = if self.0.is_repaired.load(Relaxed) {
            (200, server::user(1))
        } else {
            (503, String::new())
        };
        Ok(http::Response::builder().status(status).body(body.into()).unwrap())
    }
}

#[tokio::test]
async fn an_outage_adds_half_of_the_budget_and_successes_add_retries() {
    let down = Down::default();
    let clerk = Clerk::builder("sk_test_x").transport(down.clone()).timer(FakeTimer::skipping());
    let clerk = clerk.build().unwrap();

    let ended = calls::all(&clerk, gets()).await;
    assert_eq!(ended.failed.get("GET 503"), Some(&1000), "{ended:?}");
    assert_eq!(down.0.requests.swap(0, Relaxed), 1000 + calls::BUDGET / 2);

    let get = || clerk.send(GetUser::new("user_1"));
    let error = get().await.unwrap_err();
    assert_eq!(error.attempts().unwrap().stop(), StopReason::Budget);
    down.0.is_repaired.store(true, Relaxed);
    for _ in 0..5 {
        get().await.unwrap();
    }
    down.0.is_repaired.store(false, Relaxed);
    down.0.requests.store(0, Relaxed);
    get().await.unwrap_err();
    assert_eq!(down.0.requests.load(Relaxed), 2, "five successes add one retry");
}
