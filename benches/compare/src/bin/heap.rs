//! Counts allocations on all threads. Prints the figures as JSON.
//!
//! `heap BASE [CLIENT …]`: allocations, reallocations and bytes per call.

use std::{alloc::System, env};

use compare::{CLIENTS, Client, Failure, Figures, Operation};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Calls that do not count.
const WARM_UP: u32 = 100;
const CALLS: u32 = 400;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (base, clients) = match *arguments.as_slice() {
        [] => return Err("usage: heap BASE [CLIENT …]".into()),
        [base] => (base, CLIENTS),
        [base, ref clients @ ..] => (base, clients),
    };
    let mut figures = Figures::default();
    for name in clients {
        let client = Client::new(name, base)?;
        for operation in Operation::ALL {
            let calls = operation.share(CALLS);
            client.run(operation, operation.share(WARM_UP))?;
            let before = HEAP.stats();
            client.run(operation, calls)?;
            let used = HEAP.stats() - before;
            // Rounding removes pools and buffers that grow once in a while.
            let per_call = |total: usize| (total as f64 / f64::from(calls)).round();
            figures.add(operation, name, "allocations", per_call(used.allocations));
            figures.add(operation, name, "reallocations", per_call(used.reallocations));
            figures.add(operation, name, "allocated_bytes", per_call(used.bytes_allocated));
        }
    }
    figures.print()
}
