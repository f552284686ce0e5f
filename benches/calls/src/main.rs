//! Serves, and makes calls.
//!
//! - `calls serve [CERTIFICATE]` serves with HTTP/1.1 on a loopback port, on one thread, until standard
//!   input is closed. Prints the base URL. With a path, it serves TLS, and writes its certificate there.
//! - `calls run CLIENT OPERATION COUNT BASE` makes `COUNT` calls.
//! - `calls time ROUNDS BASE` measures CPU time per call and calls per second. Prints the figures.

use std::env;

use calls::{CLIENTS, Case, Client, Failure, Operation, Outcome, compare};

mod serve;

/// The samples of a round: operation, concurrent tasks, and calls of all tasks together. The shorter
/// a sample, the more it is disturbed.
const SAMPLES: [(&str, u32, u32); 5] = [
    ("create", 1, 400),
    ("create", 8, 2048),
    ("create", 64, 2048),
    ("create", 512, 2048),
    ("list", 1, 15),
];

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["serve"] => serve::until_end(None),
        ["serve", certificate] => serve::until_end(Some(certificate)),
        ["run", client, name, count, base] => {
            Client::new(client, base)?.run(operation(name)?, 1, count.parse()?)
        }
        ["time", rounds, base] => time(rounds.parse()?, base),
        _ => Err("usage: calls serve|run|time …".into()),
    }
}

fn operation(name: &str) -> Result<Operation, Failure> {
    let mut named = Operation::ALL.into_iter().filter(|(it, _)| *it == name);
    named.next().map(|it| it.1).ok_or_else(|| format!("unknown operation `{name}`").into())
}

fn time(rounds: usize, base: &str) -> Outcome {
    let online = CLIENTS.iter().filter(|name| !name.ends_with("-memory"));
    let clients = online.map(|&name| Ok((name, Client::new(name, base)?)));
    let clients: Vec<(&str, Client)> = clients.collect::<Result<_, Failure>>()?;
    let mut cases = Vec::new();
    for (table, tasks, calls) in SAMPLES {
        let operation = operation(table)?;
        for (row, client) in &clients {
            let run = Box::new(move || client.run(operation, tasks, calls / tasks));
            cases.push(Case { table, row, suffix: format!("_{tasks}"), calls, run });
        }
    }
    compare(rounds, &mut cases)
}
