//! Transports as `tower` services, and services as transports.

use std::{
    collections::BTreeMap,
    error::Error as StdError,
    future::{Ready, pending, ready},
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use clerk_core::{
    Bytes, Error,
    http::{HeaderName, HeaderValue, Request, Response, StatusCode},
    tower::{TowerTransport, TransportService},
    transport::{
        Deadline, HttpTransport, Received, RequestContext, TransportError, TransportErrorKind,
    },
};
use clerk_testing::{FakeTimer, recorded};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, Full, StreamBody};
use smol::{block_on, stream};
use tower::{Service, ServiceBuilder, ServiceExt, service_fn};
use tower_http::{set_header::SetRequestHeaderLayer, trace::TraceLayer};
use tracing::Span;

use crate::{
    api::{self, CreateThing, THING},
    steps::{Step, in_turn},
};

type BoxError = Box<dyn StdError + Send + Sync>;

fn create() -> CreateThing {
    CreateThing::new("Ada", BTreeMap::from([("color".to_owned(), "red".to_owned())]))
}

fn error_of(transport: impl HttpTransport) -> TransportError {
    let client = api::builder(transport).timer(FakeTimer::skipping()).build().unwrap();
    let call = client.send(create());
    match block_on(call.into_future()) {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_call_passes_through_layers() {
    let script = in_turn(&[Step::Thing]);
    let log = Arc::new(Mutex::new(String::new()));
    let (requests, responses) = (log.clone(), log.clone());
    let layered = move |transport| {
        let trace = TraceLayer::new_for_http()
            .on_request(move |request: &Request<_>, _: &Span| {
                let operation = RequestContext::of(request).metadata.unwrap().operation;
                *requests.lock().unwrap() += &format!("{operation} begins\n");
            })
            .on_response(move |response: &Response<_>, _: Duration, _: &Span| {
                *responses.lock().unwrap() += &format!("response {}\n", response.status());
            });
        let name = HeaderName::from_static("x-service");
        let service = ServiceBuilder::new()
            .layer(trace)
            .layer(SetRequestHeaderLayer::overriding(name, HeaderValue::from_static("billing")))
            .service(TransportService::new(transport));
        TowerTransport::new(service).timer(FakeTimer::new())
    };
    let client = api::builder(script.clone()).middleware(layered).build().unwrap();
    let thing = block_on(client.send(create()).into_future()).unwrap();
    assert_eq!(thing.id, "thing_1");
    let log = log.lock().unwrap();
    insta::assert_snapshot!(format!("{}\n\n{log}", recorded(&script.sent()[0])), @r#"
    POST /v1/things
    Accept: application/json
    Authorization: Bearer [redacted]
    Content-Type: application/json
    User-Agent: script
    X-Service: billing

    {
      "name": "Ada",
      "labels": {
        "color": "red"
      }
    }

    CreateThing begins
    response 200 OK
    "#);
}

/// A service that is ready on the second poll.
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
fn a_service_is_called_once_it_is_ready() {
    let transport = TowerTransport::new(Reluctant::default()).timer(FakeTimer::new());
    for _ in 0..2 {
        let response =
            block_on(transport.send(Request::new(Bytes::new()), &RequestContext::default()))
                .unwrap();
        assert_eq!(response.body(), "[]");
    }
}

#[test]
fn a_transport_error_of_a_service_is_unchanged() {
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
fn other_errors_become_the_source_of_a_transport_error() {
    let fail = |_: Request<Full<Bytes>>| {
        ready(Err::<Response<Full<Bytes>>, _>(io::Error::other("the queue is full")))
    };
    let error = error_of(TowerTransport::new(service_fn(fail)).timer(FakeTimer::new()));
    assert_eq!(error.kind(), TransportErrorKind::Other);
    insta::assert_snapshot!(Error::from(error).report(), @"CreateThing: the exchange failed: the queue is full");
}

/// Responds with a body in these chunks.
fn chunks(chunks: Vec<Result<&'static str, io::Error>>) -> impl HttpTransport {
    let chunks = Arc::new(Mutex::new(Some(chunks)));
    let response = move |_: Request<Full<Bytes>>| {
        let chunks = chunks.lock().unwrap().take().unwrap().into_iter();
        let frames = chunks.map(|chunk| chunk.map(|text| Frame::data(Bytes::from(text))));
        ready(Ok::<_, BoxError>(Response::new(StreamBody::new(stream::iter(frames)))))
    };
    TowerTransport::new(service_fn(response)).timer(FakeTimer::new())
}

/// Sends a request through `transport` that accepts at most `bytes` bytes.
fn limited(transport: impl HttpTransport, bytes: u64) -> Result<Response<Bytes>, TransportError> {
    let mut context = RequestContext::default();
    context.max_response_bytes = Some(bytes);
    block_on(transport.send(Request::new(Bytes::new()), &context))
}

#[test]
fn a_body_is_read_to_its_end_or_its_limit() {
    let body = || chunks(vec![Ok("one, "), Ok("two, "), Ok("three")]);
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
fn an_interrupted_body_is_an_error_with_the_bytes_received() {
    let broken = chunks(vec![Ok("one, "), Err(io::Error::other("reset by peer"))]);
    insta::assert_snapshot!(Error::from(error_of(broken)).report(), @"CreateThing: the exchange failed; status 200 and 5 bytes of the body were received: reset by peer");
}

#[test]
fn the_deadline_covers_head_and_body() {
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
    let errors = [
        error_of(TowerTransport::new(service_fn(never)).timer(FakeTimer::skipping())),
        error_of(TowerTransport::new(service_fn(stalled)).timer(FakeTimer::skipping())),
    ];
    insta::assert_snapshot!(errors.map(|error| error.to_string()).join("\n"), @r"
    CreateThing: the deadline of the attempt (30 s) has passed; no body was received
    CreateThing: the deadline of the attempt (30 s) has passed; status 200 and 0 bytes of the body were received
    ");
}

#[test]
fn a_transport_is_a_service_for_any_body() {
    let script = in_turn(&[Step::Thing]);
    let service = TransportService::new(script.clone());
    let request = api::client(&script).request(&create()).unwrap();
    let in_chunks = |body: Bytes| {
        let chunks = [body.slice(..10), body.slice(10..)];
        StreamBody::new(stream::iter(chunks.map(|chunk| Ok::<_, io::Error>(Frame::data(chunk)))))
    };
    let response = block_on(service.oneshot(request.clone().map(in_chunks))).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let body = block_on(response.into_body().collect()).unwrap().to_bytes();
    assert_eq!(body, THING);
    assert_eq!(script.sent()[0].body(), request.body());
}

#[test]
fn a_request_whose_body_cannot_be_read_is_not_sent() {
    let script = in_turn(&[]);
    let body = StreamBody::new(stream::iter([Err::<Frame<Bytes>, _>(io::Error::other("no file"))]));
    let request = Request::new(body);
    let error = block_on(TransportService::new(script.clone()).oneshot(request)).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Request);
    insta::assert_snapshot!(Error::from(error).report(), @"the transport cannot send this request: no file");
    assert!(script.sent().is_empty());
}

#[test]
fn debug_shows_transports_and_not_services() {
    let service = TransportService::new(in_turn(&[]));
    assert_eq!(format!("{service:?}"), "TransportService(Script { .. })");
    let transport = format!("{:?}", TowerTransport::new(service));
    assert!(transport.starts_with("TowerTransport(") && transport.contains("TransportService<"));
}
