//! The spans and events of calls, for each outcome.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    task::Poll,
    time::Duration,
};

use clerk_core::{
    Bytes, Client, ClientBuilder,
    error::{ErrorBody, read_common},
    http,
    retry::{Jitter, RetryPolicy},
    transport::{HttpTransport, TransportErrorKind},
};
use clerk_testing::{FakeTimer, Reply, Script};
use smol::future::{block_on, yield_now, zip};
use tracing::{
    Instrument as _, info_span,
    subscriber::{set_global_default, with_default},
};
use tracing_subscriber::layer::SubscriberExt as _;

use self::tree::Tree;
use crate::{
    api::{self, GetThing},
    lossless::KINDS,
    steps::{Step, always, in_turn, replies},
};

#[path = "../../../examples/tracing/tree.rs"]
mod tree;

const ID: &str = "thing_private";

fn builder(transport: impl HttpTransport) -> ClientBuilder {
    let policy = RetryPolicy::new().jitter(Jitter::None);
    api::builder(transport).retry(policy).timer(FakeTimer::skipping())
}

fn client(steps: &[Step]) -> Client {
    builder(in_turn(steps)).build().unwrap()
}

/// Returns the spans and events while `future` runs, and its output.
fn record<T>(future: impl Future<Output = T>) -> (String, T) {
    let tree = Tree::default();
    // Otherwise a call in another test, which has no subscriber, may disable a span for all threads.
    let _ = set_global_default(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::registry().with(tree.clone());
    let output = with_default(subscriber, || block_on(future));
    let text = tree.take();
    for secret in ["s3cr3t", ID] {
        assert!(!text.contains(secret), "{text}");
    }
    (text, output)
}

/// Returns the spans and events of a call, and its error.
fn call(client: &Client, id: &str) -> String {
    let (text, outcome) = record(client.send(GetThing::new(id)).into_future());
    match outcome {
        Ok(_) => text,
        Err(error) => format!("{text}\n{error}"),
    }
}

#[test]
fn a_call_that_succeeds_at_once_has_two_spans() {
    insta::assert_snapshot!(call(&client(&[Step::Thing]), ID));
}

#[test]
fn each_attempt_is_a_span_in_the_spans_of_the_call_and_the_caller() {
    let client = client(&[
        Step::Fail(TransportErrorKind::Connect),
        Step::Status(503),
        Step::Thing,
        Step::Status(404),
    ]);
    let (text, ()) = record(async {
        let job = async {
            client.send(GetThing::new(ID)).await.unwrap();
            client.send(GetThing::new(ID)).await.unwrap_err();
        };
        job.instrument(info_span!("job")).await;
    });
    insta::assert_snapshot!(text);
}

#[test]
fn the_span_of_a_call_is_in_the_span_that_polls_it() {
    let client = client(&[Step::Thing]);
    let (text, outcome) = record(async {
        let call = client.send(GetThing::new(ID)).into_future();
        call.instrument(info_span!("job")).await
    });
    outcome.unwrap();
    let levels: Vec<_> = text.lines().filter(|line| !line.contains(" = ")).collect();
    assert_eq!(levels, ["job", "    call", "        attempt"]);
}

#[test]
fn a_call_that_is_not_sent_has_no_attempt() {
    insta::assert_snapshot!(call(&client(&[]), ".."));
}

#[test]
fn an_invalid_body_fails_the_call_and_not_the_attempt() {
    let mut text = call(&client(&[Step::Invalid]), ID);
    let full = client(&[Step::Invalid]).send(GetThing::new(ID)).full();
    let (full, outcome) = record(full.into_future());
    text = text.replace(&format!("\n{}", outcome.unwrap_err()), "");
    assert_eq!(text, full, "`full` records the same");
    insta::assert_snapshot!(text);
}

#[test]
fn a_redirect_fails_the_call_and_not_the_attempt() {
    insta::assert_snapshot!(call(&client(&[Step::Status(307)]), ID));
}

#[test]
fn a_429_is_recorded_for_its_call_and_the_next_one() {
    let script = in_turn(&[Step::RateLimited("2"), Step::Thing]);
    let client = builder(script).build().unwrap();
    let first = {
        let call = client.send(GetThing::new(ID)).timeout(Duration::from_secs(1));
        let (text, outcome) = record(call.into_future());
        format!("{text}\n{}", outcome.unwrap_err())
    };
    insta::assert_snapshot!(format!("{first}\n{}", call(&client, ID)));
}

#[test]
fn a_call_that_stops_at_its_deadline_records_why() {
    let client = client(&[Step::RateLimited("3600")]);
    insta::assert_snapshot!(call(&client, ID));
}

#[test]
fn a_call_that_was_held_back_for_too_long_has_no_attempt() {
    let script = in_turn(&[Step::RateLimited("3600")]);
    let client = builder(script).timeout(Duration::from_secs(30)).build().unwrap();
    block_on(client.send(GetThing::new(ID)).into_future()).unwrap_err();
    insta::assert_snapshot!(call(&client, ID));
}

#[test]
fn an_empty_retry_budget_is_recorded() {
    let script = in_turn(&[Step::Fail(TransportErrorKind::Timeout)]);
    insta::assert_snapshot!(call(&builder(script).retry_budget(0).build().unwrap(), ID));
}

/// Returns the lines that `tracing_subscriber::fmt()` writes for a call, without the time.
fn printed(level: tracing::Level, steps: &[Step]) -> String {
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let lines = Lines::default();
    let _ = set_global_default(tracing_subscriber::registry());
    let written = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .without_time()
        .with_writer(move || written.clone())
        .finish();
    let client = client(steps);
    let call = client.send(GetThing::new(ID)).into_future();
    with_default(subscriber, || block_on(call)).map(|_| ()).unwrap_or(());
    String::from_utf8(lines.0.lock().unwrap().clone()).unwrap()
}

#[test]
fn a_plain_subscriber_shows_each_failed_call_once() {
    use tracing::Level;

    let broken = Step::Fail(TransportErrorKind::Interrupted);
    let failures = [
        &[broken, broken, Step::Status(503)][..],
        &[broken, broken, broken],
        &[Step::Invalid],
        &[Step::Status(307)],
    ];
    let shown = failures.map(|steps| {
        let at_warn = printed(Level::WARN, steps);
        assert_eq!(at_warn.matches("call failed").count(), 1, "without spans: {at_warn}");
        let text = printed(Level::INFO, steps);
        assert_eq!(text.lines().count(), 1, "{text}");
        text
    });
    insta::assert_snapshot!(shown.concat());
    for steps in [[Step::Status(404)], [Step::RateLimited("3600")]] {
        assert!(!printed(Level::INFO, &steps).contains("call failed"));
        assert_eq!(printed(Level::DEBUG, &steps).matches("call failed").count(), 1);
    }
    assert_eq!(printed(Level::DEBUG, &[Step::Thing]), "");
}

#[test]
fn the_code_of_an_error_is_recorded_in_the_span_and_the_event() {
    let long = "é".repeat(1000);
    for (code, recorded) in [("thing_unknown", "thing_unknown"), (&*long, &long[..200])] {
        let body = format!(r#"{{"errors":[{{"code":"{code}","message":"private s3cr3t"}}]}}"#);
        let client = builder(Script::fixed(422, &[], body)).build().unwrap();
        let (text, outcome) = record(client.send(GetThing::new(ID)).into_future());
        outcome.unwrap_err();
        let line = format!("api.error_code = {recorded}");
        assert_eq!(text.lines().filter(|text| text.trim() == line).count(), 2, "{text}");
    }
}

#[test]
fn each_kind_of_transport_error_has_a_name() {
    let name = |kind| {
        let client = builder(always(Step::Fail(kind))).retry(RetryPolicy::never());
        let text = call(&client.build().unwrap(), ID);
        let mut names = text.lines().filter_map(|line| line.trim().strip_prefix("error.type = "));
        let (call, attempt) = (names.next().unwrap(), names.next().unwrap());
        assert_eq!(call, attempt);
        call.to_owned()
    };
    insta::assert_snapshot!(KINDS.map(name).join(" "), @"request connect throttled timeout interrupted protocol head_too_large body_too_large _OTHER");
}

#[test]
fn server_address_and_port_are_recorded_without_brackets() {
    let server = |url| {
        let client = builder(in_turn(&[Step::Thing])).base_url(url).build().unwrap();
        let text = call(&client, ID);
        let server = text.lines().filter_map(|line| line.trim().strip_prefix("server."));
        server.collect::<Vec<_>>().join(", ")
    };
    let servers =
        ["http://[::1]:8080/v1", "http://127.0.0.1/v1", "https://example.com"].map(server);
    insta::assert_snapshot!(servers.join("\n"), @r"
    address = ::1, port = 8080
    address = 127.0.0.1, port = 80
    address = example.com, port = 443
    ");
}

#[test]
fn a_call_that_is_dropped_has_no_status() {
    let never = Script::new(|_| Reply::status(200).after(pending()));
    let client = builder(never).build().unwrap();
    let (text, ()) = record(async {
        let mut call = pin!(client.send(GetThing::new(ID)).into_future());
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
    });
    insta::assert_snapshot!(text);
}

#[test]
fn concurrent_calls_have_separate_spans() {
    let steps = [Step::Status(503), Step::Status(500), Step::Thing, Step::Thing];
    let slow = replies(steps).map(|reply| {
        reply.after(async {
            yield_now().await;
            yield_now().await;
        })
    });
    let client = builder(Script::replies(slow)).build().unwrap();
    let call = |name| {
        let span = info_span!("job", name);
        client.send(GetThing::new(ID)).into_future().instrument(span)
    };
    let (text, (one, other)) = record(async { zip(call("one"), call("other")).await });
    one.unwrap();
    other.unwrap();
    let is_shown = |line: &&str| {
        !line.contains(" = ") || line.contains("name = o") || line.contains("response.status")
    };
    insta::assert_snapshot!(text.lines().filter(is_shown).collect::<Vec<_>>().join("\n"));
}

#[test]
fn an_error_body_is_read_once() {
    static READ: AtomicU32 = AtomicU32::new(0);
    fn reader(response: &http::Response<Bytes>) -> ErrorBody {
        READ.fetch_add(1, Relaxed);
        read_common(response)
    }
    let script = in_turn(&[Step::Status(503), Step::RateLimited("1"), Step::Status(404)]);
    call(&builder(script).error_reader(reader).build().unwrap(), ID);
    assert_eq!(READ.load(Relaxed), 3, "three attempts failed");
}
