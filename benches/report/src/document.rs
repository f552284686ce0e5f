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

/// The figures of concurrent calls: name in the report, name of the figure.
const CONCURRENT: [(&str, &str); 4] = [
    ("calls per second, 64 concurrent", "at_64_calls_per_second"),
    ("p99 µs, 64 concurrent", "at_64_p99_us"),
    ("calls per second, 512 concurrent", "at_512_calls_per_second"),
    ("p99 µs, 512 concurrent", "at_512_p99_us"),
];

/// The boxed futures of a call: name in the report, name of the client, name of the figure.
const FUTURES: [(&str, &str, &str); 5] = [
    ("the call's future, over every transport", "sdk-memory", "future_bytes"),
    ("the transport's, on reqwest", "sdk-reqwest", "transport_future_bytes"),
    ("the transport's, on hyper", "sdk-hyper", "transport_future_bytes"),
    ("the transport's, on isahc", "sdk-isahc", "transport_future_bytes"),
    ("the transport's, in memory", "sdk-memory", "transport_future_bytes"),
];

/// Replaces the placeholders of the template with tables.
pub(crate) fn write(results: &Results) -> Result<String, Failure> {
    let tables = [
        ("machines", machines(&results.machines)),
        ("create", calls(results, "create")),
        ("revoke", calls(results, "revoke")),
        ("user", calls(results, "user")),
        ("users", calls(results, "users-100")),
        ("slim", calls(results, "users-100-slim")),
        ("peak", peak(results)),
        ("concurrent", concurrent(results)),
        ("futures", futures(results)),
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
    let rows = measured(results, operation, "allocations").map(|(client, name)| {
        let plain = |figure| number(results.call(operation, client, figure));
        let cell = |figure| cell(results, operation, client, figure);
        vec![
            name.to_owned(),
            cell("cpu_us"),
            cell("wall_us"),
            cell("at_once_cpu_us"),
            cell("instructions"),
            cell("l1_misses"),
            format!("{} + {}", plain("allocations"), plain("reallocations")),
            cell("allocated_bytes"),
        ]
    });
    let header = ["", "CPU µs", "wall µs", "CPU µs, 64 concurrent", "instructions", "L1 misses"];
    table(header.into_iter().chain(["allocations", "bytes"]), rows)
}

/// The clients that have this figure of the operation.
fn measured(
    results: &Results,
    operation: &str,
    figure: &str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    CLIENTS.into_iter().filter(move |(client, _)| results.call(operation, client, figure).is_some())
}

fn concurrent(results: &Results) -> String {
    let rows = measured(results, "create", "at_64_p99_us").map(|(client, name)| {
        let cells = CONCURRENT.map(|(_, figure)| cell(results, "create", client, figure));
        [name.to_owned()].into_iter().chain(cells).collect()
    });
    table([""].into_iter().chain(CONCURRENT.map(|(name, _)| name)), rows)
}

fn futures(results: &Results) -> String {
    let rows = FUTURES.map(|(name, client, figure)| {
        vec![name.to_owned(), number(results.call("create", client, figure))]
    });
    table(["", "bytes"], rows)
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
        for operation in ["create", "revoke", "user", "users-100", "users-100-slim"] {
            // Its request is that of `users-100`.
            if (kind, operation) == ("encode", "users-100-slim") {
                continue;
            }
            let mut row = vec![format!("{what}, {operation}")];
            for figure in ["cpu_us", "instructions", "l1_misses", "allocations", "allocated_bytes"]
            {
                for client in [format!("sdk-{kind}"), format!("hand-{kind}")] {
                    row.push(number(results.call(operation, &client, figure)));
                }
            }
            rows.push(row);
        }
    }
    let figures = ["CPU µs", "instructions", "L1 misses", "allocations", "bytes"];
    let header = figures.into_iter().flat_map(|figure| [figure, "by hand"]);
    table([""].into_iter().chain(header), rows)
}

fn build(results: &Results) -> String {
    let mut rows = Vec::new();
    for (program, _, _, name) in PROGRAMS {
        for profile in ["debug", "release"] {
            let figure = |figure| results.build(program, profile, figure);
            let relative = |name, unit: fn(f64) -> f64| {
                with_ratio(figure(name).map(unit), results.build_ratio(program, profile, name))
            };
            rows.push(vec![
                format!("{name}, {profile}"),
                relative("cpu_seconds", f64::round),
                number(figure("peak_megabytes")),
                number(figure("crates")),
                relative("stripped_bytes", |bytes| bytes / 1e6),
            ]);
        }
    }
    table(["", "CPU seconds", "peak memory of a process, MB", "crates", "stripped MB"], rows)
}

/// Formats a figure of a call with its ratio.
fn cell(results: &Results, operation: &str, client: &str, figure: &str) -> String {
    let ratio = results.call_ratio(operation, client, figure);
    with_ratio(results.call(operation, client, figure), ratio)
}

/// Formats a number with its ratio in parentheses.
fn with_ratio(value: Option<f64>, ratio: Option<f64>) -> String {
    match ratio {
        Some(ratio) => format!("{} ({ratio:.2})", number(value)),
        None => number(value),
    }
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
