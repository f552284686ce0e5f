//! The measured figures.

use std::collections::BTreeMap;

use crate::{Failure, Operation};

/// Figures by operation, client and name.
#[derive(Debug, Default)]
pub struct Figures(BTreeMap<String, BTreeMap<String, BTreeMap<String, f64>>>);

impl Figures {
    /// Adds a figure.
    pub fn add(&mut self, operation: Operation, client: &str, name: &str, value: f64) {
        let clients = self.0.entry(operation.to_string()).or_default();
        let figures = clients.entry(client.to_owned()).or_default();
        figures.insert(name.to_owned(), (value * 1000.0).round() / 1000.0);
    }

    /// Adds the median of `values` as `{name}_{unit}`, and that of their ratios to the values of the
    /// reference as `{name}_share`: value by value, because a disturbance affects neighbors alike.
    pub fn add_medians(
        &mut self,
        (operation, client): (Operation, &str),
        (name, unit): (&str, &str),
        values: &[f64],
        reference: &[f64],
    ) {
        let ratios = values.iter().zip(reference).map(|(ours, theirs)| ours / theirs).collect();
        self.add(operation, client, &format!("{name}_{unit}"), median(values.to_vec()));
        self.add(operation, client, &format!("{name}_share"), median(ratios));
    }

    /// Prints all figures as one JSON object.
    ///
    /// # Errors
    /// If serialization fails.
    pub fn print(&self) -> Result<(), Failure> {
        println!("{}", serde_json::to_string_pretty(&self.0)?);
        Ok(())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
