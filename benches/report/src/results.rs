//! The figures that were measured, kept between runs.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::Failure;

/// Figures by three names: operation, client and figure, or program, profile and figure.
pub(crate) type Table = BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Results {
    /// What each step ran on.
    pub(crate) machines: BTreeMap<String, String>,
    pub(crate) calls: Table,
    pub(crate) build: Table,
    /// The lines that the codec's benchmarks print.
    pub(crate) codec: Vec<String>,
}

impl Results {
    /// What is kept; nothing where there is nothing yet.
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

    /// What a figure of a call is where that of reqwest by hand is 1. For times it is the median of
    /// what it was in each round, and not the ratio of two medians.
    pub(crate) fn ratio(&self, operation: &str, client: &str, figure: &str) -> Option<f64> {
        if let Some(share) = share_of(figure) {
            return self.call(operation, client, &share);
        }
        Some(self.call(operation, client, figure)? / self.call(operation, "hand-reqwest", figure)?)
    }

    pub(crate) fn build(&self, program: &str, profile: &str, figure: &str) -> Option<f64> {
        get(&self.build, program, profile, figure)
    }
}

/// The name under which the share of a time is kept; `None` for what is no time.
pub(crate) fn share_of(figure: &str) -> Option<String> {
    figure.strip_suffix("_us").map(|time| format!("{time}_share"))
}

/// Puts `new` in the place of what there is of the same names.
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
