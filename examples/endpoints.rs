//! Prints the catalogue: every operation that is compiled in, as a table or as JSON.

#![allow(clippy::print_stderr, reason = "an example says what is wrong with its arguments")]

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clerk_sdk::{
    Auth, FieldMetadata, FieldPlace, Metadata,
    api::{ENDPOINTS, GROUPS},
};
use serde::Serialize;

const USAGE: &str = "\
usage: endpoints [--json] [WORD...]

Lists the operations of Clerk's Backend API: each with its method, its path and the error statuses
that it documents. With words, only the operations in whose group, name, method, path, statuses or
notes each of them occurs.

exit status: 0 as expected, 2 the arguments do not fit";

fn main() -> ExitCode {
    let (options, words): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let json = match &*options.iter().map(String::as_str).collect::<Vec<_>>() {
        [] => false,
        ["--json"] => true,
        ["--help" | "-h"] => return print(USAGE),
        _ => {
            eprintln!("unknown option among {}\n\n{USAGE}", options.join(" "));
            return ExitCode::from(2);
        }
    };
    let words: Vec<_> = words.iter().map(|word| word.to_lowercase()).collect();
    let groups: Vec<Group> = GROUPS
        .iter()
        .map(|&(name, operations)| Group::fitting(name, operations, &words))
        .filter(|group| !group.rows.is_empty())
        .collect();
    if json { print_json(&groups) } else { print(&table(&groups)) }
}

/// The operations of one group that are shown.
struct Group {
    name: &'static str,
    rows: Vec<Row>,
}

impl Group {
    fn fitting(name: &'static str, operations: &[&'static Metadata], words: &[String]) -> Self {
        let rows = operations.iter().copied().map(Row::new);
        Self { name, rows: rows.filter(|row| row.fits(name, words)).collect() }
    }
}

/// One operation, as the table has it.
struct Row {
    operation: &'static Metadata,
    cells: [String; 4],
}

impl Row {
    fn new(operation: &'static Metadata) -> Self {
        let mut facts: Vec<_> = operation.errors.iter().map(u16::to_string).collect();
        if operation.auth == Auth::Public {
            facts.push("(public)".to_owned());
        }
        if operation.deprecated {
            facts.push("(deprecated)".to_owned());
        }
        let cells = [operation.operation, operation.method.as_str(), operation.path];
        let [name, method, path] = cells.map(str::to_owned);
        Self { operation, cells: [name, method, path, facts.join(" ")] }
    }

    fn fits(&self, group: &str, words: &[String]) -> bool {
        let text = format!("{group} {}", self.cells.join(" ")).to_lowercase();
        words.iter().all(|word| text.contains(word))
    }
}

/// A block for each group, with columns as wide as the group needs them, and a line that counts.
fn table(groups: &[Group]) -> String {
    let mut out = String::new();
    for Group { name, rows } in groups {
        let width = |column: fn(&Row) -> &str| {
            rows.iter().map(|row| column(row).len()).max().unwrap_or_default()
        };
        let (first, third) = (width(|row| &row.cells[0]), width(|row| &row.cells[2]));
        out += &format!("{name}\n");
        for Row { cells: [operation, method, path, facts], .. } in rows {
            let line = format!("  {operation:first$}  {method:6}  {path:third$}  {facts}");
            out += &format!("{}\n", line.trim_end());
        }
        out.push('\n');
    }
    let shown: usize = groups.iter().map(|group| group.rows.len()).sum();
    out + &format!("{shown} of {} operations", ENDPOINTS.len())
}

fn print_json(groups: &[Group]) -> ExitCode {
    let rows = groups.iter().flat_map(|group| &group.rows);
    let operations: Vec<_> = rows.map(|row| Operation::new(row.operation)).collect();
    match serde_json::to_string_pretty(&operations) {
        Ok(text) => print(&text),
        Err(error) => {
            eprintln!("cannot be written as JSON: {error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Serialize)]
struct Operation {
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    errors: &'static [u16],
    deprecated: bool,
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "in")]
    place: &'static str,
    required: bool,
    nullable: bool,
    repeated: bool,
}

impl Operation {
    fn new(metadata: &'static Metadata) -> Self {
        let Metadata { operation, path, errors, deprecated, .. } = *metadata;
        let fields = metadata.fields.iter().map(Field::new).collect();
        Self { operation, method: metadata.method.as_str(), path, errors, deprecated, fields }
    }
}

impl Field {
    fn new(field: &FieldMetadata) -> Self {
        let FieldMetadata { name, required, nullable, repeated, .. } = *field;
        let place = match field.place {
            FieldPlace::Path => "path",
            FieldPlace::Query => "query",
            FieldPlace::Header => "header",
            FieldPlace::Part => "part",
            _ => "body",
        };
        Self { name, place, required, nullable, repeated }
    }
}

/// Prints to whoever reads on: `endpoints | head` is no failure.
fn print(text: &str) -> ExitCode {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("cannot print: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
