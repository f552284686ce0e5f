//! Failures of a single call.

use std::time::Duration;

use clerk_sdk::{
    retry::RetryPolicy,
    testing::Fault,
    transport::{Deadline, TransportErrorKind},
};

use super::*;

fn fake() -> FakeClerk {
    FakeClerk::new().on(|_: RevokeActorToken| Ok(ActorToken::sample()))
}

fn client(fake: &FakeClerk) -> Clerk {
    let builder = Clerk::builder(KEY).transport(fake.clone());
    builder.retry(RetryPolicy::never()).timeout(Duration::from_secs(10)).build().unwrap()
}

fn revoke(clerk: &Clerk) -> Result<ActorToken, Error> {
    block_on(clerk.send(RevokeActorToken::new("act_1")).into_future())
}

fn transport_error(result: Result<ActorToken, Error>) -> clerk_sdk::transport::TransportError {
    match result {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn faults_apply_to_one_call_each_in_order() {
    let fake = fake();
    let clerk = client(&fake);
    fake.fail_next::<RevokeActorToken>(ApiFailure::forbidden("first"));
    fake.fail_next::<RevokeActorToken>(ApiFailure::too_many_requests(Duration::from_secs(7)));
    fake.fail_next::<CountUsers>(ApiFailure::forbidden("of another operation"));
    assert!(revoke(&clerk).unwrap_err().has_code("first"));
    let error = revoke(&clerk).unwrap_err();
    assert_eq!(error.api().unwrap().retry_after(), Some(Duration::from_secs(7)));
    revoke(&clerk).unwrap();
    let statuses: Vec<_> =
        fake.exchanges().iter().map(|exchange| exchange.response.status().as_u16()).collect();
    assert_eq!(statuses, [403, 429, 200]);
}

#[test]
fn a_fault_needs_no_handler() {
    let fake = FakeClerk::new();
    fake.fail_next::<RevokeActorToken>(ApiFailure::forbidden("blocked"));
    fake.fail_next::<CountUsers>(ApiFailure::forbidden("blocked"));
    let clerk = client(&fake);
    assert!(revoke(&clerk).unwrap_err().has_code("blocked"));
    assert!(revoke(&clerk).unwrap_err().has_code("fake_operation_unsupported"));
    let count = block_on(clerk.send(CountUsers::new()).into_future());
    assert!(count.unwrap_err().has_code("blocked"));
}

#[test]
fn a_broken_connection_is_interrupted_and_the_call_is_not_carried_out() {
    let fake = fake();
    fake.fail_next::<RevokeActorToken>(Fault::disconnect());
    let error = transport_error(revoke(&client(&fake)));
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    assert!(fake.exchanges().is_empty());
    revoke(&client(&fake)).unwrap();
}

#[test]
fn a_lost_response_was_carried_out() {
    let fake = fake();
    fake.fail_next::<RevokeActorToken>(Fault::lose_response());
    let error = transport_error(revoke(&client(&fake)));
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    assert_eq!(fake.exchanges().len(), 1);
}

#[test]
fn a_delay_moves_the_clock_and_can_pass_the_deadline() {
    let fake = fake();
    let clerk = client(&fake);
    fake.fail_next::<RevokeActorToken>(Fault::delay(Duration::from_secs(9)));
    revoke(&clerk).unwrap();
    assert_eq!(fake.clock().elapsed(), Duration::from_secs(9));

    fake.fail_next::<RevokeActorToken>(Fault::delay(Duration::from_secs(11)));
    let error = transport_error(revoke(&clerk));
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert!(matches!(error.deadline(), Some(Deadline::Attempt(_) | Deadline::Call(_))));
    assert_eq!(fake.exchanges().len(), 2, "the call was not carried out");
}

#[test]
fn a_retry_follows_a_fault() {
    let fake = FakeClerk::new().on(|_: CountUsers| Ok(1));
    fake.fail_next::<CountUsers>(Fault::disconnect());
    let unavailable = http::StatusCode::SERVICE_UNAVAILABLE;
    fake.fail_next::<CountUsers>(ApiFailure::new(unavailable, "service_unavailable"));
    let count = block_on(clerk(&fake).send(CountUsers::new()).into_future()).unwrap();
    assert_eq!((count, fake.exchanges().len()), (1, 2));
}

#[test]
fn the_clock_can_be_the_timer_of_the_client() {
    let fake = FakeClerk::new().on(|_: CountUsers| Ok(1));
    fake.fail_next::<CountUsers>(ApiFailure::too_many_requests(Duration::from_secs(7)));
    let clerk = Clerk::builder(KEY).transport(fake.clone()).timer(fake.clock()).build().unwrap();
    block_on(clerk.send(CountUsers::new()).into_future()).unwrap();
    assert!(fake.clock().elapsed() >= Duration::from_secs(7));
}

#[test]
fn a_single_request_gets_a_502_if_its_connection_breaks() {
    let fake = fake();
    fake.fail_next::<RevokeActorToken>(Fault::lose_response());
    fake.fail_next::<RevokeActorToken>(Fault::delay(Duration::from_secs(9)));
    let request = client(&fake).request(&RevokeActorToken::new("act_1")).unwrap();
    let response = fake.respond(request.clone());
    assert_eq!(response.status(), http::StatusCode::BAD_GATEWAY);
    assert!(recorded(&response).to_string().contains("fake_connection_broken"));
    assert_eq!(fake.respond(request).status(), http::StatusCode::OK);
    assert_eq!(fake.clock().elapsed(), Duration::from_secs(9));
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_socket_breaks_and_delays_too() {
    let fake = fake();
    let server = fake.serve().unwrap();
    let clerk = Clerk::builder(KEY).base_url(server.url()).retry(RetryPolicy::never());
    let clerk = clerk.build().unwrap();
    let revoke = || clerk.send(RevokeActorToken::new("act_1")).into_future();
    fake.fail_next::<RevokeActorToken>(Fault::disconnect());
    let error = transport_error(revoke().await);
    assert_eq!(error.kind(), TransportErrorKind::Interrupted);
    fake.fail_next::<RevokeActorToken>(Fault::delay(Duration::from_millis(1)));
    revoke().await.unwrap();

    // The delay is far beyond the deadline, so the server cannot respond in time.
    fake.fail_next::<RevokeActorToken>(Fault::delay(Duration::from_secs(3600)));
    let late = clerk.send(RevokeActorToken::new("act_1")).timeout(Duration::from_millis(50));
    assert_eq!(transport_error(late.await).kind(), TransportErrorKind::Timeout);
}
