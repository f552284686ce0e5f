//! The differences that the tests find, without the exceptions.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use super::exceptions::EXCEPTIONS;

/// The test that finds a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The metadata of the endpoint.
    Declaration,
    /// The decoding of its responses.
    Response,
    /// The encoding of its requests.
    Request,
    /// The members of its models that are missing, `null`, or written in another way.
    Model,
    /// The reading of an event.
    Event,
    /// The type of a param in samples: described as a string, but a boolean.
    Flag,
}

/// An intended difference.
pub struct Exception {
    pub check: Check,
    pub operation: &'static str,
    /// The part that differs, as the report names it.
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
    /// The first difference of each operation and subject.
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

    /// Fails if a difference has no exception, or an exception no difference.
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
