//! What a call is, and what its options do.

use std::time::Duration;

use clerk_sdk::{
    Call, Clerk, Endpoint, Error, HttpTransport, RequestContext, SecretKey, TransportError,
    TransportErrorKind,
    api::actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
    async_trait, http,
};

use crate::canned::Canned;

fn canned() -> Canned {
    let body = serde_json::to_vec(&ActorToken::sample()).unwrap();
    Canned::new(201, &[("x-clerk-trace-id", "0123abcd")], body)
}

#[test]
fn an_error_is_small_and_a_call_can_travel() {
    fn can_travel<T: Send + 'static>(_: &T) {}

    assert!(size_of::<Error>() <= 64, "{} bytes", size_of::<Error>());
    let clerk = canned().clerk();
    let call: Call<ActorToken> = clerk.send(RevokeActorToken::new("act_1"));
    can_travel(&call);
    can_travel(&call.into_future());
    can_travel(&clerk.send(RevokeActorToken::new("act_1")).full().into_future());
}

#[test]
fn a_transport_can_be_a_trait_object() {
    let transport: std::sync::Arc<dyn HttpTransport> = std::sync::Arc::new(canned());
    let clerk = Clerk::builder("sk_test_x").transport(transport).build().unwrap();
    assert!(smol::block_on(clerk.send(RevokeActorToken::new("act_1")).into_future()).is_ok());
}

#[test]
fn an_endpoint_can_be_borrowed() {
    let endpoint = RevokeActorToken::new("act_1");
    let clerk = canned().clerk();
    let once = clerk.send(&endpoint).into_future();
    let twice = clerk.send(&endpoint).into_future();
    assert_eq!(smol::block_on(once).unwrap(), smol::block_on(twice).unwrap());
}

#[test]
fn full_gives_status_and_headers_with_the_value() {
    let call = canned().clerk().send(RevokeActorToken::new("act_1")).full();
    let response = smol::block_on(call.into_future()).unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["x-clerk-trace-id"], "0123abcd");
    assert_eq!(response.body().id, "act_sample");
}

#[test]
fn options_hold_for_one_call() {
    let canned = canned();
    let clerk = canned.clerk();
    let machine = SecretKey::new("ak_machine").unwrap();
    let call = clerk.send(RevokeActorToken::new("act_1"));
    let call = call.timeout(Duration::from_secs(2)).bearer(&machine).header("x-reason", "test");
    smol::block_on(call.into_future()).unwrap();
    smol::block_on(clerk.send(RevokeActorToken::new("act_1")).into_future()).unwrap();

    let [first, second]: [http::Request<_>; 2] = canned.sent().try_into().unwrap();
    assert_eq!(first.headers()["authorization"], "Bearer ak_machine");
    assert_eq!(first.headers()["x-reason"], "test");
    assert_eq!(RequestContext::of(&first).timeout, Some(Duration::from_secs(2)));
    assert_eq!(second.headers()["authorization"], "Bearer sk_test_s3cr3t");
    assert!(!second.headers().contains_key("x-reason"));
    assert_eq!(RequestContext::of(&second).timeout, Some(Duration::from_secs(30)));
}

#[test]
fn a_transport_knows_the_operation_and_the_limits() {
    let canned = canned();
    let clerk = Clerk::builder("sk_test_x")
        .transport(canned.clone())
        .timeout(Duration::from_secs(5))
        .max_response_bytes(1024)
        .build()
        .unwrap();
    smol::block_on(clerk.send(RevokeActorToken::new("act_1")).into_future()).unwrap();
    let context = RequestContext::of(&canned.sent()[0]);
    assert_eq!(context.metadata.unwrap().operation, "RevokeActorToken");
    assert_eq!(context.timeout, Some(Duration::from_secs(5)));
    assert_eq!(context.max_response_bytes, Some(1024));
}

#[test]
fn the_codec_works_without_a_client_that_sends() {
    let clerk = canned().clerk();
    let request = clerk.request(&CreateActorToken::new("user_1", Actor::new("user_2"))).unwrap();
    assert_eq!(request.uri(), "https://api.clerk.com/v1/actor_tokens");
    let body = serde_json::to_vec(&ActorToken::sample()).unwrap();
    let token = CreateActorToken::decode(http::Response::new(body.into())).unwrap();
    assert_eq!(token, ActorToken::sample());
}

#[derive(Debug)]
struct Broken;

#[async_trait]
impl HttpTransport for Broken {
    async fn send(
        &self,
        _: http::Request<clerk_sdk::Bytes>,
        _: &RequestContext,
    ) -> Result<http::Response<clerk_sdk::Bytes>, TransportError> {
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        Err(TransportError::new(TransportErrorKind::Interrupted).with_source(reset))
    }
}

#[test]
fn a_transport_error_names_the_operation_and_the_cause() {
    let clerk = Clerk::builder("sk_test_x").transport(Broken).build().unwrap();
    let call = clerk.send(RevokeActorToken::new("act_1")).into_future();
    let error = smol::block_on(call).unwrap_err();
    insta::assert_snapshot!(format!("{error}\n{error:?}"));
}

#[test]
fn debug_shows_the_transport_and_no_key() {
    let clerk = canned().clerk();
    let call = clerk.send(RevokeActorToken::new("act_1"));
    let text = format!("{clerk:?} {call:?} {:?}", Clerk::builder("sk_test_s3cr3t"));
    assert!(text.contains("Canned") && text.contains("RevokeActorToken"), "{text}");
    assert!(!text.contains("s3cr3t"), "{text}");
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_caller_waits() {
    let clerk = canned().clerk();
    assert_eq!(clerk.send(RevokeActorToken::new("act_1")).wait().unwrap().id, "act_sample");
    let full = clerk.send(RevokeActorToken::new("act_1")).full().wait().unwrap();
    assert_eq!(full.status(), 201);
}
