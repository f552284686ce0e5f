//! The tables of the documents, drawn from the figures.

use std::fs;

use crate::{Failure, bounds::BOUNDS, programs::PROGRAMS, results::Results, root};

const DOCUMENTS: [&str; 3] = ["README.md", "docs/performance.md", "benches/README.md"];

/// The lines before and after a table. The first goes on with the table's name.
const START: &str = "<!-- drawn by benches: ";
const END: &str = "<!-- end of the table -->";

/// The clients: row, and name in the documents.
const CLIENTS: [(&str, &str); 7] = [
    ("sdk-reqwest", "clerk-sdk on reqwest"),
    ("sdk-hyper", "clerk-sdk on hyper"),
    ("hand-reqwest", "reqwest by hand"),
    ("hand-hyper", "hyper-util by hand"),
    ("clerk-rs", "clerk-rs 0.5"),
    ("sdk-memory", "clerk-sdk without a network"),
    ("hand-memory", "by hand without a network"),
];

/// The README's columns: name, client, and program.
const COLUMNS: [(&str, &str, &str); 3] = [
    ("clerk-sdk", "sdk-reqwest", "sdk-reqwest-all"),
    ("clerk-sdk on hyper", "sdk-hyper", "sdk-hyper-all"),
    ("clerk-rs 0.5", "clerk-rs", "clerk-rs"),
];

/// The README's rows: name, table, and figure.
const ROWS: [(&str, &str, &str); 8] = [
    ("a call: instructions", "create", "instructions"),
    ("a call: allocations", "create", "allocations"),
    ("a call: CPU time", "create", "cpu_us_1"),
    ("a list of 100 users: instructions", "list", "instructions"),
    ("a list of 100 users: CPU time", "list", "cpu_us_1"),
    ("a debug build: CPU time", "programs", "debug_cpu_seconds"),
    ("a release build: CPU time", "programs", "release_cpu_seconds"),
    ("the stripped program: bytes", "programs", "stripped_bytes"),
];

/// Draws the tables of all documents. With `check`, a document that would change is an error.
pub(crate) fn draw(results: &Results, check: bool) -> Result<(), Failure> {
    for path in DOCUMENTS {
        let text = fs::read_to_string(root().join(path))?;
        let drawn = drawn(&text, results)?;
        if check && drawn != text {
            return Err(format!("{path} is out of date: use the step `draw`").into());
        }
        fs::write(root().join(path), drawn)?;
    }
    Ok(())
}

fn drawn(document: &str, results: &Results) -> Result<String, Failure> {
    let mut parts = document.split(START);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->\n").ok_or("a marker has no end")?;
        let (_, rest) = rest.split_once(END).ok_or_else(|| format!("`{name}` has no end"))?;
        let table = table(results, name)?;
        text += &format!("{START}{name} -->\n\n{}\n\n{END}{rest}", table.trim_end());
    }
    Ok(text)
}

fn table(results: &Results, name: &str) -> Result<String, Failure> {
    let clients = |columns: &[(&str, &str)]| {
        let table = if name == "concurrent" { "create" } else { name };
        grid(results, table, &CLIENTS, columns)
    };
    Ok(match name {
        "relative" => {
            let cell = |(_, table, figure), (_, client, program)| {
                let row = if table == "programs" { program } else { client };
                results.ratio(table, row, figure).map_or("–".to_owned(), |it| format!("{it:.2}"))
            };
            let rows = ROWS.map(|row| (row.0.to_owned(), COLUMNS.map(|it| cell(row, it)).to_vec()));
            lines("relative to reqwest by hand", &COLUMNS.map(|column| column.0), rows)
        }
        "machines" => {
            let machines = results.machines.iter();
            machines.map(|(step, machine)| format!("- `{step}`: {machine}\n")).collect()
        }
        "create" | "list" => clients(&[
            ("CPU µs", "cpu_us_1"),
            ("instructions", "instructions"),
            ("allocations", "allocations"),
            ("reallocations", "reallocations"),
        ]),
        "concurrent" => clients(&[
            ("CPU µs at 8", "cpu_us_8"),
            ("at 64", "cpu_us_64"),
            ("at 512", "cpu_us_512"),
            ("calls per second at 1", "per_second_1"),
            ("at 8", "per_second_8"),
            ("at 64", "per_second_64"),
            ("at 512", "per_second_512"),
        ]),
        "verify" => {
            let rows = [
                ("verify", "verify a token, with the key in memory"),
                ("request", "authenticate a request that has the token"),
                ("jsonwebtoken", "verify a token with jsonwebtoken 10 on aws-lc-rs"),
            ];
            grid(results, name, &rows, &[("CPU µs", "cpu_us"), ("per second", "per_second")])
        }
        "programs" => grid(
            results,
            name,
            &PROGRAMS.map(|program| (program.row, program.name)),
            &[
                ("debug build, CPU s", "debug_cpu_seconds"),
                ("release build, CPU s", "release_cpu_seconds"),
                ("stripped bytes", "stripped_bytes"),
                ("cold start, CPU ms", "start_cpu_ms"),
                ("cold start, instructions", "start_instructions"),
            ],
        ),
        "bounds" => {
            let rows = BOUNDS.map(|bound| {
                let measured = bound.measured(results).map_or("–".to_owned(), short);
                (bound.name.to_owned(), vec![measured, short(bound.most)])
            });
            lines("", &["now", "bound"], rows)
        }
        _ => return Err(format!("unknown table `{name}`").into()),
    })
}

/// Draws rows of the figures, with their ratios in parentheses. Rows without figures are left out.
fn grid(results: &Results, table: &str, rows: &[(&str, &str)], columns: &[(&str, &str)]) -> String {
    let cell = |row, figure| {
        let value = results.get(table, row, figure)?;
        let ratio = results.ratio(table, row, figure);
        Some(ratio.map_or(short(value), |ratio| format!("{} ({ratio:.2})", short(value))))
    };
    let rows = rows.iter().filter_map(|(row, name)| {
        let cells: Vec<_> = columns.iter().map(|(_, figure)| cell(row, figure)).collect();
        let is_measured = cells.iter().any(Option::is_some);
        let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| "–".to_owned()));
        is_measured.then(|| ((*name).to_owned(), cells.collect()))
    });
    let header: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    lines("", &header, rows)
}

/// Formats a table, whose columns are numbers except the first.
fn lines(
    corner: &str,
    header: &[&str],
    rows: impl IntoIterator<Item = (String, Vec<String>)>,
) -> String {
    let line = |first: &str, cells: &[String]| format!("| {first} | {} |\n", cells.join(" | "));
    let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
    let mut text = line(corner, &header).replace("|  |", "| |");
    text += &line("---", &vec!["---:".to_owned(); header.len()]);
    for (name, cells) in rows {
        text += &line(&name, &cells);
    }
    text
}

/// Formats a number with about three digits.
fn short(value: f64) -> String {
    match value {
        _ if value.fract() == 0.0 && value < 10_000.0 => format!("{value}"),
        _ if value < 10.0 => format!("{value:.2}"),
        _ if value < 100.0 => format!("{value:.1}"),
        _ if value < 10_000.0 => format!("{value:.0}"),
        _ if value < 1e6 => format!("{:.1} k", value / 1e3),
        _ => format!("{:.2} M", value / 1e6),
    }
}
