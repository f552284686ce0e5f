//! `docs/performance.md`, from its template and the figures.

use std::collections::BTreeMap;

use crate::{Failure, build_cost::PROGRAMS, results::Results};

const TEMPLATE: &str = include_str!("../performance.md");

/// The clients that call the server: name in the results, name in the report.
const CLIENTS: [(&str, &str); 9] = [
    ("sdk-reqwest", "clerk-sdk on reqwest"),
    ("sdk-hyper", "clerk-sdk on hyper"),
    ("sdk-isahc", "clerk-sdk on isahc"),
    ("hand-reqwest", "reqwest by hand"),
    ("hand-reqwest-deadline", "reqwest by hand with a deadline"),
    ("hand-isahc", "isahc by hand"),
    ("hand-hyper", "hyper-util by hand"),
    ("clerk-rs", "clerk-rs 0.5"),
    ("rustify", "rustify 0.7"),
];

/// Replaces the placeholders of the template with tables.
pub(crate) fn write(results: &Results) -> Result<String, Failure> {
    let tables = [
        ("machines", machines(&results.machines)),
        ("create", calls(results, "create")),
        ("revoke", calls(results, "revoke")),
        ("user", calls(results, "user")),
        ("users", calls(results, "users-100")),
        ("peak", peak(results)),
        ("layer", layer(results)),
        ("build", build(results)),
    ];
    let mut document = TEMPLATE.to_owned();
    for (name, table) in tables {
        let placeholder = format!("{{{{{name}}}}}");
        if !document.contains(&placeholder) {
            return Err(format!("the template has no placeholder {placeholder}").into());
        }
        document = document.replace(&placeholder, table.trim_end());
    }
    Ok(document)
}

/// Formats a table, whose columns are numbers except the first.
pub(crate) fn table<'a>(
    header: impl IntoIterator<Item = &'a str>,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | ")).replace("|  |", "| |");
    let header: Vec<String> = header.into_iter().map(str::to_owned).collect();
    let mut rule = vec!["---:".to_owned(); header.len()];
    if let Some(first) = rule.first_mut() {
        "---".clone_into(first);
    }
    [header, rule].into_iter().chain(rows).map(line).collect()
}

fn machines(machines: &BTreeMap<String, String>) -> String {
    let mut steps: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (step, machine) in machines {
        steps.entry(machine).or_default().push(step);
    }
    let lines = steps.iter().map(|(machine, steps)| format!("- {machine}: {}\n", steps.join(", ")));
    lines.collect()
}

fn calls(results: &Results, operation: &str) -> String {
    let rows = CLIENTS.map(|(client, name)| {
        let plain = |figure| number(results.call(operation, client, figure));
        let cell = |figure| match results.call_ratio(operation, client, figure) {
            Some(ratio) => format!("{} ({ratio:.2})", plain(figure)),
            None => plain(figure),
        };
        vec![
            name.to_owned(),
            cell("cpu_us"),
            cell("wall_us"),
            cell("at_once_cpu_us"),
            cell("instructions"),
            format!("{} + {}", plain("allocations"), plain("reallocations")),
            cell("allocated_bytes"),
        ]
    });
    let header = ["", "CPU µs", "wall µs", "CPU µs, 64 concurrent", "instructions"];
    table(header.into_iter().chain(["allocations", "bytes"]), rows)
}

fn peak(results: &Results) -> String {
    let rows = CLIENTS.map(|(client, name)| {
        let figure = |figure| results.call("users-100", client, figure);
        let peak = figure("peak_bytes");
        let bodies = peak.zip(figure("body_bytes")).map(|(peak, body)| peak / body);
        vec![name.to_owned(), number(peak.map(|bytes| bytes / 1000.0)), number(bodies)]
    });
    table(["", "peak heap, KB", "relative to the body"], rows)
}

fn layer(results: &Results) -> String {
    let mut rows = Vec::new();
    for (kind, what) in [("memory", "whole call"), ("encode", "encoding")] {
        for operation in ["create", "revoke", "user", "users-100"] {
            let mut row = vec![format!("{what}, {operation}")];
            for figure in ["cpu_us", "instructions", "allocations", "allocated_bytes"] {
                for client in [format!("sdk-{kind}"), format!("hand-{kind}")] {
                    row.push(number(results.call(operation, &client, figure)));
                }
            }
            rows.push(row);
        }
    }
    let figures = ["CPU µs", "instructions", "allocations", "bytes"];
    let header = figures.into_iter().flat_map(|figure| [figure, "by hand"]);
    table([""].into_iter().chain(header), rows)
}

fn build(results: &Results) -> String {
    let mut rows = Vec::new();
    for (program, _, _, name) in PROGRAMS {
        for profile in ["debug", "release"] {
            let figure = |figure| results.build(program, profile, figure);
            rows.push(vec![
                format!("{name}, {profile}"),
                number(figure("cpu_seconds").map(f64::round)),
                number(figure("peak_megabytes")),
                number(figure("crates")),
                number(figure("stripped_bytes").map(|bytes| bytes / 1e6)),
            ]);
        }
    }
    table(["", "CPU seconds", "peak memory of a process, MB", "crates", "stripped MB"], rows)
}

/// Formats a number with about three digits.
fn number(value: Option<f64>) -> String {
    match value {
        None => "–".to_owned(),
        Some(value) if value.fract() == 0.0 && value < 10_000.0 => format!("{value}"),
        Some(value) if value < 10.0 => format!("{value:.2}"),
        Some(value) if value < 100.0 => format!("{value:.1}"),
        Some(value) if value < 10_000.0 => format!("{value:.0}"),
        Some(value) if value < 1e6 => format!("{:.1} k", value / 1e3),
        Some(value) => format!("{:.2} M", value / 1e6),
    }
}
