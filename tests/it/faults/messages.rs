//! The messages of errors, word by word.

use std::fmt::Write;

use clerk_sdk::retry::RetryPolicy;

use crate::faults::{
    catalogue,
    responses::OBEYS,
    trial::{
        Call,
        Method::{self, Get, Post},
        Report, Settings, Trial, Via,
    },
};

/// A fault, a call, and settings of the client.
const CASES: &[(&str, Method, Settings)] = &[
    ("refused", Post, UNCHANGED),
    ("TLS: expired certificate", Post, ONCE),
    ("TLS: certificate of another host", Post, ONCE),
    ("TLS: unknown authority", Post, ONCE),
    ("TLS: handshake stalls", Post, UNCHANGED),
    ("stall before the headers", Post, UNCHANGED),
    ("stall before the headers", Post, |builder, short| builder.timeout(short)),
    ("stall in the body", Get, UNCHANGED),
    ("stall in the body", Post, |builder, short| builder.timeout(short)),
    ("closed before the headers", Post, UNCHANGED),
    ("reset in the body", Get, UNCHANGED),
    ("garbage: another protocol", Get, UNCHANGED),
    ("header bomb: 10,000 headers", Get, UNCHANGED),
    ("length of 1 TiB", Get, UNCHANGED),
    ("HTML", Get, UNCHANGED),
    ("307 to another host", Post, UNCHANGED),
    ("503", Get, UNCHANGED),
    ("503", Get, |builder, _| builder.retry_budget(1)),
    ("503", Get, |builder, _| builder.retry_budget(0)),
];

const UNCHANGED: Settings = |builder, _| builder;
const ONCE: Settings = |builder, _| builder.retry(RetryPolicy::never());

#[test]
fn error_messages() {
    insta::assert_snapshot!(Via::ALL.map(messages).join("\n"));
}

fn messages(via: Via) -> String {
    let mut text = format!("{}\n\n", via.name());
    for &(fault, method, settings) in CASES {
        let trial = Trial { settings, ..Trial::new(catalogue::named(fault), method, via) };
        for report in trial.run() {
            writeln!(text, "{}", message(&report)).unwrap();
        }
    }
    // `Retry-After` is after the deadline of the first call. The second call of the
    // same operation is not sent at all.
    let response = "429|Retry-After: 3600".to_owned();
    let calls = [Get, Get].map(|method| Call { method, response: response.clone() }).into();
    for report in (Trial { calls, ..Trial::new(&OBEYS, Post, via) }).run() {
        writeln!(text, "{}", message(&report)).unwrap();
    }
    text
}

/// The text of the error, without the parts that differ from run to run: the short deadline, and
/// large numbers, which are times.
fn message(report: &Report) -> String {
    let short = format!("({} s)", report.deadline.as_secs_f64());
    let text = report.outcome.as_ref().unwrap_err().report().to_string();
    let text = text.replace(&short, "(0.08 s)");
    let is_time = |word: &str| word.chars().filter(char::is_ascii_digit).count() > 8;
    text.split(' ').map(|word| if is_time(word) { "…" } else { word }).collect::<Vec<_>>().join(" ")
}
