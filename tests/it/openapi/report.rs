//! What the tests find, less what is allowed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::exceptions::EXCEPTIONS;

/// Which test finds a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// What an endpoint says of itself.
    Declaration,
    /// What its response makes of answers.
    Answer,
    /// What it makes of requests.
    Request,
    /// What samples are made of: a parameter that is described as a text is a boolean.
    Flag,
}

/// A difference that is meant.
pub struct Exception {
    pub check: Check,
    pub operation: &'static str,
    /// What differs, as the report names it.
    pub subject: &'static str,
    pub reason: &'static str,
}

impl Exception {
    pub fn is_of(&self, check: Check, operation: &str, subject: &str) -> bool {
        (self.check, self.operation, self.subject) == (check, operation, subject)
    }
}

/// The differences that one test finds.
pub struct Report {
    check: Check,
    /// Operation and subject → the first difference of its kind.
    found: BTreeMap<(String, String), String>,
}

impl Report {
    pub fn new(check: Check) -> Self {
        Self { check, found: BTreeMap::new() }
    }

    pub fn add(&mut self, operation: &str, subject: impl Into<String>, text: impl Into<String>) {
        let key = (operation.to_owned(), subject.into());
        self.found.entry(key).or_insert_with(|| text.into());
    }

    /// Fails where there is a difference without an exception, or an exception without a
    /// difference.
    pub fn finish(mut self) {
        let mut out = String::new();
        let mut named = BTreeSet::new();
        for exception in EXCEPTIONS.iter().filter(|exception| exception.check == self.check) {
            let Exception { operation, subject, reason, .. } = exception;
            assert!(!reason.is_empty() && named.insert((operation, subject)));
            if self.found.remove(&((*operation).to_owned(), (*subject).to_owned())).is_none() {
                writeln!(out, "{operation} | {subject} | the exception is not needed").unwrap();
            }
        }
        for ((operation, subject), text) in &self.found {
            writeln!(out, "{operation} | {subject} | {text}").unwrap();
        }
        assert!(out.is_empty(), "{:?}: {} differences\n{out}", self.check, out.lines().count());
    }
}
