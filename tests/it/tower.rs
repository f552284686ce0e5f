//! Transports as `tower` services, and services as transports.

use std::{
    error::Error as StdError,
    future::{Ready, pending, ready},
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, Deadline, Error, HttpTransport, Received, RequestContext, TowerTransport,
    TransportError, TransportErrorKind, TransportService,
    api::actor_tokens::{Actor, ActorToken, CreateActorToken},
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
    testing::{FakeClerk, FakeTimer},
};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Body, Frame};
use smol::{block_on, stream};
use tower::{Service, ServiceBuilder, ServiceExt, service_fn};
use tower_http::{set_header::SetRequestHeaderLayer, trace::TraceLayer};
use tracing::Span;

type BoxError = Box<dyn StdError + Send + Sync>;

fn create() -> CreateActorToken {
    CreateActorToken::new("user_1", Actor::new("user_2"))
}

fn clerk(transport: impl HttpTransport) -> Clerk {
    let builder = Clerk::builder("sk_test_s3cr3t").transport(transport);
    builder.timer(FakeTimer::skipping()).build().unwrap()
}

fn error_of(transport: impl HttpTransport) -> TransportError {
    let call = clerk(transport).send(create());
    match block_on(call.into_future()) {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_call_goes_through_layers_and_comes_back() {
    let fake = FakeClerk::new().on(|_: CreateActorToken| Ok(ActorToken::sample()));
    let log = Arc::new(Mutex::new(String::new()));
    let (asked, answered) = (log.clone(), log.clone());
    let decorate = move |transport| {
        let trace = TraceLayer::new_for_http()
            .on_request(move |request: &Request<_>, _: &Span| {
                let operation = RequestContext::of(request).metadata.unwrap().operation;
                *asked.lock().unwrap() += &format!("{operation} begins\n");
            })
            .on_response(move |response: &Response<_>, _: Duration, _: &Span| {
                *answered.lock().unwrap() += &format!("answered {}\n", response.status());
            });
        let name = HeaderName::from_static("x-service");
        let service = ServiceBuilder::new()
            .layer(trace)
            .layer(SetRequestHeaderLayer::overriding(name, HeaderValue::from_static("billing")))
            .service(TransportService::new(transport));
        TowerTransport::new(service).timer(FakeTimer::new())
    };
    let clerk = Clerk::builder("sk_test_s3cr3t").transport(fake.clone()).decorate(decorate);
    let token = block_on(clerk.build().unwrap().send(create()).into_future()).unwrap();
    assert_eq!(token.id, ActorToken::sample().id);
    let log = log.lock().unwrap();
    insta::assert_snapshot!(format!("{}\n\n{log}", fake.requests()[0]), @r#"
    POST /v1/actor_tokens
    Accept: application/json
    Authorization: Bearer [redacted]
    Clerk-Api-Version: 2026-05-12
    Content-Type: application/json
    User-Agent: clerk-sdk-rust/[version] (fake)
    X-Service: billing

    {
      "user_id": "user_1",
      "actor": {
        "sub": "user_2"
      }
    }

    CreateActorToken begins
    answered 200 OK
    "#);
}

/// A service that is ready when it is polled for the second time, and answers only then.
#[derive(Clone, Default)]
struct Reluctant {
    polls: usize,
}

impl Service<Request<Full<Bytes>>> for Reluctant {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.polls += 1;
        if self.polls < 2 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Full<Bytes>>) -> Self::Future {
        assert_eq!(self.polls, 2, "called before it was ready");
        ready(Ok(Response::new(Full::from("[]"))))
    }
}

#[test]
fn a_service_is_called_when_it_is_ready() {
    let transport = TowerTransport::new(Reluctant::default()).timer(FakeTimer::new());
    for _ in 0..2 {
        let answer =
            block_on(transport.send(Request::new(Bytes::new()), &RequestContext::default()))
                .unwrap();
        assert_eq!(answer.body(), "[]");
    }
}

#[test]
fn an_error_comes_through_as_the_transport_made_it() {
    let connect = TransportError::new(TransportErrorKind::Connect)
        .with_deadline(Deadline::Connect(Duration::from_secs(1)));
    let error = Mutex::new(Some(connect));
    let fail = Arc::new(move |_| {
        ready(Err::<Response<Full<Bytes>>, _>(error.lock().unwrap().take().unwrap()))
    });
    let boxed = ServiceBuilder::new()
        .map_err(BoxError::from)
        .service_fn(move |request: Request<Full<Bytes>>| fail(request));
    let transport = TowerTransport::new(boxed).timer(FakeTimer::new());
    let sent = block_on(transport.send(Request::new(Bytes::new()), &RequestContext::default()))
        .unwrap_err();
    assert_eq!(sent.kind(), TransportErrorKind::Connect);
    assert_eq!(sent.deadline(), Some(Deadline::Connect(Duration::from_secs(1))));
}

#[test]
fn other_errors_are_the_source_of_one() {
    let fail = |_: Request<Full<Bytes>>| {
        ready(Err::<Response<Full<Bytes>>, _>(io::Error::other("the queue is full")))
    };
    let error = error_of(TowerTransport::new(service_fn(fail)).timer(FakeTimer::new()));
    assert_eq!(error.kind(), TransportErrorKind::Other);
    assert!(error.source().unwrap().is::<io::Error>());
    insta::assert_snapshot!(error, @"CreateActorToken: the exchange failed: the queue is full");
}

/// Answers with a body of these pieces.
fn pieces(pieces: Vec<Result<&'static str, io::Error>>) -> impl HttpTransport {
    let pieces = Arc::new(Mutex::new(Some(pieces)));
    let answer = move |_: Request<Full<Bytes>>| {
        let pieces = pieces.lock().unwrap().take().unwrap().into_iter();
        let frames = pieces.map(|piece| piece.map(|text| Frame::data(Bytes::from(text))));
        ready(Ok::<_, BoxError>(Response::new(StreamBody::new(stream::iter(frames)))))
    };
    TowerTransport::new(service_fn(answer)).timer(FakeTimer::new())
}

/// What a request through `transport` comes to, where its answer may have so many bytes.
fn limited(transport: impl HttpTransport, bytes: u64) -> Result<Response<Bytes>, TransportError> {
    let mut context = RequestContext::default();
    context.max_response_bytes = Some(bytes);
    block_on(transport.send(Request::new(Bytes::new()), &context))
}

#[test]
fn a_body_is_read_to_its_end_and_no_further_than_allowed() {
    let body = || pieces(vec![Ok("one, "), Ok("two, "), Ok("three")]);
    let whole = limited(body(), 15).unwrap();
    assert_eq!(whole.body(), "one, two, three");

    let error = limited(body(), 14).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: 14 });
    assert_eq!(error.received(), Some(Received::body(StatusCode::OK, 15)));

    let announced = |_: Request<Full<Bytes>>| {
        ready(Ok::<_, BoxError>(Response::new(Full::new(Bytes::from("12345")))))
    };
    let transport = TowerTransport::new(service_fn(announced)).timer(FakeTimer::new());
    let error = limited(transport, 4).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: 4 });
    assert_eq!(error.received(), Some(Received::body(StatusCode::OK, 0)));
}

#[test]
fn a_body_that_breaks_says_how_much_was_there() {
    let broken = pieces(vec![Ok("one, "), Err(io::Error::other("reset by peer"))]);
    insta::assert_snapshot!(error_of(broken), @"CreateActorToken: the exchange failed; status 200 and 5 bytes of the body had arrived: reset by peer");
}

#[test]
fn the_time_is_kept_at_every_step() {
    struct Never;
    impl Body for Never {
        type Data = Bytes;
        type Error = BoxError;
        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            Poll::Pending
        }
    }
    let never = |_: Request<Full<Bytes>>| pending::<Result<Response<Full<Bytes>>, BoxError>>();
    let stalled = |_: Request<Full<Bytes>>| ready(Ok::<_, BoxError>(Response::new(Never)));
    // Every wait of this timer is over at once.
    let over = FakeTimer::skipping;
    let errors = [
        error_of(TowerTransport::new(service_fn(never)).timer(over())),
        error_of(TowerTransport::new(service_fn(stalled)).timer(over())),
    ];
    insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"), @r"
    CreateActorToken: the deadline of the attempt (30 s) has passed; no body had arrived
    CreateActorToken: the deadline of the attempt (30 s) has passed; status 200 and 0 bytes of the body had arrived
    ");
}

#[test]
fn a_transport_is_a_service_for_any_body() {
    let fake = FakeClerk::new().on(|_: CreateActorToken| Ok(ActorToken::sample()));
    let service = TransportService::new(fake.clone());
    let request = clerk(fake.clone()).request(&create()).unwrap();
    let in_pieces = |body: Bytes| {
        let pieces = [body.slice(..10), body.slice(10..)];
        StreamBody::new(stream::iter(pieces.map(|piece| Ok::<_, io::Error>(Frame::data(piece)))))
    };
    let answer = block_on(service.oneshot(request.clone().map(in_pieces))).unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let body = block_on(answer.into_body().collect()).unwrap().to_bytes();
    assert!(body.starts_with(b"{"));
    assert_eq!(fake.requests()[0].body(), request.body());
}

#[test]
fn a_body_that_cannot_be_read_is_not_sent() {
    let fake = FakeClerk::new();
    let body = StreamBody::new(stream::iter([Err::<Frame<Bytes>, _>(io::Error::other("no file"))]));
    let request = Request::new(body);
    let error = block_on(TransportService::new(fake.clone()).oneshot(request)).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Request);
    insta::assert_snapshot!(error, @"the transport cannot send this request: no file");
    assert!(fake.requests().is_empty());
}

#[test]
fn nothing_is_shown_of_a_service() {
    let service = TransportService::new(FakeClerk::new());
    assert_eq!(
        format!("{service:?}"),
        "TransportService(FakeClerk { operations: [], exchanges: 0, .. })"
    );
    let transport = format!("{:?}", TowerTransport::new(service));
    assert!(transport.starts_with("TowerTransport(") && transport.contains("TransportService<"));
}
