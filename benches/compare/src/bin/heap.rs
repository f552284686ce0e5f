//! Counts allocations on all threads. Prints the figures as JSON.
//!
//! `heap BASE [CLIENT …]`: allocations, reallocations and bytes per call, and the sizes of the futures
//! that a call boxes.

use std::{alloc::System, env};

use compare::{CLIENTS, Client, Failure, Figures, Operation, futures};
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
    // First, because some clients have threads that allocate.
    if clients.contains(&futures::CALL) {
        figures.add(Operation::Create, futures::CALL, "future_bytes", future_bytes()? as f64);
    }
    for name in clients {
        let client = Client::new(name, base)?;
        for operation in Operation::ALL.into_iter().filter(|it| it.is_made_by(name)) {
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
        if let Some(bytes) = futures::transport_bytes(name)? {
            figures.add(Operation::Create, name, "transport_future_bytes", bytes as f64);
        }
    }
    figures.print()
}

/// Returns the size of the future of a call. It is the only allocation until the future is polled.
fn future_bytes() -> Result<usize, Failure> {
    let call = futures::call()?;
    let before = HEAP.stats();
    let future = call.into_future();
    let used = HEAP.stats() - before;
    drop(future);
    if used.allocations != 1 {
        return Err(format!("a call boxes {} futures", used.allocations).into());
    }
    Ok(used.bytes_allocated)
}
