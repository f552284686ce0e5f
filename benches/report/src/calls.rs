//! The steps that measure calls: each runs a program of `benches/compare` against a server of its
//! own.

use std::{
    env,
    fmt::Write,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    Failure, Options,
    results::{Results, Table, merge},
    root,
};

/// How many calls with a small answer make a round of the step `time`.
const CALLS: &str = "400";

/// The clients whose allocations repeat exactly, and the calls for which they do.
const EXACT_CLIENTS: [&str; 3] = ["sdk-reqwest", "sdk-memory", "sdk-encode"];
const EXACT_OPERATIONS: [&str; 3] = ["create", "revoke", "user"];

pub(crate) fn heap(results: &mut Results, options: &Options) -> Result<(), Failure> {
    let tools = Tools::release()?;
    merge(&mut results.calls, tools.run("heap", &[], options.only.as_deref().as_slice())?);
    Ok(())
}

pub(crate) fn peak(results: &mut Results, _: &Options) -> Result<(), Failure> {
    merge(&mut results.calls, Tools::release()?.run("peak", &[], &[])?);
    Ok(())
}

pub(crate) fn time(results: &mut Results, options: &Options) -> Result<(), Failure> {
    let rounds = options.rounds.to_string();
    let tools = Tools::release()?;
    merge(&mut results.calls, tools.run("compare", &["time"], &[&rounds, CALLS])?);
    Ok(())
}

pub(crate) fn instructions(results: &mut Results, options: &Options) -> Result<(), Failure> {
    let (tools, only) = (Tools::release()?, options.only.as_deref());
    merge(&mut results.calls, tools.run("compare", &["instructions"], only.as_slice())?);
    Ok(())
}

pub(crate) fn codec(results: &mut Results, _: &Options) -> Result<(), Failure> {
    let output = cargo(&target(), &["bench", "--package", "bench-codec"])
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the codec's benchmarks failed".into());
    }
    let text = String::from_utf8(output.stdout)?;
    results.codec = text.lines().map(|line| line.trim_end().to_owned()).collect();
    Ok(())
}

/// Fails where a call of clerk-sdk does not allocate as often as is kept.
pub(crate) fn check(results: &Results) -> Result<(), Failure> {
    // Beside this program lies most of what is to be built.
    let program = env::current_exe()?;
    let target = program.ancestors().nth(2).ok_or("this program lies in no target folder")?;
    let tools = Tools::build(target.to_owned(), "dev", "debug", &["--no-default-features"])?;
    let mut measured = Results::default();
    merge(&mut measured.calls, tools.run("heap", &[], &EXACT_CLIENTS)?);
    let mut differences = String::new();
    for operation in EXACT_OPERATIONS {
        for client in EXACT_CLIENTS {
            for figure in ["allocations", "reallocations"] {
                let kept = results.call(operation, client, figure).unwrap_or_default();
                let now = measured.call(operation, client, figure).unwrap_or_default();
                println!("{operation} through {client}: {now} {figure}");
                if now != kept {
                    write!(
                        differences,
                        "\n{operation} through {client}: {now} {figure}, not {kept}"
                    )?;
                }
            }
        }
    }
    if differences.is_empty() {
        return Ok(());
    }
    let remedy = "if that is meant to be: cargo run -p bench-report -- heap";
    Err(format!("the allocations per call have changed; {remedy}{differences}").into())
}

/// The programs of `benches/compare`, and the server.
struct Tools {
    folder: PathBuf,
}

impl Tools {
    fn release() -> Result<Self, Failure> {
        Self::build(target(), "release", "release", &[])
    }

    fn build(
        target: PathBuf,
        profile: &str,
        folder: &str,
        features: &[&str],
    ) -> Result<Self, Failure> {
        let manifest = root().join("benches/compare/Cargo.toml");
        let build = ["build", "--profile", profile];
        succeed(cargo(&target, &build).args(["--package", "bench-server"]))?;
        succeed(cargo(&target, &build).args(features).arg("--manifest-path").arg(manifest))?;
        Ok(Self { folder: target.join(folder) })
    }

    /// Runs a program of `benches/compare` to its end and reads the figures that it prints. The
    /// server's address stands between `before` and `after`.
    fn run(&self, name: &str, before: &[&str], after: &[&str]) -> Result<Table, Failure> {
        let server = Server::start(self.folder.join("bench-server"))?;
        let output = Command::new(self.folder.join(name))
            .args(before)
            .arg(&server.base)
            .args(after)
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
        let stdout = process.stdout.take().ok_or("the server says nothing")?;
        BufReader::new(stdout).read_line(&mut base)?;
        Ok(Self { process, base: base.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its standard input.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// What is built here shares no lock with what else is built.
fn target() -> PathBuf {
    root().join("target/compare")
}

fn cargo(target: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root()).args(arguments).arg("--target-dir").arg(target);
    command
}

fn succeed(command: &mut Command) -> Result<(), Failure> {
    if command.status()?.success() {
        return Ok(());
    }
    Err(format!("{command:?} failed").into())
}
