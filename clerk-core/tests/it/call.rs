//! Calls, and their options.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use clerk_core::{
    Call, Client, Endpoint as _, Error,
    client::Credential,
    http,
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind},
};
use clerk_testing::Script;
use smol::block_on;

use crate::api::{CreateThing, FinishThing, THING, TOKEN, TRACE_HEADER, Thing, builder, client};

fn script() -> Script {
    Script::fixed(201, &[(TRACE_HEADER, "0123abcd")], THING)
}

#[test]
fn errors_are_small_and_calls_are_send() {
    fn assert_send<T: Send + 'static>(_: &T) {}

    assert!(size_of::<Error>() <= 64, "{} bytes", size_of::<Error>());
    let client = client(&script());
    let call: Call<Thing> = client.send(FinishThing::new("thing_1"));
    assert_send(&call);
    assert_send(&call.into_future());
    assert_send(&client.send(FinishThing::new("thing_1")).full().into_future());
}

#[test]
fn a_transport_can_be_a_trait_object() {
    let transport: Arc<dyn HttpTransport> = Arc::new(script());
    let client = builder(transport).build().unwrap();
    assert!(block_on(client.send(FinishThing::new("thing_1")).into_future()).is_ok());
}

#[test]
fn an_endpoint_can_be_borrowed() {
    let endpoint = FinishThing::new("thing_1");
    let client = client(&script());
    let once = client.send(&endpoint).into_future();
    let twice = client.send(&endpoint).into_future();
    assert_eq!(block_on(once).unwrap(), block_on(twice).unwrap());
}

#[test]
fn full_returns_status_and_headers_with_the_value() {
    let call = client(&script()).send(FinishThing::new("thing_1")).full();
    let response = block_on(call.into_future()).unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()[TRACE_HEADER], "0123abcd");
    assert_eq!(response.body().id, "thing_1");
}

#[test]
fn options_apply_to_one_call() {
    let script = script();
    let client = client(&script);
    let other = Credential::bearer("other_s3cr3t").unwrap();
    let call = client.send(FinishThing::new("thing_1"));
    let call = call.timeout(Duration::from_secs(2)).credential(&other).header("x-reason", "test");
    let call = call.max_response_bytes(1024);
    block_on(call.into_future()).unwrap();
    block_on(client.send(FinishThing::new("thing_1")).into_future()).unwrap();

    let [first, second]: [http::Request<_>; 2] = script.sent().try_into().unwrap();
    assert_eq!(first.headers()["authorization"], "Bearer other_s3cr3t");
    assert_eq!(first.headers()["x-reason"], "test");
    assert_eq!(RequestContext::of(&first).timeout, Some(Duration::from_secs(2)));
    assert_eq!(second.headers()["authorization"], format!("Bearer {TOKEN}"));
    assert!(!second.headers().contains_key("x-reason"));
    assert_eq!(RequestContext::of(&second).timeout, Some(Duration::from_secs(30)));
    assert_eq!(RequestContext::of(&first).max_response_bytes, Some(1024));
    assert_eq!(RequestContext::of(&second).max_response_bytes, Some(16 * 1024 * 1024));
}

#[test]
fn the_context_holds_the_operation_and_the_limits() {
    let script = script();
    let client = builder(script.clone())
        .timeout(Duration::from_secs(5))
        .max_response_bytes(1024)
        .build()
        .unwrap();
    block_on(client.send(FinishThing::new("thing_1")).into_future()).unwrap();
    let context = RequestContext::of(&script.sent()[0]);
    assert_eq!(context.metadata.unwrap().operation, "FinishThing");
    assert_eq!(context.timeout, Some(Duration::from_secs(5)));
    assert_eq!(context.max_response_bytes, Some(1024));
}

#[test]
fn requests_are_encoded_and_responses_decoded_without_io() {
    let client = client(&script());
    let request = client.request(&CreateThing::new("Ada", BTreeMap::new())).unwrap();
    assert_eq!(request.uri(), "https://api.example.com/v1/things");
    let thing = CreateThing::decode(http::Response::new(THING.into())).unwrap();
    assert_eq!(serde_json::to_string(&thing).unwrap(), THING);
}

#[test]
fn a_transport_error_names_the_operation_and_the_cause() {
    let reset = Script::new(|_| {
        let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        Err(TransportError::new(TransportErrorKind::Interrupted).with_source(reset))
    });
    let call = client(&reset).send(FinishThing::new("thing_1")).into_future();
    let error = block_on(call).unwrap_err();
    insta::assert_snapshot!(format!("{error}\n{error:?}"));
}

#[test]
fn debug_shows_the_transport_and_no_credential() {
    let client = client(&script());
    let call = client.send(FinishThing::new("thing_1"));
    let builder = Client::builder("https://api.example.com").bearer(TOKEN);
    let text = format!("{client:?} {call:?} {builder:?}");
    assert!(text.contains("Script") && text.contains("FinishThing"), "{text}");
    assert!(!text.contains("s3cr3t"), "{text}");
}

#[test]
fn wait_returns_the_response() {
    let client = client(&script());
    assert_eq!(client.send(FinishThing::new("thing_1")).wait().unwrap().id, "thing_1");
    let full = client.send(FinishThing::new("thing_1")).full().wait().unwrap();
    assert_eq!(full.status(), 201);
}

#[test]
fn the_transport_learns_whether_the_caller_blocks_its_thread() {
    let script = script();
    let client = client(&script);
    let call = || client.send(FinishThing::new("thing_1"));
    call().wait().unwrap();
    call().full().wait().unwrap();
    block_on(call().into_future()).unwrap();
    let seen: Vec<_> = script.sent().iter().map(|it| RequestContext::of(it).blocking).collect();
    assert_eq!(seen, [true, true, false]);
}
