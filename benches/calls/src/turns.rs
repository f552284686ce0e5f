//! Measures cases that take turns, so that a disturbance affects all of them.

use std::time::Instant;

use nix::time::{ClockId, clock_gettime};

use crate::{Failure, Outcome};

/// Rounds that do not count. They open connections.
const WARM_UP: usize = 2;

/// A case, which is compared with the first that has the same table and suffix.
pub struct Case<'a> {
    /// The table of the figures.
    pub table: &'a str,
    /// The row of the figures.
    pub row: &'a str,
    /// The end of the figures' names.
    pub suffix: String,
    /// The number of calls that `run` makes.
    pub calls: u32,
    /// Makes the calls.
    pub run: Box<dyn FnMut() -> Outcome + 'a>,
}

/// Prints the CPU time of a call in microseconds, and the calls per second: the median of the rounds,
/// and that of the ratios, round by round.
///
/// # Errors
/// If a call fails.
pub fn compare(rounds: usize, cases: &mut [Case<'_>]) -> Outcome {
    let mut figures = vec![[Vec::new(), Vec::new()]; cases.len()];
    for round in 0..WARM_UP + rounds {
        for step in 0..cases.len() {
            // Each case runs after either neighbor.
            let at = if round % 2 == 0 { step } else { cases.len() - 1 - step };
            let case = &mut cases[at];
            let (cpu, start) = (cpu_seconds()?, Instant::now());
            (case.run)()?;
            let (cpu, wall) = (cpu_seconds()? - cpu, start.elapsed().as_secs_f64());
            if round >= WARM_UP {
                figures[at][0].push(cpu * 1e6 / f64::from(case.calls));
                figures[at][1].push(f64::from(case.calls) / wall);
            }
        }
    }
    for (case, own) in cases.iter().zip(&figures) {
        let Case { table, row, suffix, .. } = case;
        let first = cases.iter().position(|it| it.table == *table && it.suffix == *suffix);
        let first = &figures[first.unwrap_or_default()];
        for (figure, own, first) in
            [("cpu_us", &own[0], &first[0]), ("per_second", &own[1], &first[1])]
        {
            let ratios = own.iter().zip(first).map(|(own, first)| own / first);
            println!("{table} {row} {figure}{suffix} {:.3}", median(own.iter().copied()));
            println!("{table} {row} {figure}{suffix}_share {:.3}", median(ratios));
        }
    }
    Ok(())
}

/// The CPU time of all threads of this process.
fn cpu_seconds() -> Result<f64, Failure> {
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?;
    Ok(time.tv_sec() as f64 + time.tv_nsec() as f64 / 1e9)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
