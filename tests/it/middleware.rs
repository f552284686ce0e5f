//! Decorators of a caller's own, as a dozen lines make them.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, HttpTransport, Jitter, RequestContext, RetryPolicy, TransportError,
    TransportErrorKind,
    api::users::GetUser,
    async_trait,
    http::{HeaderValue, Request, Response, StatusCode},
    testing::{ApiFailure, FakeClerk},
};
use smol::block_on;

type Log = Arc<Mutex<String>>;

/// Notes when a request goes down through it, and when the answer comes up.
#[derive(Debug)]
struct Noted<T> {
    name: &'static str,
    log: Log,
    inner: T,
}

#[async_trait]
impl<T: HttpTransport> HttpTransport for Noted<T> {
    async fn send(
        &self,
        request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        let RequestContext { attempt, metadata, .. } = *context;
        let operation = metadata.unwrap().operation;
        let note = |what: &str| {
            *self.log.lock().unwrap() += &format!("{} {operation} {attempt}: {what}\n", self.name);
        };
        note("down");
        let outcome = self.inner.send(request, context).await;
        match &outcome {
            Ok(response) => note(response.status().as_str()),
            Err(error) => note(&error.to_string()),
        }
        outcome
    }
}

/// A fake that answers 503 to so many requests first.
fn busy(first: u16) -> FakeClerk {
    let left = Mutex::new(first);
    FakeClerk::with_defaults().on(move |_: GetUser| {
        let mut left = left.lock().unwrap();
        let Some(less) = left.checked_sub(1) else {
            return Err(ApiFailure::not_found("resource_not_found"));
        };
        *left = less;
        Err(ApiFailure::new(StatusCode::SERVICE_UNAVAILABLE, "overloaded"))
    })
}

#[test]
fn the_last_decorator_is_the_first_to_see_each_attempt() {
    let log = Log::default();
    let noted = |name, log: &Log| {
        let log = log.clone();
        move |inner| Noted { name, log, inner }
    };
    let clerk = Clerk::builder("sk_test_x")
        .transport(busy(2))
        .decorate(noted("inner", &log))
        .decorate(noted("outer", &log))
        .build()
        .unwrap();
    drop(block_on(clerk.send(GetUser::new("user_1")).into_future()));
    insta::assert_snapshot!(log.lock().unwrap(), @r"
    outer GetUser 1: down
    inner GetUser 1: down
    inner GetUser 1: 503
    outer GetUser 1: 503
    outer GetUser 2: down
    inner GetUser 2: down
    inner GetUser 2: 503
    outer GetUser 2: 503
    outer GetUser 3: down
    inner GetUser 3: down
    inner GetUser 3: 404
    outer GetUser 3: 404
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
fn what_a_decorator_adds_to_one_attempt_is_not_in_the_next() {
    let fake = busy(1);
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).decorate(Tagged);
    let call = clerk.build().unwrap().send(GetUser::new("user_1"));
    drop(block_on(call.into_future()));
    let tags: Vec<_> = fake
        .requests()
        .iter()
        .map(|request| {
            let tags = request.headers().get_all("x-attempt").iter();
            tags.map(|tag| tag.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(tags, [["1"], ["2"]]);
}

#[test]
fn a_decorated_transport_keeps_its_name_and_its_timer() {
    let fake = busy(2);
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).decorate(Tagged);
    let policy = RetryPolicy::new().jitter(Jitter::None);
    let call = clerk.build().unwrap().send(GetUser::new("user_1")).retry(policy);
    let error = block_on(call.into_future()).unwrap_err();
    // To the millisecond: the fake's timer waited, not the system's.
    assert_eq!(error.attempts().unwrap().elapsed(), Duration::from_millis(500 + 750));
    let agent = fake.requests()[0].headers()["user-agent"].to_str().unwrap().to_owned();
    assert!(agent.ends_with("(fake)"), "{agent}");
}

/// Answers from what it has, and asks nobody.
#[derive(Debug)]
struct Offline;

#[async_trait]
impl HttpTransport for Offline {
    async fn send(
        &self,
        _: Request<Bytes>,
        _: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        Err(TransportError::new(TransportErrorKind::Request).with_source("the network is off"))
    }
}

#[test]
fn a_decorator_may_answer_itself() {
    let fake = busy(0);
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).decorate(|_| Offline);
    let call = clerk.build().unwrap().send(GetUser::new("user_1"));
    let error = block_on(call.into_future()).unwrap_err();
    insta::assert_snapshot!(error, @"GetUser: the transport cannot send this request: the network is off");
    assert!(fake.requests().is_empty());
}
