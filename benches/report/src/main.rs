//! Runs the benchmarks, keeps their figures in `benches/results.json`, and writes
//! `docs/performance.md`, its charts and a table of the README from them.
//!
//! ```text
//! cargo run -p bench-report [-- [STEP …] [--rounds N] [--only NAME]]
//! cargo run -p bench-report -- check
//! ```
//!
//! Without a step it runs all: `heap`, `peak`, `time`, `instructions` (needs valgrind), `codec` and
//! `build` (half an hour). Figures of steps that are not run stay as they are; `draw` runs none.
//! `--only` keeps to one client, or one program of `build`. `check` fails where what is written is
//! not what is kept, or where a call of clerk-sdk allocates more or less often than that.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for a terminal")]
#![allow(clippy::as_conversions, reason = "figures are far from where f64 becomes inexact")]

use std::{env, error::Error, fs, path::PathBuf, process::ExitCode};

use crate::results::Results;

mod build_cost;
mod calls;
mod chart;
mod charts;
mod document;
mod machine;
mod readme;
mod results;
mod targets;

pub(crate) type Failure = Box<dyn Error>;

type Step = fn(&mut Results, &Options) -> Result<(), Failure>;

const STEPS: [(&str, Step); 6] = [
    ("heap", calls::heap),
    ("peak", calls::peak),
    ("time", calls::time),
    ("instructions", calls::instructions),
    ("codec", calls::codec),
    ("build", build_cost::measure),
];

/// How the steps are run.
pub(crate) struct Options {
    /// Rounds of the step `time`.
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
            "--rounds" => options.rounds = arguments.next().ok_or("how many rounds?")?.parse()?,
            "--only" => options.only = Some(arguments.next().ok_or("only what?")?),
            "check" | "draw" => chosen.push(argument),
            step if STEPS.iter().any(|(name, _)| *name == step) => chosen.push(argument),
            other => return Err(format!("there is no step `{other}`").into()),
        }
    }

    let kept = root().join("benches/results.json");
    let mut results = Results::load(&kept)?;
    if chosen.iter().any(|name| name == "check") {
        for (path, text) in documents(&results)? {
            if fs::read_to_string(&path)? != text {
                let path = path.display();
                return Err(format!("{path} is old; mend it with the step `draw`").into());
            }
        }
        return calls::check(&results);
    }
    for (name, step) in STEPS {
        if chosen.is_empty() || chosen.iter().any(|chosen| chosen == name) {
            eprintln!("=== {name}");
            step(&mut results, &options)?;
            results.machines.insert(name.to_owned(), machine::describe()?);
            results.save(&kept)?;
        }
    }

    for (path, text) in documents(&results)? {
        fs::write(path, text)?;
    }
    Ok(())
}

/// What is written from the figures, by path.
fn documents(results: &Results) -> Result<Vec<(PathBuf, String)>, Failure> {
    let readme = root().join("README.md");
    let readme_text = readme::write(&fs::read_to_string(&readme)?, results)?;
    let docs = root().join("docs");
    let mut documents =
        vec![(readme, readme_text), (docs.join("performance.md"), document::write(results)?)];
    let charts =
        charts::all(results).map(|(name, chart)| (docs.join("performance").join(name), chart));
    documents.extend(charts);
    Ok(documents)
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root.pop();
    root
}
