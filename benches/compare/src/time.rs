//! Wall and CPU time per call.

use std::time::{Duration, Instant};

use compare::{CLIENTS, Client, Failure, Figures, Operation, is_online};
use rustix::time::{ClockId, clock_gettime};

/// Whose times the others are shares of.
const REFERENCE: &str = "hand-reqwest";

/// Rounds that come first and do not count.
const WARM_UP: usize = 2;

/// How often the calls with small answers are made in a round, one by one and at once. What takes
/// little time is disturbed most.
const SWEEPS: [usize; 2] = [2, 8];

/// One operation through one client, and what it took per call, in microseconds, round by round.
struct Case<'a> {
    name: &'static str,
    client: &'a Client,
    operation: Operation,
    at_once: bool,
    wall: Vec<f64>,
    cpu: Vec<f64>,
}

pub(crate) fn measure(base: &str, rounds: usize, calls: u32) -> Result<(), Failure> {
    let clients = CLIENTS.iter().map(|&name| Ok((name, Client::new(name, base)?)));
    let clients: Vec<(&str, Client)> = clients.collect::<Result<_, Failure>>()?;
    let mut cases = cases(&clients);
    for round in 0..WARM_UP + rounds {
        eprintln!("round {round} of {}", WARM_UP + rounds);
        for sweep in 0..SWEEPS[1] {
            // Nobody always comes after the same neighbour.
            cases.reverse();
            for case in cases.iter_mut().filter(|case| sweep < case.sweeps()) {
                let (wall, cpu) = case.run(calls)?;
                if round >= WARM_UP {
                    case.wall.push(wall);
                    case.cpu.push(cpu);
                }
            }
        }
    }
    let mut figures = Figures::default();
    for case in &cases {
        let reference = cases.iter().find(|other| {
            other.name == REFERENCE
                && other.operation == case.operation
                && other.at_once == case.at_once
        });
        let reference = reference.ok_or("there is nothing to compare with")?;
        let prefix = if case.at_once { "at_once_" } else { "" };
        for (what, values, reference) in
            [("wall", &case.wall, &reference.wall), ("cpu", &case.cpu, &reference.cpu)]
        {
            let mut add = |kind, value| {
                figures.add(case.operation, case.name, &format!("{prefix}{what}_{kind}"), value);
            };
            let values_in_order = in_order(values.iter().copied());
            add("us", values_in_order[values.len() / 2]);
            add("us_p10", values_in_order[values.len() / 10]);
            // Sweep by sweep, since what disturbs one disturbs its neighbours.
            let shares = values.iter().zip(reference).map(|(value, reference)| value / reference);
            add("share", in_order(shares)[values.len() / 2]);
        }
    }
    figures.print()
}

fn in_order(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The main operations one after the other through all clients; at once, and the lists, through
/// those that call the server.
fn cases<'a>(clients: &'a [(&'static str, Client)]) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    let mut add = |operations: &[Operation], at_once: bool, offline_too: bool| {
        for &operation in operations {
            let chosen = clients.iter().filter(|(name, _)| offline_too || is_online(name));
            cases.extend(chosen.map(|(name, client)| {
                let (wall, cpu) = (Vec::new(), Vec::new());
                Case { name, client, operation, at_once, wall, cpu }
            }));
        }
    };
    add(&Operation::MAIN, false, true);
    add(&Operation::MAIN, true, false);
    add(&Operation::LISTS, false, false);
    cases
}

impl Case<'_> {
    fn sweeps(&self) -> usize {
        match (self.operation, self.at_once) {
            (Operation::Users(_), _) => 1,
            (_, at_once) => SWEEPS[usize::from(at_once)],
        }
    }

    /// Wall and CPU time per call.
    fn run(&self, calls: u32) -> Result<(f64, f64), Failure> {
        let mut calls = self.operation.share(calls);
        let (cpu, wall) = (cpu_time(), Instant::now());
        if self.at_once {
            calls = self.client.run_at_once(self.operation, calls)?;
        } else {
            self.client.run(self.operation, calls)?;
        }
        let (wall, cpu) = (wall.elapsed(), cpu_time().saturating_sub(cpu));
        let per_call = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(calls);
        Ok((per_call(wall), per_call(cpu)))
    }
}

/// The CPU time of this process, on all its threads.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}
