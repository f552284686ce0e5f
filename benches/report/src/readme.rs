//! The table in the README.

use crate::{Failure, document::table, results::Results};

const START: &str = "<!-- The step `draw` of benches/report writes from here … -->\n";
const END: &str = "<!-- … to here. -->\n";

/// The clients: name, name among the calls, program among the builds.
const CLIENTS: [(&str, &str, &str); 4] = [
    ("clerk-sdk", "sdk-reqwest", "sdk-reqwest-all"),
    ("clerk-sdk on hyper", "sdk-hyper", "sdk-hyper-all"),
    ("clerk-rs 0.5", "clerk-rs", "with-clerk-rs"),
    ("rustify 0.7", "rustify", ""),
];

const CALLS: [(&str, &str, &str); 5] = [
    ("a call: instructions", "create", "instructions"),
    ("a call: allocations", "create", "allocations"),
    ("a call: CPU time", "create", "cpu_us"),
    ("a list of 100 users: instructions", "users-100", "instructions"),
    ("a list of 100 users: CPU time", "users-100", "cpu_us"),
];

const BUILDS: [(&str, &str, &str); 3] = [
    ("a debug build: CPU time", "debug", "cpu_seconds"),
    ("a release build: CPU time", "release", "cpu_seconds"),
    ("the stripped program: bytes", "release", "stripped_bytes"),
];

/// Replaces the table in `readme`.
pub(crate) fn write(readme: &str, results: &Results) -> Result<String, Failure> {
    let lost = "README.md has no markers for the table";
    let (before, rest) = readme.split_once(START).ok_or(lost)?;
    let (_, after) = rest.split_once(END).ok_or(lost)?;
    let calls = CALLS.map(|(name, operation, figure)| {
        let ratio = |(_, client, _)| results.call_ratio(operation, client, figure);
        row(name, CLIENTS.map(ratio))
    });
    let builds = BUILDS.map(|(name, profile, figure)| {
        let ratio = |(_, _, program)| results.build_ratio(program, profile, figure);
        row(name, CLIENTS.map(ratio))
    });
    let header = ["relative to reqwest by hand"].into_iter().chain(CLIENTS.map(|client| client.0));
    let table = table(header, calls.into_iter().chain(builds));
    Ok([before, START, "\n", &table, "\n", END, after].concat())
}

fn row(name: &str, ratios: [Option<f64>; 4]) -> Vec<String> {
    let ratios = ratios.map(|ratio| ratio.map_or_else(|| "–".to_owned(), |it| format!("{it:.2}")));
    [name.to_owned()].into_iter().chain(ratios).collect()
}
