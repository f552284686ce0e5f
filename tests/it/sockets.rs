//! The same calls over each transport, as a server receives them.

#[cfg(feature = "hyper")]
use clerk_sdk::HyperTransport;
#[cfg(feature = "isahc")]
use clerk_sdk::IsahcTransport;
#[cfg(feature = "reqwest")]
use clerk_sdk::ReqwestTransport;
use clerk_sdk::{
    Clerk,
    api::actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
    testing::FakeClerk,
    transport::HttpTransport,
};

const HOSTILE: [&str; 10] =
    ["../x", "a/b", "a?b", "a#b", "a%2e", "%2e%2e", "a\\b", "ü", " ", "a+b"];

/// Calls a fake behind a socket, and returns the exchanges that the fake recorded.
async fn exchanges(transport: impl HttpTransport) -> String {
    let fake = FakeClerk::new().on(|_: CreateActorToken| Ok(ActorToken::sample())).on(
        |request: RevokeActorToken| {
            let mut token = ActorToken::sample();
            token.id = request.actor_token_id;
            Ok(token)
        },
    );
    let server = fake.serve().unwrap();
    let clerk = Clerk::builder("sk_test_s3cr3t").base_url(server.url()).transport(transport);
    let clerk = clerk.user_agent("tests").build().unwrap();

    let actor = Actor::new("user_2");
    clerk.send(CreateActorToken::new("user_1", actor).expires_in_seconds(600)).await.unwrap();
    let [created] = fake.exchanges().try_into().unwrap();
    fake.clear();
    for id in HOSTILE {
        let token = clerk.send(RevokeActorToken::new(id)).await.unwrap();
        assert_eq!(token.id, id, "the server received another ID");
    }
    let targets: String = fake
        .requests()
        .iter()
        .zip(HOSTILE)
        .map(|(request, id)| format!("{id:7} {}\n", request.uri()))
        .collect();
    format!("{created}\n\n{targets}")
}

#[cfg(feature = "reqwest")]
#[test]
fn reqwest_sends_requests_unchanged() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let received = runtime.block_on(exchanges(ReqwestTransport::new().unwrap()));
    insta::assert_snapshot!("received_by_the_server", received);
}

#[cfg(feature = "hyper")]
#[test]
fn hyper_sends_requests_unchanged() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let received = runtime.block_on(exchanges(HyperTransport::new().unwrap()));
    insta::assert_snapshot!("received_by_the_server", received);
}

#[cfg(feature = "isahc")]
#[test]
fn isahc_sends_requests_unchanged() {
    let received = smol::block_on(exchanges(IsahcTransport::new().unwrap()));
    insta::assert_snapshot!("received_by_the_server", received);
}

/// Without an executor.
#[cfg(all(feature = "blocking", feature = "reqwest", feature = "isahc"))]
#[test]
fn both_transports_can_block_in_one_program() {
    let fake = FakeClerk::new().on(|_: RevokeActorToken| Ok(ActorToken::sample()));
    let server = fake.serve().unwrap();
    let builder = || Clerk::builder("sk_test_s3cr3t").base_url(server.url());
    let reqwest = builder().build().unwrap();
    let isahc = builder().transport(IsahcTransport::new().unwrap()).build().unwrap();
    for clerk in [&reqwest, &isahc] {
        assert_eq!(clerk.send(RevokeActorToken::new("act_1")).wait().unwrap().id, "act_sample");
    }
    assert!(format!("{reqwest:?} {isahc:?}").contains("ReqwestTransport"));
    let agents: String = fake.requests().iter().map(|request| format!("{request}\n")).collect();
    assert!(agents.contains("(reqwest)") && agents.contains("(isahc)"), "{agents}");
}
