//! The figures that the README quotes.

use std::fmt::Write;

use crate::{Failure, build_cost, results::Results};

const START: &str = "<!-- The step `draw` of benches/report writes from here … -->\n";
const END: &str = "<!-- … to here. -->\n";

/// Where the figures of a client stand: its name among the calls, and its program among the builds.
type Client = (&'static str, &'static str, Option<String>);

/// `readme` with the figures of today.
pub(crate) fn write(readme: &str, results: &Results) -> Result<String, Failure> {
    let lost = "README.md has lost the place of its figures";
    let (before, rest) = readme.split_once(START).ok_or(lost)?;
    let (_, after) = rest.split_once(END).ok_or(lost)?;
    Ok([before, START, "\n", &table(results), "\n", END, after].concat())
}

fn table(results: &Results) -> String {
    let clients: [Client; 3] = [
        ("clerk-sdk", "sdk-reqwest", Some(build_cost::sdk("reqwest", None))),
        ("clerk-rs 0.5", "clerk-rs", Some("with-clerk-rs".to_owned())),
        ("rustify 0.7", "rustify", None),
    ];
    let mut table = String::from("| where reqwest by hand is 1 |");
    let _ = clients.iter().try_for_each(|(name, ..)| write!(table, " {name} |"));
    table.push_str("\n| --- | ---: | ---: | ---: |\n");
    for (what, operation, figure) in [
        ("a call: instructions", "create", "instructions"),
        ("a call: allocations", "create", "allocations"),
        ("a call: CPU time", "create", "cpu_us"),
        ("a list of 100 users: instructions", "users-100", "instructions"),
        ("a list of 100 users: CPU time", "users-100", "cpu_us"),
    ] {
        row(&mut table, what, &clients, |(_, client, _)| results.ratio(operation, client, figure));
    }
    for (what, profile, figure) in [
        ("a debug build: CPU time", "debug", "cpu_seconds"),
        ("a release build: CPU time", "release", "cpu_seconds"),
        ("the stripped program: bytes", "release", "stripped_bytes"),
    ] {
        row(&mut table, what, &clients, |(_, _, program)| {
            let by_hand = results.build("hand-reqwest", profile, figure)?;
            Some(results.build(program.as_deref()?, profile, figure)? / by_hand)
        });
    }
    table
}

fn row(table: &mut String, what: &str, clients: &[Client], ratio: impl Fn(&Client) -> Option<f64>) {
    let _ = write!(table, "| {what} |");
    for client in clients {
        let ratio = ratio(client).map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
        let _ = write!(table, " {ratio} |");
    }
    table.push('\n');
}
