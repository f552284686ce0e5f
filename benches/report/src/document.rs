//! The report, from its template and the figures.

use std::{collections::BTreeMap, fmt::Write};

use crate::{
    Failure,
    build_cost::{self, GROUPS},
    chart::short,
    charts::CLIENTS,
    results::Results,
    targets,
};

const TEMPLATE: &str = include_str!("../performance.md");

/// The template with the tables in the places of their names.
pub(crate) fn write(results: &Results) -> Result<String, Failure> {
    let tables = [
        ("machines", machines(&results.machines)),
        ("targets", targets::table(results)),
        ("create", calls(results, "create")),
        ("revoke", calls(results, "revoke")),
        ("user", calls(results, "user")),
        ("users", calls(results, "users-100")),
        ("peak", peak(results)),
        ("layer", layer(results)),
        ("codec", results.codec.join("\n")),
        ("build", build(results)),
    ];
    let mut document = TEMPLATE.to_owned();
    for (name, table) in tables {
        let place = format!("{{{{{name}}}}}");
        if !document.contains(&place) {
            return Err(format!("the template has no place for {place}").into());
        }
        document = document.replace(&place, table.trim_end());
    }
    Ok(document)
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
    let mut table = String::from(
        "| | CPU µs | 10th percentile | wall µs | 10th percentile | CPU µs, 64 at a time \
         | instructions | allocations | bytes |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (client, name, _) in CLIENTS {
        let cell = |figure| share(results, operation, client, figure);
        let plain = |figure| number(results.call(operation, client, figure));
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {} | {} | {} | {} | {}+{} | {} |",
            cell("cpu_us"),
            plain("cpu_us_p10"),
            cell("wall_us"),
            plain("wall_us_p10"),
            cell("at_once_cpu_us"),
            cell("instructions"),
            plain("allocations"),
            plain("reallocations"),
            cell("allocated_bytes"),
        );
    }
    table
}

fn peak(results: &Results) -> String {
    let mut table = String::from(
        "| | peak of the heap, KB | beyond the body, in bodies |\n| --- | ---: | ---: |\n",
    );
    for (client, name, _) in CLIENTS {
        let peak = results.call("users-100", client, "peak_bytes");
        let beyond = targets::beyond_the_body(results, client);
        let peak = number(peak.map(|bytes| bytes / 1000.0));
        let _ = writeln!(table, "| {name} | {peak} | {} |", number(beyond));
    }
    table
}

fn layer(results: &Results) -> String {
    let mut table = String::from(
        "| | | CPU µs | by hand | instructions | by hand | allocations | by hand | bytes | by hand |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (kind, what) in [("memory", "the whole call"), ("encode", "building the request")] {
        let clients = [format!("sdk-{kind}"), format!("hand-{kind}")];
        for operation in ["create", "revoke", "user", "users-100"] {
            let _ = write!(table, "| {what} | {operation} |");
            for figure in ["cpu_us", "instructions", "allocations", "allocated_bytes"] {
                for client in &clients {
                    let _ = write!(table, " {} |", number(results.call(operation, client, figure)));
                }
            }
            table.push('\n');
        }
    }
    table
}

fn build(results: &Results) -> String {
    let mut programs = vec![
        ("hand-reqwest".to_owned(), "reqwest by hand".to_owned()),
        ("hand-isahc".to_owned(), "isahc by hand".to_owned()),
        ("with-clerk-rs".to_owned(), "clerk-rs 0.5".to_owned()),
    ];
    for (transport, counts) in [("reqwest", GROUPS.as_slice()), ("isahc", &[Some(1), None])] {
        programs.extend(counts.iter().map(|&count| {
            let groups = match count {
                None => "all groups".to_owned(),
                Some(1) => "one group".to_owned(),
                Some(count) => format!("{count} groups"),
            };
            let name = format!("clerk-sdk on {transport}, {groups}");
            (build_cost::sdk(transport, count), name)
        }));
    }
    let mut table = String::from(
        "| | profile | CPU seconds | peak of a process, MB | crates | stripped MB |\n\
         | --- | --- | ---: | ---: | ---: | ---: |\n",
    );
    for (program, name) in programs {
        for profile in ["debug", "release"] {
            let figure = |figure| results.build(&program, profile, figure);
            let _ = writeln!(
                table,
                "| {name} | {profile} | {} | {} | {} | {} |",
                number(figure("cpu_seconds").map(f64::round)),
                number(figure("peak_megabytes")),
                number(figure("crates")),
                number(figure("stripped_bytes").map(|bytes| bytes / 1e6)),
            );
        }
    }
    table
}

/// A figure, and what it is where that of reqwest by hand is 1.
fn share(results: &Results, operation: &str, client: &str, figure: &str) -> String {
    let value = results.call(operation, client, figure);
    match (value, results.ratio(operation, client, figure)) {
        (Some(value), Some(ratio)) => format!("{} ({ratio:.2})", short(value)),
        _ => number(value),
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), short)
}
