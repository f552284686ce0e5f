//! The measured figures, stored between runs.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Failure, root};

type Row = BTreeMap<String, f64>;

#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Results {
    /// The machine that each step ran on.
    pub(crate) machines: BTreeMap<String, String>,
    /// Figures by table, row, and name.
    tables: BTreeMap<String, BTreeMap<String, Row>>,
}

impl Results {
    /// Reads the stored results.
    pub(crate) fn load() -> Result<Self, Failure> {
        Ok(serde_json::from_str(&fs::read_to_string(path())?)?)
    }

    /// Stores the results, one row in a line.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        let lines = self.tables.iter().map(|(table, rows)| {
            let rows =
                rows.iter().map(|(name, row)| format!("    {}: {}", json!(name), json!(row)));
            format!("  {}: {{\n{}\n  }}", json!(table), rows.collect::<Vec<_>>().join(",\n"))
        });
        let tables = lines.collect::<Vec<_>>().join(",\n");
        let machines = format!("{:#}", json!(self.machines));
        let text = format!("{{\n\"machines\": {machines},\n\"tables\": {{\n{tables}\n}}\n}}\n");
        Ok(fs::write(path(), text)?)
    }

    /// Adds a figure, or replaces it.
    pub(crate) fn add(&mut self, table: &str, row: &str, figure: &str, value: f64) {
        let row =
            self.tables.entry(table.to_owned()).or_default().entry(row.to_owned()).or_default();
        row.insert(figure.to_owned(), (value * 1000.0).round() / 1000.0);
    }

    /// Adds the figures that a program printed: table, row, name, and value in each line.
    pub(crate) fn add_printed(&mut self, printed: &str) -> Result<(), Failure> {
        for line in printed.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let &[table, row, figure, value] = words.as_slice() else {
                return Err(format!("not a figure: {line}").into());
            };
            self.add(table, row, figure, value.parse()?);
        }
        Ok(())
    }

    /// Returns the rows of a table.
    pub(crate) fn rows(&self, table: &str) -> Vec<String> {
        self.tables.get(table).into_iter().flat_map(BTreeMap::keys).cloned().collect()
    }

    pub(crate) fn get(&self, table: &str, row: &str, figure: &str) -> Option<f64> {
        self.tables.get(table)?.get(row)?.get(figure).copied()
    }

    /// Returns a figure relative to the row's reference, if that is worth a look. For a time or a rate, this is the median of
    /// the ratios of all rounds, not the ratio of two medians.
    pub(crate) fn ratio(&self, table: &str, row: &str, figure: &str) -> Option<f64> {
        if figure == "reallocations" {
            return None;
        }
        let value = self.get(table, row, figure)?;
        let median = self.get(table, row, &format!("{figure}_share"));
        median.or_else(|| Some(value / self.get(table, reference(table, row), figure)?))
    }
}

/// The row that a row is compared with.
fn reference(table: &str, row: &str) -> &'static str {
    match row {
        _ if table == "verify" => "jsonwebtoken",
        _ if row.ends_with("-memory") => "hand-memory",
        _ if row.ends_with("-ring") => "hand-reqwest-ring",
        _ => "hand-reqwest",
    }
}

fn path() -> PathBuf {
    root().join("benches/results.json")
}
