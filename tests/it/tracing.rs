//! What `tracing` is told of calls that end in every way.

use std::{
    future::{pending, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use clerk_sdk::{
    Bytes, Clerk, ClientBuilder, HttpTransport, Jitter, RequestContext, RetryPolicy,
    TransportError, TransportErrorKind, api::users::GetUser, async_trait, http,
};
use smol::future::{block_on, yield_now, zip};
use tracing::{Instrument as _, info_span, subscriber::with_default};
use tracing_subscriber::layer::SubscriberExt as _;

use self::tree::Tree;
use crate::retry::script::{KINDS, Script, Step};

#[path = "../../examples/tracing/tree.rs"]
mod tree;

const ID: &str = "user_private";

fn builder(transport: impl HttpTransport) -> ClientBuilder<Clerk> {
    let policy = RetryPolicy::new().jitter(Jitter::None);
    let timer = clerk_sdk::testing::FakeTimer::skipping();
    Clerk::builder("sk_test_s3cr3t").transport(transport).retry(policy).timer(timer)
}

fn clerk(steps: &[Step]) -> Clerk {
    builder(Script::new(steps)).build().unwrap()
}

/// What is told while `future` runs.
fn told<T>(future: impl Future<Output = T>) -> (String, T) {
    let tree = Tree::default();
    let subscriber = tracing_subscriber::registry().with(tree.clone());
    let output = with_default(subscriber, || block_on(future));
    let text = tree.take();
    for secret in ["s3cr3t", ID] {
        assert!(!text.contains(secret), "{text}");
    }
    (text, output)
}

/// What is told of a call, then what it ends in.
fn call(clerk: &Clerk, id: &str) -> String {
    let (text, outcome) = told(clerk.send(GetUser::new(id)).into_future());
    match outcome {
        Ok(_) => text,
        Err(error) => format!("{text}\n{error}"),
    }
}

#[test]
fn a_call_that_succeeds_at_once_is_two_spans() {
    insta::assert_snapshot!(call(&clerk(&[Step::User]), ID));
}

#[test]
fn each_attempt_is_a_span_below_the_call_and_the_caller() {
    let clerk = clerk(&[
        Step::Fail(TransportErrorKind::Connect),
        Step::Answer(503),
        Step::User,
        Step::Answer(404),
    ]);
    let (text, ()) = told(async {
        let job = async {
            clerk.send(GetUser::new(ID)).await.unwrap();
            clerk.send(GetUser::new(ID)).await.unwrap_err();
        };
        job.instrument(info_span!("job")).await;
    });
    insta::assert_snapshot!(text);
}

#[test]
fn a_call_belongs_to_whoever_polls_it() {
    let clerk = clerk(&[Step::User]);
    let (text, outcome) = told(async {
        let call = clerk.send(GetUser::new(ID)).into_future();
        call.instrument(info_span!("job")).await
    });
    outcome.unwrap();
    let levels: Vec<_> = text.lines().filter(|line| !line.contains(" = ")).collect();
    assert_eq!(levels, ["job", "    call", "        attempt"]);
}

#[test]
fn what_is_not_sent_has_no_attempt() {
    insta::assert_snapshot!(call(&clerk(&[]), ".."));
}

#[test]
fn an_answer_that_cannot_be_read_fails_the_call_and_not_the_attempt() {
    let mut text = call(&clerk(&[Step::Broken]), ID);
    let full = clerk(&[Step::Broken]).send(GetUser::new(ID)).full();
    let (full, outcome) = told(full.into_future());
    text = text.replace(&format!("\n{}", outcome.unwrap_err()), "");
    assert_eq!(text, full, "`full` tells the same");
    insta::assert_snapshot!(text);
}

#[test]
fn a_redirect_fails_the_call_and_not_the_attempt() {
    insta::assert_snapshot!(call(&clerk(&[Step::Answer(307)]), ID));
}

#[test]
fn what_a_rate_limit_does_to_this_call_and_the_next_is_told() {
    let script = Script::new(&[Step::Refused("2"), Step::User]);
    let clerk = builder(script).retry_budget(0).build().unwrap();
    let first = call(&clerk, ID);
    insta::assert_snapshot!(format!("{first}\n{}", call(&clerk, ID)));
}

#[test]
fn a_call_that_gives_up_at_its_deadline_says_so() {
    let clerk = clerk(&[Step::Refused("3600")]);
    insta::assert_snapshot!(call(&clerk, ID));
}

#[test]
fn a_call_that_was_held_back_for_too_long_has_no_attempt() {
    let script = Script::new(&[Step::Refused("3600")]);
    let clerk = builder(script).timeout(Duration::from_secs(30)).build().unwrap();
    block_on(clerk.send(GetUser::new(ID)).into_future()).unwrap_err();
    insta::assert_snapshot!(call(&clerk, ID));
}

#[test]
fn an_exhausted_budget_is_told() {
    let script = Script::new(&[Step::Fail(TransportErrorKind::Timeout)]);
    insta::assert_snapshot!(call(&builder(script).retry_budget(0).build().unwrap(), ID));
}

#[test]
fn every_failure_has_a_name() {
    let name = |kind| {
        let clerk = builder(Script::always(Step::Fail(kind))).retry(RetryPolicy::never());
        let text = call(&clerk.build().unwrap(), ID);
        let mut names = text.lines().filter_map(|line| line.trim().strip_prefix("error.type = "));
        let (call, attempt) = (names.next().unwrap(), names.next().unwrap());
        assert_eq!(call, attempt);
        call.to_owned()
    };
    insta::assert_snapshot!(KINDS.map(name).join(" "), @"request connect throttled timeout interrupted protocol head_too_large body_too_large _OTHER");
}

#[test]
fn a_server_is_named_without_brackets_and_with_its_port() {
    let server = |url| {
        let clerk = builder(Script::new(&[Step::User])).base_url(url).build().unwrap();
        let text = call(&clerk, ID);
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

/// Answers after it was polled a few times, or never.
#[derive(Debug)]
struct Slow(Option<Script>);

#[async_trait]
impl HttpTransport for Slow {
    async fn send(
        &self,
        request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let Some(script) = &self.0 else { return pending().await };
        yield_now().await;
        yield_now().await;
        script.send(request, context).await
    }
}

#[test]
fn a_call_that_is_dropped_ends_without_a_status() {
    let clerk = builder(Slow(None)).build().unwrap();
    let (text, ()) = told(async {
        let mut call = pin!(clerk.send(GetUser::new(ID)).into_future());
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
    });
    insta::assert_snapshot!(text);
}

#[test]
fn calls_that_run_at_once_do_not_mix() {
    let steps = [Step::Answer(503), Step::Answer(500), Step::User, Step::User];
    let clerk = builder(Slow(Some(Script::new(&steps)))).build().unwrap();
    let call = |name| {
        let span = info_span!("job", name);
        clerk.send(GetUser::new(ID)).into_future().instrument(span)
    };
    let (text, (one, other)) = told(async { zip(call("one"), call("other")).await });
    one.unwrap();
    other.unwrap();
    let is_shown = |line: &&str| {
        !line.contains(" = ") || line.contains("name = o") || line.contains("response.status")
    };
    insta::assert_snapshot!(text.lines().filter(is_shown).collect::<Vec<_>>().join("\n"));
}
