//! The status and message for the users of a web server, for each error.

use std::time::Duration;

use clerk_core::{
    Error,
    transport::{TransportError, TransportErrorKind},
};
use clerk_testing::Script;
use smol::future::block_on;

use crate::{
    api::{self, GetThing, TOKEN},
    lossless::KINDS,
};

fn fail(script: &Script) -> Error {
    block_on(api::client(script).send(GetThing::new("a")).into_future()).unwrap_err()
}

fn row(name: &str, error: &Error) -> String {
    let wait = error.retry_after().map(|wait| format!(", after {} s", wait.as_secs()));
    let (status, message) = (error.public_status().as_u16(), error.public_message());
    format!("{name}: {status}{}: {message}\n", wait.unwrap_or_default())
}

#[test]
fn each_error_has_a_status_and_a_message_for_users() {
    let mut report = String::new();
    let statuses = [302, 304, 400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422, 423, 429];
    for status in statuses.into_iter().chain([500, 501, 502, 503, 504]) {
        let headers: &[_] = if status == 429 { &[("retry-after", "7")] } else { &[] };
        let body = format!(r#"{{"code":"internal_code","message":"{TOKEN}"}}"#);
        report += &row(&status.to_string(), &fail(&Script::fixed(status, headers, body)));
    }
    for kind in KINDS {
        let error = fail(&Script::new(move |_| Err(TransportError::new(kind))));
        report += &row(&format!("{kind:?}"), &error);
    }
    report += &row("decode", &fail(&Script::fixed(200, &[], "{}")));
    let script = Script::fixed(200, &[], "");
    let encode = block_on(api::client(&script).send(GetThing::new("")).into_future());
    report += &row("encode", &encode.unwrap_err());
    let config = api::builder(script).bearer("").build().unwrap_err();
    report += &row("config", &config.into());
    insta::assert_snapshot!(report);
}

#[test]
fn a_call_that_was_held_back_says_how_long_to_wait() {
    let throttled = |retry_after| {
        Error::from(TransportError::new(TransportErrorKind::Throttled { retry_after }))
    };
    assert_eq!(throttled(Duration::from_secs(3)).retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(throttled(Duration::ZERO).retry_after(), None);
}

#[test]
fn the_response_for_users_is_a_problem_that_shows_nothing_of_the_call() {
    let script = Script::fixed(429, &[("retry-after", "7")], r#"{"message":"internal"}"#);
    let response = fail(&script).public_response();
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    assert_eq!(response.status(), 503);
    assert_eq!(header("retry-after"), Some("7"));
    assert_eq!(header("content-type"), Some("application/problem+json"));
    assert_eq!(header("cache-control"), Some("no-store"));
    let body = r#"{"status":503,"title":"The service is busy. Try again later."}"#;
    assert_eq!(response.body(), body);

    let missing = fail(&Script::fixed(404, &[("retry-after", "7")], "")).public_response();
    assert_eq!(missing.status(), 404);
    assert!(!missing.headers().contains_key("retry-after"));
}
