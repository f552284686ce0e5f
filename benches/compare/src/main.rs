//! Measures time and instructions. Figures go to standard output as JSON.
//!
//! - `compare time BASE ROUNDS CALLS`: wall and CPU time per call, in microseconds, of rounds of
//!   so many calls that take turns between the clients.
//! - `compare instructions BASE [CLIENT]`: instructions per call, counted by valgrind.
//! - `compare run BASE CLIENT OPERATION COUNT`: makes so many calls, and that is all; `run-at-once`
//!   makes 64 at a time.
//!
//! `BASE` is what `bench-server` prints.

use std::env;

use compare::{CLIENTS, Client, Failure};

mod instructions;
mod time;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["time", base, rounds, calls] => time::measure(base, rounds.parse()?, calls.parse()?),
        ["instructions", base] => instructions::measure(base, CLIENTS),
        ["instructions", base, client] => instructions::measure(base, &[client]),
        ["run", base, client, operation, count] => {
            Client::new(client, base)?.run(operation.parse()?, count.parse()?)
        }
        ["run-at-once", base, client, operation, count] => {
            let client = Client::new(client, base)?;
            client.run_at_once(operation.parse()?, count.parse()?).map(drop)
        }
        _ => Err("usage: compare time|instructions|run|run-at-once BASE …".into()),
    }
}
