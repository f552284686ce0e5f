//! Which charts there are.

use crate::{
    build_cost::{self, GROUPS},
    chart::{Bar, Line, Panel, bars, lines},
    results::Results,
};

/// The clients that call the server: name in the figures, name for people, colour.
pub(crate) const CLIENTS: [(&str, &str, &str); 7] = [
    ("sdk-reqwest", "clerk-sdk on reqwest", "#2f6fd6"),
    ("sdk-isahc", "clerk-sdk on isahc", "#12988a"),
    ("hand-reqwest", "reqwest by hand", "#d9730d"),
    ("hand-isahc", "isahc by hand", "#a9791c"),
    ("hand-hyper", "hyper-util by hand", "#8a5cd1"),
    ("clerk-rs", "clerk-rs 0.5", "#cf3f5f"),
    ("rustify", "rustify 0.7", "#7d8590"),
];

const LISTS: [u32; 7] = [1, 10, 50, 100, 200, 350, 500];

/// The charts by the names of their files.
pub(crate) fn all(results: &Results) -> [(&'static str, String); 3] {
    [("calls.svg", calls(results)), ("lists.svg", lists(results)), ("build.svg", build(results))]
}

fn calls(results: &Results) -> String {
    let panel = |title, operation: &str, divisor: f64| Panel {
        title,
        bars: CLIENTS
            .iter()
            .filter_map(|&(client, name, colour)| {
                let value = results.call(operation, client, "cpu_us")? / divisor;
                Some(Bar { name: name.to_owned(), value, colour })
            })
            .collect(),
    };
    bars(&[
        panel("Create an actor token: CPU time of the client, µs", "create", 1.0),
        panel("List 100 users: CPU time of the client, ms", "users-100", 1000.0),
    ])
}

fn lists(results: &Results) -> String {
    let series = CLIENTS.map(|(client, name, colour)| Line {
        name: name.to_owned(),
        colour,
        dashed: false,
        points: LISTS
            .iter()
            .filter_map(|&length| {
                let taken = results.call(&format!("users-{length}"), client, "cpu_us")?;
                Some((f64::from(length), taken / 1000.0))
            })
            .collect(),
    });
    lines("List users: CPU time of the client, ms", "users in the list", &series)
}

fn build(results: &Results) -> String {
    let all = build_cost::groups().map_or(0, |groups| groups.len()) as f64;
    let mut series = Vec::new();
    for (profile, dashed) in [("release", false), ("debug", true)] {
        let cost = |program: &str| results.build(program, profile, "cpu_seconds");
        let ours = GROUPS.iter().filter_map(|&count| {
            let seconds = cost(&build_cost::sdk("reqwest", count))?;
            Some((count.map_or(all, |count| count as f64), seconds))
        });
        // The others have no groups, so they cost the same throughout.
        let level = |program| cost(program).map(|seconds| vec![(1.0, seconds), (all, seconds)]);
        let lines = [
            ("clerk-sdk", "#2f6fd6", ours.collect()),
            ("reqwest by hand", "#d9730d", level("hand-reqwest").unwrap_or_default()),
            ("clerk-rs", "#cf3f5f", level("with-clerk-rs").unwrap_or_default()),
        ];
        series.extend(lines.map(|(name, colour, points)| Line {
            name: format!("{name}, {profile}"),
            colour,
            dashed,
            points,
        }));
    }
    lines("Clean build of the actor-token program: CPU seconds", "groups of operations", &series)
}
