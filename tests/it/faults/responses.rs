//! Whole responses: every status, and every form of `Retry-After`.

use std::fmt::Write;

use clerk_sdk::{Error, error::StopReason};

use crate::faults::{
    fault::{Fault, Step},
    peer::FAILURE,
    trial::{Call, Method, Report, Trial, Via},
};

/// A server that sends the responses that the requests ask for.
pub static OBEYS: Fault = Fault::new("obeys", &[Step::Obey]);

const METHODS: [Method; 2] = [Method::Post, Method::Get];

/// Calls with one client, one call for each response.
fn call(via: Via, method: Method, responses: impl IntoIterator<Item = String>) -> Vec<Report> {
    let calls = responses.into_iter().map(|response| Call { method, response }).collect();
    Trial { calls, ..Trial::new(&OBEYS, method, via) }.run()
}

/// Makes the table for each transport, and checks that they are equal.
fn same_table(table: impl Fn(Via) -> String) -> String {
    let [first, second, third] = Via::ALL.map(table);
    assert_eq!(first, second);
    assert_eq!(first, third);
    first
}

#[test]
fn outcomes_of_all_statuses() {
    insta::assert_snapshot!(same_table(statuses));
}

/// Consecutive statuses with the same outcome share a line.
fn statuses(via: Via) -> String {
    let [post, get] =
        METHODS.map(|method| call(via, method, (200..600).map(|status: u16| status.to_string())));
    let mut table = format!("{:<10}{:<36}{}\n", "status", "POST", "GET");
    let mut lines = (200..600_u16)
        .zip(post.iter().zip(&get))
        .map(|(status, (post, get))| (status, describe(status, post), describe(status, get)))
        .peekable();
    while let Some((first, post, get)) = lines.next() {
        let mut last = first;
        while lines.peek().is_some_and(|line| line.1 == post && line.2 == get) {
            (last, ..) = lines.next().unwrap();
        }
        let range = if first == last { first.to_string() } else { format!("{first}-{last}") };
        writeln!(table, "{range:<10}{post:<36}{get}").unwrap();
    }
    table
}

fn describe(status: u16, report: &Report) -> String {
    let outcome = match &report.outcome {
        Ok(()) => "ok".to_owned(),
        Err(Error::Api(error)) => {
            let sent = if status == 304 { "" } else { FAILURE };
            assert_eq!(error.body(), sent, "the body is lost");
            format!("Api {:?}", error.kind())
        }
        Err(Error::Decode(_)) => "Decode".to_owned(),
        Err(error) => error.to_string(),
    };
    if let Err(error) = &report.outcome {
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
    assert_eq!(report.attempts, report.requests);
    let attempts = if report.attempts == 1 { "attempt" } else { "attempts" };
    format!("{outcome}, {} {attempts}", report.attempts)
}

/// Headers, with `|` between them.
const FORMS: [&str; 22] = [
    "",
    "Retry-After: 0",
    "Retry-After: 7",
    "Retry-After: 007",
    "Retry-After: 0.25",
    "Retry-After: 45",
    "Retry-After: 60",
    "Retry-After: 86400",
    "Retry-After: 99999999999999999999999999",
    "Retry-After: -1",
    "Retry-After: -99999999999999999999999999",
    "Retry-After:",
    "Retry-After: soon",
    "Retry-After: 7 s",
    "Retry-After: 1e1",
    "Retry-After: NaN",
    "Retry-After: 3|Retry-After: 7",
    "Date: Sun, 06 Nov 1994 08:49:37 GMT|Retry-After: Sun, 06 Nov 1994 08:49:47 GMT",
    "Date: Sun, 06 Nov 1994 08:49:37 GMT|Retry-After: Sun, 06 Nov 1994 08:49:07 GMT",
    "Date: Sun, 06 Nov 1994 08:49:37 GMT|Retry-After: Mon, 07 Nov 1994 08:49:37 GMT",
    "Date: Sun, 06 Nov 1994 08:49:37 GMT|Retry-After: Sunday, 06-Nov-94 08:49:47 GMT",
    "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT",
];

#[test]
fn waits_after_each_form_of_retry_after() {
    insta::assert_snapshot!(same_table(retry_after));
}

fn retry_after(via: Via) -> String {
    let mut table = String::new();
    for form in FORMS {
        let shown = form.replace('|', "\n");
        writeln!(table, "{}", if shown.is_empty() { "(none)" } else { &shown }).unwrap();
        // The 429 comes last, because it pauses the calls that follow.
        let cases = [(Method::Get, 503), (Method::Post, 503), (Method::Post, 429)];
        let calls = cases.map(|(method, status)| {
            let response = format!("{status}|{form}");
            Call { method, response }
        });
        let trial = Trial { calls: calls.into(), ..Trial::new(&OBEYS, Method::Post, via) };
        for ((method, status), report) in cases.iter().zip(trial.run()) {
            writeln!(table, "  {} {status}: {}", method.name(), waits(&report)).unwrap();
        }
    }
    table
}

fn waits(report: &Report) -> String {
    let error = report.outcome.as_ref().unwrap_err();
    let retry_after = match error.api().unwrap().retry_after() {
        Some(wait) => format!("{} s", wait.as_secs_f64()),
        None => "unknown time".to_owned(),
    };
    let waits: Vec<_> =
        report.waits.iter().map(|wait| format!("{} s", wait.as_secs_f64())).collect();
    let waits = if waits.is_empty() { "not at all".to_owned() } else { waits.join(" and ") };
    let stop = match error.attempts().unwrap().stop() {
        StopReason::Deadline => ", the next would be too late",
        _ => "",
    };
    format!("retry after {retry_after}, waited {waits}{stop}")
}
