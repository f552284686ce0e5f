//! Wall time and CPU time per call.

use std::time::{Duration, Instant};

use compare::{CLIENTS, Client, Failure, Figures, Operation, REFERENCE, is_online};
use rustix::time::{ClockId, clock_gettime};

/// Rounds that do not count.
const WARM_UP: usize = 2;

/// How often a round repeats small calls: one by one, and concurrently. The shorter a measurement,
/// the more it is disturbed.
const SWEEPS: [usize; 2] = [2, 8];

/// One operation through one client, with its time per call in microseconds, sweep by sweep.
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
            // Each case runs after either neighbor in turn.
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
            (other.name, other.operation, other.at_once)
                == (REFERENCE, case.operation.reference(), case.at_once)
        });
        let reference = reference.ok_or("nothing to compare with")?;
        let prefix = if case.at_once { "at_once_" } else { "" };
        for (what, values, reference) in
            [("wall", &case.wall, &reference.wall), ("cpu", &case.cpu, &reference.cpu)]
        {
            let (of, name) = ((case.operation, case.name), format!("{prefix}{what}"));
            figures.add_medians(of, (&name, "us"), values, reference);
        }
    }
    figures.print()
}

/// All operations: one by one through all clients, concurrently through those that call the server.
fn cases<'a>(clients: &'a [(&'static str, Client)]) -> Vec<Case<'a>> {
    let mut cases = Vec::new();
    for at_once in [false, true] {
        for operation in Operation::ALL {
            for &(name, ref client) in clients {
                if operation.is_made_by(name) && (!at_once || is_online(name)) {
                    let (wall, cpu) = (Vec::new(), Vec::new());
                    cases.push(Case { name, client, operation, at_once, wall, cpu });
                }
            }
        }
    }
    cases
}

impl Case<'_> {
    fn sweeps(&self) -> usize {
        if self.operation.is_list() { 1 } else { SWEEPS[usize::from(self.at_once)] }
    }

    /// Returns wall time and CPU time per call.
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

/// The CPU time of all threads of this process.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}
