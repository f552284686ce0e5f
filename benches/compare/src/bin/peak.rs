//! Measures how much memory a list needs at its worst, on all threads. Figures go to standard
//! output as JSON.
//!
//! `peak BASE`: the peak of the heap during a call beyond what was used before it, in bytes.

use std::env;

use compare::{CLIENTS, Client, Failure, Figures, Operation, is_online};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const LIST: Operation = Operation::Users(100);
const WARM_UP: u32 = 20;
const CALLS: usize = 51;

fn main() -> Result<(), Failure> {
    let base = env::args().nth(1).ok_or("usage: peak BASE")?;
    let body = bench_server::users(100).len();
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
