//! Instructions per call, counted by valgrind: the difference between two processes, one of which
//! makes more calls.

use std::{env, process::Command};

use compare::{Failure, Figures, Operation};

/// Calls of both processes, so that connecting and growing buffers do not count.
const FIRST: u32 = 40;
const MEASURED: u32 = 200;

pub(crate) fn measure(base: &str, clients: &[&str]) -> Result<(), Failure> {
    let mut figures = Figures::default();
    for operation in Operation::ALL {
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
        .args([base, "run", client, &operation.to_string(), &calls.to_string()])
        .output()?;
    let report = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(report.into());
    }
    let collected = report.lines().find_map(|line| line.split_once("Collected : "));
    Ok(collected.ok_or("valgrind printed no instruction count")?.1.trim().parse()?)
}
