//! Calls per second and their latency, with many concurrent calls.

use std::time::{Duration, Instant};

use compare::{CLIENTS, Client, Failure, Figures, Operation, REFERENCE, is_online};

/// The calls of a sample, in all tasks together.
const CALLS: u32 = 2048;

/// Rounds that do not count. They open the connections.
const WARM_UP: usize = 2;

/// The most tasks that isahc is measured with: its connections would have descriptors above 1023,
/// which a curl without `poll` cannot wait for.
const ISAHC_TASKS: u32 = 64;

/// One client, with its figures sample by sample.
struct Case {
    name: &'static str,
    client: Client,
    per_second: Vec<f64>,
    p99: Vec<f64>,
}

pub(crate) fn measure(base: &str, tasks: u32, rounds: usize) -> Result<(), Failure> {
    let is_measured =
        |name: &&&str| is_online(name) && (tasks <= ISAHC_TASKS || !name.ends_with("-isahc"));
    let cases = CLIENTS.iter().filter(is_measured).map(|&name| {
        let client = Client::new(name, base)?;
        Ok(Case { name, client, per_second: Vec::new(), p99: Vec::new() })
    });
    let mut cases: Vec<Case> = cases.collect::<Result<_, Failure>>()?;
    for round in 0..WARM_UP + rounds {
        eprintln!("round {round} of {} with {tasks} concurrent calls", WARM_UP + rounds);
        // Each client runs after either neighbor in turn.
        cases.reverse();
        for case in &mut cases {
            let (per_second, p99) = case.run(tasks)?;
            if round >= WARM_UP {
                case.per_second.push(per_second);
                case.p99.push(p99);
            }
        }
    }
    let reference = cases.iter().find(|case| case.name == REFERENCE);
    let reference = reference.ok_or("nothing to compare with")?;
    let mut figures = Figures::default();
    for case in &cases {
        let of = (Operation::Create, case.name);
        let name = |what| format!("at_{tasks}_{what}");
        let (calls, p99) = (name("calls"), name("p99"));
        figures.add_medians(of, (&calls, "per_second"), &case.per_second, &reference.per_second);
        figures.add_medians(of, (&p99, "us"), &case.p99, &reference.p99);
    }
    figures.print()
}

impl Case {
    /// Returns the calls per second, and the 99th percentile of their time in microseconds.
    fn run(&self, tasks: u32) -> Result<(f64, f64), Failure> {
        let start = Instant::now();
        let mut times = self.client.latencies(Operation::Create, tasks, CALLS.div_ceil(tasks))?;
        let all = start.elapsed();
        times.sort_unstable();
        let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or(Duration::ZERO);
        Ok((times.len() as f64 / all.as_secs_f64(), p99.as_secs_f64() * 1e6))
    }
}
