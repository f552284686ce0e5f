//! Middleware that an application writes.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_core::{
    Bytes, ClientBuilder,
    http::{HeaderValue, Request, Response},
    retry::{Jitter, RetryPolicy},
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait},
};
use clerk_testing::{FakeTimer, Script};
use smol::block_on;

use crate::{
    api::{self, GetThing},
    steps::{Step, in_turn},
};

type Log = Arc<Mutex<String>>;

/// Logs each request and its outcome.
#[derive(Debug)]
struct Logged<T> {
    name: &'static str,
    log: Log,
    inner: T,
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for Logged<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let &RequestContext { attempt, metadata, .. } = context;
        let operation = metadata.unwrap().operation;
        let log = |event: &str| {
            *self.log.lock().unwrap() += &format!("{} {operation} {attempt}: {event}\n", self.name);
        };
        log("sent");
        let outcome = self.inner.send(request, context).await;
        match &outcome {
            Ok(response) => log(response.status().as_str()),
            Err(error) => log(&error.to_string()),
        }
        outcome
    }
}

/// Starts a client whose waits take no time.
fn builder(script: &Script) -> ClientBuilder {
    api::builder(script.clone()).timer(FakeTimer::skipping())
}

#[test]
fn middleware_sees_each_attempt_and_the_last_is_the_outermost() {
    let log = Log::default();
    let logged = |name, log: &Log| {
        let log = log.clone();
        move |inner| Logged { name, log, inner }
    };
    let script = in_turn(&[Step::Status(503), Step::Status(503), Step::Status(404)]);
    let client = builder(&script)
        .middleware(logged("inner", &log))
        .middleware(logged("outer", &log))
        .build()
        .unwrap();
    drop(block_on(client.send(GetThing::new("thing_1")).into_future()));
    insta::assert_snapshot!(log.lock().unwrap(), @r"
    outer GetThing 1: sent
    inner GetThing 1: sent
    inner GetThing 1: 503
    outer GetThing 1: 503
    outer GetThing 2: sent
    inner GetThing 2: sent
    inner GetThing 2: 503
    outer GetThing 2: 503
    outer GetThing 3: sent
    inner GetThing 3: sent
    inner GetThing 3: 404
    outer GetThing 3: 404
    ");
}

/// Adds a header that names the attempt.
#[derive(Debug)]
struct Tagged<T>(T);

#[async_trait]
impl<T: HttpTransport> HttpTransport for Tagged<T> {
    async fn send(
        &self,
        mut request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let attempt = context.attempt;
        request.headers_mut().insert("x-attempt", HeaderValue::from(attempt));
        self.0.send(request, context).await
    }
}

#[test]
fn a_header_that_middleware_adds_is_not_in_the_next_attempt() {
    let script = in_turn(&[Step::Status(503), Step::Status(404)]);
    let client = builder(&script).middleware(Tagged).build().unwrap();
    drop(block_on(client.send(GetThing::new("thing_1")).into_future()));
    let tags: Vec<_> = script
        .sent()
        .iter()
        .map(|request| {
            let tags = request.headers().get_all("x-attempt").iter();
            tags.map(|tag| tag.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(tags, [["1"], ["2"]]);
}

#[test]
fn name_and_timer_of_the_transport_are_kept() {
    let script = in_turn(&[Step::Status(503), Step::Status(503), Step::Status(404)]);
    let client = api::builder(script.clone().timer(FakeTimer::skipping()))
        .product("example/1.2")
        .retry(RetryPolicy::new().jitter(Jitter::None))
        .middleware(Tagged)
        .build()
        .unwrap();
    let error = block_on(client.send(GetThing::new("thing_1")).into_future()).unwrap_err();
    // Exact, because the transport's timer waited, not the system's.
    assert_eq!(error.attempts().unwrap().elapsed(), Duration::from_millis(500 + 750));
    assert_eq!(script.sent()[0].headers()["user-agent"], "example/1.2 (script)");
}

#[test]
fn middleware_may_end_the_exchange_itself() {
    let script = in_turn(&[]);
    let offline = |_| {
        Script::new(|_| {
            TransportError::new(TransportErrorKind::Request).with_source("the network is off")
        })
    };
    let client = builder(&script).middleware(offline).build().unwrap();
    let error = block_on(client.send(GetThing::new("thing_1")).into_future()).unwrap_err();
    insta::assert_snapshot!(error.report(), @"GetThing: the transport cannot send this request: the network is off");
    assert!(script.sent().is_empty());
}
