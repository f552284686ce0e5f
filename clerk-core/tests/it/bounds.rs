//! Errors are formatted in bounded length, message first.

use std::{error::Error as StdError, fmt::Debug, io, iter, time::Duration};

use clerk_core::{
    Error,
    http::Response,
    retry::{Jitter, RetryPolicy},
    transport::{TransportError, TransportErrorKind},
};
use clerk_testing::{FakeTimer, Script};
use smol::future::block_on;

use crate::api::{self, CheckThing, GetThing, TRACE_HEADER};

/// Longer than anything that is shown.
fn long() -> String {
    "word \u{e4}\n".repeat(100_000)
}

/// Checks that neither the line nor the details are long, and that the line comes first.
fn check(error: &Error) {
    let (line, report) = (error.to_string(), error.report().to_string());
    let (debug, pretty) = (format!("{error:?}"), format!("{error:#?}"));
    assert!(line.len() <= 2 << 10, "{} bytes: {line}", line.len());
    assert!(report.len() <= 2 << 10 && report.starts_with(line.trim_end_matches('…')), "{report}");
    assert!(debug.len() <= 8 << 10, "{} bytes: {debug}", debug.len());
    assert!(pretty.len() <= 8 << 10, "{} bytes: {pretty}", pretty.len());
    assert!(!line.contains('\n'), "{line}");
    for text in [debug, pretty] {
        assert_eq!(text.lines().next(), Some(&*report));
    }
}

fn fail(script: &Script) -> Error {
    let client = api::builder(script.clone())
        .timer(FakeTimer::skipping())
        .timeout(Duration::MAX)
        .retry(RetryPolicy::new().max_attempts(50).jitter(Jitter::None))
        .build()
        .unwrap();
    block_on(client.send(CheckThing::new("a")).into_future()).unwrap_err()
}

#[test]
fn no_response_makes_an_error_long() {
    let text = long().replace('\n', "\\n");
    let name = "n".repeat(60_000);
    let header = "h".repeat(60_000);
    let many = vec![format!(r#"{{"code":"{name}","message":"{text}"}}"#); 3].join(",");
    let bodies = [
        format!(r#"{{"code":"{text}","message":"{text}","detail":"{text}","param":"{text}"}}"#),
        format!(r#"{{"errors":[{many}],"request_id":"{text}"}}"#),
        format!(r#"{{"{text}":{{"{text}":["{text}"]}}}}"#),
        format!(r#"{{"id":1,"{text}":{{"{text}":["{text}"]}}}}"#),
        format!(r#"{{"id":"{text}","status":"{text}","labels":{{"{text}":{{}}}}}}"#),
        format!(r#"{{"id":"a","status":"a","labels":{{}},"created_at":"{text}"}}"#),
        format!("<p>{text}</p>"),
        "[".repeat(1 << 20),
        r#"{"":"#.repeat(1 << 20),
    ];
    for body in bodies {
        for status in [200, 404, 503] {
            let headers =
                [(TRACE_HEADER, &*header), ("content-type", &header), (&name[..1000], "")];
            check(&fail(&Script::fixed(status, &headers, body.clone())));
        }
    }
}

#[test]
fn no_cause_makes_an_error_long() {
    for kind in [TransportErrorKind::Interrupted, TransportErrorKind::Other] {
        check(&fail(&Script::new(move |_| {
            let cause = io::Error::other(io::Error::other(long()));
            Err(TransportError::new(kind).with_source(cause))
        })));
    }
}

#[test]
fn a_long_text_leaves_room_for_the_rest_of_the_line() {
    let body = format!(r#"{{"code":"a","message":"{0}","request_id":"r1"}}"#, "x".repeat(9999));
    let error = fail(&Script::fixed(404, &[], body));
    assert!(error.to_string().ends_with("x… (trace r1)"), "{error}");
}

#[test]
fn the_count_of_errors_includes_those_that_are_not_kept() {
    let body = format!("[{}]", vec![r#"{"code":"a"}"#; 1000].join(","));
    let error = fail(&Script::fixed(400, &[], body));
    let api = error.api().unwrap();
    assert_eq!((api.errors().len(), api.omitted_errors()), (64, 936));
    assert_eq!(error.to_string(), "CheckThing: 400 Bad Request: a (and 999 more)");
}

#[test]
fn the_bodies_of_earlier_attempts_are_cut_and_the_last_is_kept_whole() {
    let page = "<p>busy</p>".repeat(10_000);
    let error = fail(&Script::fixed(503, &[], page.clone()));
    let earlier = error.attempts().unwrap().earlier();
    assert_eq!(earlier.len(), 49);
    assert!(earlier.iter().all(|error| error.api().unwrap().body().len() == 8 << 10));
    assert_eq!(error.api().unwrap().body(), &page);

    let error = fail(&Script::fixed(503, &[], r#"{"code":"busy"}"#));
    assert_eq!(error.attempts().unwrap().earlier()[0].code(), Some("busy"));
}

/// A program whose `main` returns the error prints this.
fn printed_by_main(error: &dyn Debug) -> String {
    format!("Error: {error:?}")
}

#[test]
fn main_prints_the_message_first() {
    let refused = Script::fixed(404, &[], r#"{"code":"not_found","message":"No such thing"}"#);
    let unreadable = Script::fixed(200, &[], "{}");
    let broken = Script::new(|_| {
        let cause = io::Error::other(io::Error::other("connection refused"));
        Err(TransportError::new(TransportErrorKind::Connect).with_source(cause))
    });
    let mut errors: Vec<Error> = [refused, unreadable, broken]
        .iter()
        .map(|script| {
            let call = api::client(script).send(GetThing::new("a"));
            block_on(call.into_future()).unwrap_err()
        })
        .collect();
    let call = api::client(&Script::fixed(200, &[], "")).send(GetThing::new(""));
    errors.push(block_on(call.into_future()).unwrap_err());
    errors.push(api::builder(Script::fixed(200, &[], "")).bearer("").build().unwrap_err().into());
    let report: Vec<String> = errors.iter().map(|error| printed_by_main(error)).collect();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn statuses_outside_2xx_are_told_as_what_they_are() {
    let report: String = [300, 301, 302, 303, 304, 305, 306, 307, 308, 399]
        .into_iter()
        .map(|status| {
            let error = fail(&Script::new(move |_| {
                Ok(Response::builder().status(status).body("".into()).unwrap())
            }));
            format!("{error} ({:?})\n", error.kind().unwrap())
        })
        .collect();
    insta::assert_snapshot!(report);
}

#[test]
fn causes_keep_their_texts_without_secrets() {
    let error = fail(&Script::new(|_| {
        let cause = io::Error::other(io::Error::other("sent Bearer token_s3cr3t\n"));
        Err(TransportError::new(TransportErrorKind::Other).with_source(cause))
    }));
    let causes = iter::successors(error.source(), |&cause| cause.source());
    let texts: Vec<String> = causes.map(ToString::to_string).collect();
    // An `io::Error` shows the error in it, and has the source of that error.
    assert_eq!(texts, ["sent Bearer [redacted]\\n"]);
}
