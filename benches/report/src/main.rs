//! Runs the benchmarks, stores their figures in `benches/results.json`, and writes
//! `docs/performance.md` and a table of the README from them.
//!
//! ```text
//! cargo run -p bench-report [-- [STEP …] [--rounds N] [--only NAME]]
//! cargo run -p bench-report -- draw
//! cargo run -p bench-report -- check
//! ```
//!
//! The steps are `heap`, `peak`, `time`, `concurrent`, `instructions` (needs valgrind), and `build`
//! (takes half an hour). Default: all. The figures of other steps stay as they are. `--only` measures
//! one client, or one program of `build`. `draw` measures nothing and writes the documents. `check`
//! fails if the documents are out of date, or if a call of clerk-sdk makes another number of
//! allocations than the stored one, or futures of another size.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]
#![allow(clippy::as_conversions, reason = "the figures are exact in an f64")]

use std::{env, error::Error, fs, path::PathBuf, process::ExitCode};

use crate::results::Results;

mod build_cost;
mod calls;
mod document;
mod machine;
mod readme;
mod results;

pub(crate) type Failure = Box<dyn Error>;

type Step = fn(&mut Results, &Options) -> Result<(), Failure>;

const STEPS: [(&str, Step); 6] = [
    ("heap", calls::heap),
    ("peak", calls::peak),
    ("time", calls::time),
    ("concurrent", calls::concurrent),
    ("instructions", calls::instructions),
    ("build", build_cost::measure),
];

pub(crate) struct Options {
    /// The rounds of the step `time`. The step `concurrent` makes four times as many.
    pub(crate) rounds: u32,
    /// The only client or program to measure.
    pub(crate) only: Option<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench-report: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let mut arguments = env::args().skip(1);
    let mut options = Options { rounds: 40, only: None };
    let mut chosen = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "exec" => return build_cost::exec(arguments),
            "--rounds" => {
                options.rounds = arguments.next().ok_or("`--rounds` needs a number")?.parse()?
            }
            "--only" => options.only = Some(arguments.next().ok_or("`--only` needs a name")?),
            "check" | "draw" => chosen.push(argument),
            step if STEPS.iter().any(|(name, _)| *name == step) => chosen.push(argument),
            other => return Err(format!("unknown step `{other}`").into()),
        }
    }

    let stored = root().join("benches/results.json");
    let mut results = Results::load(&stored)?;
    if chosen.iter().any(|name| name == "check") {
        for (path, text) in documents(&results)? {
            if fs::read_to_string(&path)? != text {
                let path = path.display();
                return Err(format!("{path} is out of date; run the step `draw`").into());
            }
        }
        return calls::check(&results);
    }
    for (name, step) in STEPS {
        if chosen.is_empty() || chosen.iter().any(|chosen| chosen == name) {
            eprintln!("=== {name}");
            step(&mut results, &options)?;
            results.machines.insert(name.to_owned(), machine::describe()?);
            results.save(&stored)?;
        }
    }

    for (path, text) in documents(&results)? {
        fs::write(path, text)?;
    }
    Ok(())
}

/// The paths and texts of the generated documents.
fn documents(results: &Results) -> Result<[(PathBuf, String); 2], Failure> {
    let readme = root().join("README.md");
    let readme_text = readme::write(&fs::read_to_string(&readme)?, results)?;
    let performance = root().join("docs/performance.md");
    Ok([(readme, readme_text), (performance, document::write(results)?)])
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root.pop();
    root
}
