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

    /// Prints all figures as one JSON object.
    ///
    /// # Errors
    /// If serialization fails.
    pub fn print(&self) -> Result<(), Failure> {
        println!("{}", serde_json::to_string_pretty(&self.0)?);
        Ok(())
    }
}
