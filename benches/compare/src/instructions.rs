//! Instructions and cache misses per call, counted by valgrind: the difference between two
//! processes, one of which makes more calls.

use std::{env, process::Command};

use compare::{Failure, Figures, Operation};

/// Calls of both processes, so that connecting and growing buffers do not count.
const FIRST: u32 = 40;
const MEASURED: u32 = 200;

/// The simulated caches: bytes, ways, and bytes per line. By default, valgrind takes the machine's.
const CACHES: [&str; 4] =
    ["--cache-sim=yes", "--I1=32768,8,64", "--D1=32768,8,64", "--LL=8388608,16,64"];

/// The events of valgrind that are a miss in a first-level cache: of an instruction, of data that
/// is read, and of data that is written.
const MISSES: [&str; 3] = ["I1mr", "D1mr", "D1mw"];

pub(crate) fn measure(base: &str, clients: &[&str]) -> Result<(), Failure> {
    let mut figures = Figures::default();
    for operation in Operation::ALL {
        let (first, measured) = (operation.share(FIRST), operation.share(MEASURED));
        for client in clients.iter().filter(|client| operation.is_made_by(client)) {
            eprintln!("{operation} through {client}");
            let few = Counts::of(base, client, operation, first)?;
            let many = Counts::of(base, client, operation, first + measured)?;
            let mut add = |name, few: u64, many: u64| {
                let per_call = many.saturating_sub(few) as f64 / f64::from(measured);
                figures.add(operation, client, name, per_call.round());
            };
            add("instructions", few.instructions, many.instructions);
            add("l1_misses", few.l1_misses, many.l1_misses);
        }
    }
    figures.print()
}

/// The counts of one process.
struct Counts {
    instructions: u64,
    l1_misses: u64,
}

impl Counts {
    fn of(base: &str, client: &str, operation: Operation, calls: u32) -> Result<Self, Failure> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .args(CACHES)
            .arg(env::current_exe()?)
            .args([base, "run", client, &operation.to_string(), &calls.to_string()])
            .output()?;
        let report = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            return Err(report.into());
        }
        Self::read(&report).ok_or_else(|| format!("valgrind printed no counts: {report}").into())
    }

    /// Reads the names of the events and their counts, which are on two lines.
    fn read(report: &str) -> Option<Self> {
        let words = |name| {
            let (_, words) = report.lines().find_map(|line| line.split_once(name))?;
            Some(words.split_whitespace())
        };
        let (mut counts, mut l1_misses) = (words("Collected : ")?, 0);
        let mut instructions = None;
        for event in words("Events    : ")? {
            let count: u64 = counts.next()?.parse().ok()?;
            match event {
                "Ir" => instructions = Some(count),
                miss if MISSES.contains(&miss) => l1_misses += count,
                _ => {}
            }
        }
        Some(Self { instructions: instructions?, l1_misses })
    }
}
