//! Lists all operations that are compiled in, as a table or as JSON.
//!
//! ```text
//! cargo run --example endpoints -- actor
//! ```

#![allow(clippy::print_stderr, reason = "an example reports invalid arguments")]

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clerk_sdk::{
    api::{ENDPOINTS, GROUPS},
    endpoint::{Metadata, ParamLocation, ParamMetadata, Security},
};
use serde::Serialize;

const USAGE: &str = "\
usage: endpoints [--json] [WORD...]

Lists the operations of Clerk's Backend API with their methods, paths, and documented error
statuses. With words, lists only operations whose row or group contains all of them.

exit status: 0 success, 2 invalid arguments";

fn main() -> ExitCode {
    let (options, words): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    let json = match &*options.iter().map(String::as_str).collect::<Vec<_>>() {
        [] => false,
        ["--json"] => true,
        ["--help" | "-h"] => return print(USAGE),
        _ => {
            eprintln!("invalid options: {}\n\n{USAGE}", options.join(" "));
            return ExitCode::from(2);
        }
    };
    let words: Vec<_> = words.iter().map(|word| word.to_lowercase()).collect();
    let groups: Vec<Group> = GROUPS
        .iter()
        .map(|&(name, operations)| Group::matching(name, operations, &words))
        .filter(|group| !group.rows.is_empty())
        .collect();
    if json { print_json(&groups) } else { print(&table(&groups)) }
}

/// A group, with the operations to show.
struct Group {
    name: &'static str,
    rows: Vec<Row>,
}

impl Group {
    fn matching(name: &'static str, operations: &[&'static Metadata], words: &[String]) -> Self {
        let rows = operations.iter().copied().map(Row::new);
        Self { name, rows: rows.filter(|row| row.matches(name, words)).collect() }
    }
}

/// A row of the table: one operation.
struct Row {
    operation: &'static Metadata,
    cells: [String; 4],
}

impl Row {
    fn new(operation: &'static Metadata) -> Self {
        let mut facts: Vec<_> = operation.errors.iter().map(u16::to_string).collect();
        if operation.security == Security::Public {
            facts.push("(public)".to_owned());
        }
        if operation.deprecated {
            facts.push("(deprecated)".to_owned());
        }
        let cells = [operation.operation, operation.method.as_str(), operation.path];
        let [name, method, path] = cells.map(str::to_owned);
        Self { operation, cells: [name, method, path, facts.join(" ")] }
    }

    fn matches(&self, group: &str, words: &[String]) -> bool {
        let text = format!("{group} {}", self.cells.join(" ")).to_lowercase();
        words.iter().all(|word| text.contains(word))
    }
}

/// Returns a block for each group, with aligned columns, and a line with the count.
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
            eprintln!("cannot write JSON: {error}");
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
    params: Vec<Param>,
}

#[derive(Serialize)]
struct Param {
    name: &'static str,
    #[serde(rename = "in")]
    location: &'static str,
    required: bool,
    nullable: bool,
    repeated: bool,
}

impl Operation {
    fn new(metadata: &'static Metadata) -> Self {
        let Metadata { operation, path, errors, deprecated, .. } = *metadata;
        let params = metadata.params.iter().map(Param::new).collect();
        Self { operation, method: metadata.method.as_str(), path, errors, deprecated, params }
    }
}

impl Param {
    fn new(param: &ParamMetadata) -> Self {
        let ParamMetadata { name, required, nullable, repeated, .. } = *param;
        let location = match param.location {
            ParamLocation::Path => "path",
            ParamLocation::Query => "query",
            ParamLocation::Header => "header",
            ParamLocation::Part => "part",
            _ => "body",
        };
        Self { name, location, required, nullable, repeated }
    }
}

/// Prints a text. A closed pipe, as in `endpoints | head`, is not an error.
fn print(text: &str) -> ExitCode {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("cannot print: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
