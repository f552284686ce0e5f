//! The steps that measure calls. Each runs a program of `benches/compare` against its own server.

use std::{
    env,
    fmt::Write,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::{
    Failure, Options,
    results::{Results, Table, merge},
    root,
};

/// The calls with a small response that a round of the step `time` makes.
const CALLS: &str = "400";

/// The clients and the operations whose figures of these names are the same in every run.
const EXACT_CLIENTS: [&str; 4] = ["sdk-reqwest", "sdk-hyper", "sdk-memory", "sdk-encode"];
const EXACT_OPERATIONS: [&str; 3] = ["create", "revoke", "user"];
const EXACT_FIGURES: [&str; 4] =
    ["allocations", "reallocations", "future_bytes", "transport_future_bytes"];

/// The numbers of concurrent calls that the step `concurrent` makes.
const CONCURRENT: [u32; 2] = [64, 512];

pub(crate) fn heap(results: &mut Results, options: &Options) -> Result<(), Failure> {
    run(results, "heap", options.only.as_deref().as_slice())
}

pub(crate) fn peak(results: &mut Results, _: &Options) -> Result<(), Failure> {
    run(results, "peak", &[])
}

pub(crate) fn time(results: &mut Results, options: &Options) -> Result<(), Failure> {
    run(results, "compare", &["time", &options.rounds.to_string(), CALLS])
}

pub(crate) fn concurrent(results: &mut Results, options: &Options) -> Result<(), Failure> {
    // Each client holds open as many connections as it makes calls.
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
    setrlimit(Resource::RLIMIT_NOFILE, most, most)?;
    // A round has one short sample of each client.
    let rounds = (4 * options.rounds).to_string();
    for tasks in CONCURRENT {
        run(results, "compare", &["concurrent", &tasks.to_string(), &rounds])?;
    }
    Ok(())
}

pub(crate) fn instructions(results: &mut Results, options: &Options) -> Result<(), Failure> {
    let only = options.only.as_deref();
    run(results, "compare", &[&["instructions"], only.as_slice()].concat())
}

fn run(results: &mut Results, program: &str, arguments: &[&str]) -> Result<(), Failure> {
    // A target folder of its own, so that other builds do not block this one.
    let tools = Tools::build(root().join("target/compare"), "release", "release", &[])?;
    merge(&mut results.calls, tools.run(program, arguments)?);
    Ok(())
}

/// Compares the allocations of clerk-sdk's calls, and the sizes of their futures, with the recorded
/// ones.
///
/// # Errors
/// If they differ.
pub(crate) fn check(results: &Results) -> Result<(), Failure> {
    // The target folder of this program already holds most of the dependencies.
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("this program is not in a target folder")?;
    let tools = Tools::build(target.to_owned(), "dev", "debug", &["--no-default-features"])?;
    let mut measured = Results::default();
    merge(&mut measured.calls, tools.run("heap", &EXACT_CLIENTS)?);
    let mut differences = String::new();
    for operation in EXACT_OPERATIONS {
        for client in EXACT_CLIENTS {
            for figure in EXACT_FIGURES {
                let recorded = results.call(operation, client, figure);
                let now = measured.call(operation, client, figure);
                if now.is_none() && recorded.is_none() {
                    continue;
                }
                let (recorded, now) = (recorded.unwrap_or_default(), now.unwrap_or_default());
                let line = format!("{operation} through {client}: {now} {figure}");
                println!("{line}");
                if now != recorded {
                    write!(differences, "\n{line}, not {recorded}")?;
                }
            }
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    let remedy = "if this is intended, run: cargo run -p bench-report -- heap";
    Err(format!("the allocations or the futures of a call have changed; {remedy}{differences}")
        .into())
}

/// The programs of `benches/compare`, and the server.
struct Tools {
    folder: PathBuf,
}

impl Tools {
    fn build(
        target: PathBuf,
        profile: &str,
        folder: &str,
        features: &[&str],
    ) -> Result<Self, Failure> {
        let build = |arguments: &[&str], manifest: &Path| {
            let mut command = Command::new("cargo");
            command.args(["build", "--profile", profile, "--target-dir"]).arg(&target);
            command.args(arguments).arg("--manifest-path").arg(root().join(manifest));
            if command.status()?.success() {
                return Ok(());
            }
            Err(Failure::from(format!("{command:?} failed")))
        };
        build(&["--package", "bench-server"], Path::new("Cargo.toml"))?;
        build(features, Path::new("benches/compare/Cargo.toml"))?;
        Ok(Self { folder: target.join(folder) })
    }

    /// Runs a program of `benches/compare` and reads the figures that it prints.
    fn run(&self, name: &str, arguments: &[&str]) -> Result<Table, Failure> {
        let server = Server::start(self.folder.join("bench-server"))?;
        let output = Command::new(self.folder.join(name))
            .arg(&server.base)
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err(format!("`{name}` failed").into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

struct Server {
    process: Child,
    base: String,
}

impl Server {
    fn start(program: PathBuf) -> Result<Self, Failure> {
        let (stdin, stdout) = (Stdio::piped(), Stdio::piped());
        let mut process = Command::new(program).stdin(stdin).stdout(stdout).spawn()?;
        let mut base = String::new();
        let stdout = process.stdout.take().ok_or("the server has no standard output")?;
        BufReader::new(stdout).read_line(&mut base)?;
        Ok(Self { process, base: base.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server exits when its standard input is closed.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
