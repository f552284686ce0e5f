//! Measures times and instructions. Prints the figures as JSON.
//!
//! - `compare BASE time ROUNDS CALLS`: wall and CPU time per call, in microseconds. In each round,
//!   the clients take turns and make `CALLS` calls each.
//! - `compare BASE concurrent TASKS ROUNDS`: calls per second, and the 99th percentile of their time
//!   in microseconds, with so many concurrent calls.
//! - `compare BASE instructions [CLIENT]`: instructions and cache misses per call, counted by
//!   valgrind.
//! - `compare BASE run CLIENT OPERATION COUNT`: makes `COUNT` calls and prints nothing.
//!
//! `BASE` is the URL that `bench-server` prints.

use std::env;

use compare::{CLIENTS, Client, Failure};

mod concurrent;
mod instructions;
mod time;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        [base, "time", rounds, calls] => time::measure(base, rounds.parse()?, calls.parse()?),
        [base, "concurrent", tasks, rounds] => {
            concurrent::measure(base, tasks.parse()?, rounds.parse()?)
        }
        [base, "instructions"] => instructions::measure(base, CLIENTS),
        [base, "instructions", client] => instructions::measure(base, &[client]),
        [base, "run", client, operation, count] => {
            Client::new(client, base)?.run(operation.parse()?, count.parse()?)
        }
        _ => Err("usage: compare BASE time|concurrent|instructions|run …".into()),
    }
}
