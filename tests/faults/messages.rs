//! What the errors say, to the last word.

use std::fmt::Write;

use clerk_sdk::RetryPolicy;

use crate::{
    answers::OBEYS,
    catalogue,
    trial::{
        Call,
        Method::{self, Get, Post},
        Report, Settings, Trial, Via,
    },
};

/// A fault, a call, and settings of the client.
const CASES: &[(&str, Method, Settings)] = &[
    ("refused", Post, AS_IT_IS),
    ("TLS: expired", Post, ONCE),
    ("TLS: another host's", Post, ONCE),
    ("TLS: unknown authority", Post, ONCE),
    ("TLS: handshake stalls", Post, AS_IT_IS),
    ("stall before the headers", Post, AS_IT_IS),
    ("stall before the headers", Post, |builder, short| builder.timeout(short)),
    ("stall in the body", Get, AS_IT_IS),
    ("stall in the body", Post, |builder, short| builder.timeout(short)),
    ("closed before the headers", Post, AS_IT_IS),
    ("reset in the body", Get, AS_IT_IS),
    ("garbage: another protocol", Get, AS_IT_IS),
    ("header bomb: 10,000 headers", Get, AS_IT_IS),
    ("length of 1 TiB", Get, AS_IT_IS),
    ("HTML", Get, AS_IT_IS),
    ("307 to another host", Post, AS_IT_IS),
    ("503", Get, AS_IT_IS),
    ("503", Get, |builder, _| builder.retry_budget(1)),
    ("503", Get, |builder, _| builder.retry_budget(0)),
];

const AS_IT_IS: Settings = |builder, _| builder;
const ONCE: Settings = |builder, _| builder.retry(RetryPolicy::never());

#[test]
fn what_the_errors_say() {
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
    // The first call is refused for longer than it has time, and the second not sent at all.
    let answer = "429|Retry-After: 3600".to_owned();
    let calls = [Get, Post].map(|method| Call { method, answer: answer.clone() }).into();
    for report in (Trial { calls, ..Trial::new(&OBEYS, Post, via) }).run() {
        writeln!(text, "{}", message(&report)).unwrap();
    }
    text
}

/// The error's text. The short deadline is as long as it took, and large numbers are times.
fn message(report: &Report) -> String {
    let short = format!("({} s)", report.deadline.as_secs_f64());
    let text = report.outcome.as_ref().unwrap_err().to_string().replace(&short, "(0.08 s)");
    let is_time = |word: &str| word.chars().filter(char::is_ascii_digit).count() > 8;
    text.split(' ').map(|word| if is_time(word) { "…" } else { word }).collect::<Vec<_>>().join(" ")
}
