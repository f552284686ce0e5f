//! `heap BASE` counts allocations and reallocations per call, on all threads. Prints the figures.
//!
//! A separate program, because counting takes time.

use std::{alloc::System, env};

use calls::{CLIENTS, Client, Failure, Operation};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Calls that do not count.
const WARM_UP: u32 = 100;

fn main() -> Result<(), Failure> {
    let base = env::args().nth(1).ok_or("usage: heap BASE")?;
    for name in CLIENTS {
        let client = Client::new(name, &base)?;
        for ((operation, kind), calls) in Operation::ALL.into_iter().zip([400, 15]) {
            client.run(kind, 1, WARM_UP)?;
            let before = HEAP.stats();
            client.run(kind, 1, calls)?;
            let used = HEAP.stats() - before;
            // Rounding removes pools and buffers that grow once in a while.
            let per_call = |total: usize| (total as f64 / f64::from(calls)).round();
            println!("{operation} {name} allocations {}", per_call(used.allocations));
            println!("{operation} {name} reallocations {}", per_call(used.reallocations));
        }
    }
    Ok(())
}
