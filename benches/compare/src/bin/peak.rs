//! Measures the peak of the heap while a list is called, on all threads. Prints the figures as JSON.
//!
//! `peak BASE`: the peak in bytes, less the heap before the call.

use std::env;

use compare::{CLIENTS, Client, Failure, Figures, Operation, is_online};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const LIST: Operation = Operation::Users;
const WARM_UP: u32 = 20;
const CALLS: usize = 51;

fn main() -> Result<(), Failure> {
    let base = env::args().nth(1).ok_or("usage: peak BASE")?;
    let body = bench_server::users().len();
    let mut figures = Figures::default();
    for name in CLIENTS.iter().filter(|name| is_online(name)) {
        let client = Client::new(name, &base)?;
        client.run(LIST, WARM_UP)?;
        let mut peaks = Vec::new();
        for _ in 0..CALLS {
            let before = HEAP.current_usage();
            HEAP.reset_peak_usage();
            client.run(LIST, 1)?;
            peaks.push(HEAP.peak_usage().saturating_sub(before));
        }
        peaks.sort_unstable();
        figures.add(LIST, name, "peak_bytes", peaks[CALLS / 2] as f64);
        figures.add(LIST, name, "body_bytes", body as f64);
    }
    figures.print()
}
