//! The bounds of clerk-sdk's figures.

use crate::{Failure, results::Results};

/// A bound of a figure. Without a network, the figure is a number, and otherwise a ratio.
pub(crate) struct Bound {
    pub(crate) name: &'static str,
    at: [&'static str; 3],
    pub(crate) most: f64,
}

#[rustfmt::skip] // one bound per line
pub(crate) const BOUNDS: [Bound; 11] = [
    Bound { name: "create on reqwest, instructions", at: ["create", "sdk-reqwest", "instructions"], most: 0.94 },
    Bound { name: "create on reqwest, allocations", at: ["create", "sdk-reqwest", "allocations"], most: 0.90 },
    Bound { name: "create on hyper, instructions", at: ["create", "sdk-hyper", "instructions"], most: 0.50 },
    Bound { name: "create on hyper, allocations", at: ["create", "sdk-hyper", "allocations"], most: 0.40 },
    Bound { name: "create without a network, instructions", at: ["create", "sdk-memory", "instructions"], most: 13_800.0 },
    Bound { name: "create without a network, allocations", at: ["create", "sdk-memory", "allocations"], most: 12.0 },
    Bound { name: "list on reqwest, instructions", at: ["list", "sdk-reqwest", "instructions"], most: 0.78 },
    Bound { name: "list on reqwest, CPU time", at: ["list", "sdk-reqwest", "cpu_us_1"], most: 0.74 },
    Bound { name: "list on hyper, CPU time", at: ["list", "sdk-hyper", "cpu_us_1"], most: 0.74 },
    Bound { name: "debug build with one family, CPU time", at: ["programs", "sdk-reqwest-one", "debug_cpu_seconds"], most: 1.18 },
    Bound { name: "debug build with all families, CPU time", at: ["programs", "sdk-reqwest-all", "debug_cpu_seconds"], most: 1.28 },
];

impl Bound {
    /// Returns the figure, if it was measured.
    pub(crate) fn measured(&self, results: &Results) -> Option<f64> {
        let [table, row, figure] = self.at;
        if row == "sdk-memory" {
            return results.get(table, row, figure);
        }
        results.ratio(table, row, figure)
    }
}

/// Prints the figures that have a bound.
///
/// # Errors
/// If one of them is exceeded.
pub(crate) fn check(results: &Results) -> Result<(), Failure> {
    let mut exceeded = Vec::new();
    for bound in BOUNDS {
        let Some(measured) = bound.measured(results) else { continue };
        println!("{}: {measured:.3}, at most {}", bound.name, bound.most);
        if measured > bound.most {
            exceeded.push(bound.name);
        }
    }
    match exceeded.is_empty() {
        true => Ok(()),
        false => Err(format!("exceeded: {}", exceeded.join("; ")).into()),
    }
}
