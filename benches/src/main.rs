//! Runs the benchmarks, stores their figures in `results.json`, and draws the tables of the documents
//! from them. `README.md` has the steps.

use std::{
    env,
    error::Error,
    path::PathBuf,
    process::{self, Command, Stdio},
};

use crate::results::Results;

mod bounds;
mod calls;
mod documents;
mod programs;
mod results;

pub(crate) type Failure = Box<dyn Error>;

/// Prints the processor, the system, and the compiler.
const MACHINE: &str = "echo $(sed -n 's/^model name.*: //p' /proc/cpuinfo | uniq), $(nproc) cores, \
                       $(uname -sr), $(rustc --version)";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let Err(failure) = run(&arguments) {
        eprintln!("bench: {failure}");
        process::exit(1);
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    let usage = "usage: bench counts|time|verify|programs [NAME …]|draw|check";
    let (step, names) = arguments.split_first().ok_or(usage)?;
    let mut results = Results::load()?;
    match step.as_str() {
        "counts" => calls::count(&mut results, &[])?,
        "time" => calls::time(&mut results)?,
        "verify" => calls::verify(&mut results)?,
        "programs" => programs::measure(&mut results, names)?,
        "draw" => return documents::draw(&results, false),
        "check" => return check(&results),
        _ => return Err(usage.into()),
    }
    let machine = output(Command::new("sh").args(["-c", MACHINE]))?;
    results.machines.insert(step.clone(), machine.trim().to_owned());
    results.save()?;
    documents::draw(&results, false)
}

/// Compares the documents with the stored figures, and both the stored figures and the counts of this
/// build with the bounds.
fn check(results: &Results) -> Result<(), Failure> {
    documents::draw(results, true)?;
    bounds::check(results)?;
    let mut counted = Results::default();
    calls::count(&mut counted, &["--no-default-features"])?;
    bounds::check(&counted)
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The target folder of this build.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("this program is not in a target folder")?;
    Ok(target.to_owned())
}

/// Runs a command, and returns what it prints.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
