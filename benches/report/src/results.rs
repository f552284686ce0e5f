//! The measured figures, stored between runs.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::Failure;

/// Figures by operation, client, and name, or by program, profile, and name.
pub(crate) type Table = BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Results {
    /// The machine that each step ran on.
    pub(crate) machines: BTreeMap<String, String>,
    pub(crate) calls: Table,
    pub(crate) build: Table,
}

impl Results {
    /// Reads the stored results. Without a file, they are empty.
    pub(crate) fn load(path: &Path) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self::default());
        }
        Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
    }

    pub(crate) fn save(&self, path: &Path) -> Result<(), Failure> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(fs::write(path, text)?)
    }

    pub(crate) fn call(&self, operation: &str, client: &str, figure: &str) -> Option<f64> {
        get(&self.calls, operation, client, figure)
    }

    /// Returns a figure of a call relative to reqwest by hand, which reads full models. For a time or
    /// a rate, this is the median of the ratios of all rounds, not the ratio of two medians.
    pub(crate) fn call_ratio(&self, operation: &str, client: &str, figure: &str) -> Option<f64> {
        let timed = figure.strip_suffix("_us").or_else(|| figure.strip_suffix("_per_second"));
        if let Some(timed) = timed {
            return self.call(operation, client, &format!("{timed}_share"));
        }
        let full = operation.trim_end_matches("-slim");
        Some(self.call(operation, client, figure)? / self.call(full, "hand-reqwest", figure)?)
    }

    pub(crate) fn build(&self, program: &str, profile: &str, figure: &str) -> Option<f64> {
        get(&self.build, program, profile, figure)
    }

    /// Returns a figure of a build relative to reqwest by hand, with ring for a program with ring.
    pub(crate) fn build_ratio(&self, program: &str, profile: &str, figure: &str) -> Option<f64> {
        let has_ring = program.split('-').any(|word| word == "ring");
        let by_hand = if has_ring { "hand-reqwest-ring" } else { "hand-reqwest" };
        let by_hand = self.build(by_hand, profile, figure)?;
        Some(self.build(program, profile, figure)? / by_hand)
    }
}

/// Adds `new` to `table`. Figures with the same names are replaced.
pub(crate) fn merge(table: &mut Table, new: Table) {
    for (first, rows) in new {
        for (second, figures) in rows {
            table.entry(first.clone()).or_default().entry(second).or_default().extend(figures);
        }
    }
}

fn get(table: &Table, first: &str, second: &str, figure: &str) -> Option<f64> {
    table.get(first)?.get(second)?.get(figure).copied()
}
