//! The steps that measure calls and verifications.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::{Failure, output, results::Results, root, target};

/// The rounds of the step `time`.
const ROUNDS: &str = "100";

/// The operations, with the calls of two processes. Their difference leaves out connecting and growing
/// buffers.
const OPERATIONS: [(&str, u32, u32); 2] = [("create", 40, 240), ("list", 2, 9)];

/// Counts allocations, and instructions if valgrind is installed, with these features of the programs.
pub(crate) fn count(results: &mut Results, features: &[&str]) -> Result<(), Failure> {
    let programs = build(features)?;
    let server = Server::start(None)?;
    results.add_printed(&output(Command::new(programs.join("heap")).arg(&server.base))?)?;
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("skipped: instructions, because valgrind is not installed");
        return Ok(());
    }
    for (operation, few, many) in OPERATIONS {
        for client in results.rows(operation) {
            eprintln!("{operation} through {client}");
            let count = |calls: u32| {
                let mut valgrind = Command::new("valgrind");
                valgrind.args(CALLGRIND).arg(programs.join("calls"));
                valgrind.args(["run", &client, operation, &calls.to_string(), &server.base]);
                instructions(&mut valgrind)
            };
            let used = (count(many)? - count(few)?) / f64::from(many - few);
            results.add(operation, &client, "instructions", used.round());
        }
    }
    Ok(())
}

pub(crate) fn time(results: &mut Results) -> Result<(), Failure> {
    // Each client holds open as many connections as it makes calls.
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, most, most)?;
    let programs = build(&[])?;
    let server = Server::start(None)?;
    let mut command = Command::new(programs.join("calls"));
    results.add_printed(&output(command.args(["time", ROUNDS, &server.base]))?)
}

pub(crate) fn verify(results: &mut Results) -> Result<(), Failure> {
    let programs = build(&["--no-default-features", "--features", "verify"])?;
    results.add_printed(&output(&mut Command::new(programs.join("verify")))?)
}

/// Builds the programs of `calls`, and returns their folder.
pub(crate) fn build(features: &[&str]) -> Result<PathBuf, Failure> {
    let mut command = Command::new("cargo");
    command.args(["build", "--release", "--locked", "--bins", "--package", "calls"]);
    command.args(features).arg("--target-dir").arg(target()?).current_dir(root().join("benches"));
    output(&mut command)?;
    Ok(target()?.join("release"))
}

/// The arguments of valgrind.
pub(crate) const CALLGRIND: [&str; 2] = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];

/// Runs valgrind, and returns the instructions.
pub(crate) fn instructions(valgrind: &mut Command) -> Result<f64, Failure> {
    let output = valgrind.output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    match report.lines().find_map(|line| line.split_once("Collected : ")) {
        Some((_, count)) if output.status.success() => Ok(count.trim().parse()?),
        _ => Err(report.into()),
    }
}

/// A server, which ends with this value.
pub(crate) struct Server {
    process: Child,
    pub(crate) base: String,
}

impl Server {
    /// Starts the server of `calls`, which is built. With a path, it serves TLS, and
    /// writes its certificate there.
    pub(crate) fn start(certificate: Option<&Path>) -> Result<Self, Failure> {
        let mut command = Command::new(target()?.join("release/calls"));
        command.arg("serve").args(certificate).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let mut base = String::new();
        let stdout = process.stdout.take().ok_or("the server has no standard output")?;
        BufReader::new(stdout).read_line(&mut base)?;
        Ok(Self { process, base: base.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server ends when its standard input is closed.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
