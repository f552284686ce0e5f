//! Instructions per call: what more calls in a process of its own add, counted by valgrind.

use std::{env, process::Command};

use compare::{Failure, Figures, Operation};

/// Calls that come first in both processes, so that neither connecting nor growing counts.
const FIRST: u32 = 40;
const MEASURED: u32 = 200;

pub(crate) fn measure(base: &str, clients: &[&str]) -> Result<(), Failure> {
    let mut figures = Figures::default();
    for operation in Operation::MAIN {
        let (first, measured) = (operation.share(FIRST), operation.share(MEASURED));
        for client in clients {
            eprintln!("{operation} through {client}");
            let few = count(base, client, operation, first)?;
            let many = count(base, client, operation, first + measured)?;
            let per_call = many.saturating_sub(few) as f64 / f64::from(measured);
            figures.add(operation, client, "instructions", per_call.round());
        }
    }
    figures.print()
}

fn count(base: &str, client: &str, operation: Operation, calls: u32) -> Result<u64, Failure> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["run", base, client, &operation.to_string(), &calls.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(report.into());
    }
    let collected = report.lines().find_map(|line| line.split_once("Collected : "));
    Ok(collected.ok_or("valgrind says nothing of instructions")?.1.trim().parse()?)
}
