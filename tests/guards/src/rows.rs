//! The rows of the files, and what they expect of a response.

use std::{collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, de::DeserializeOwned};

use crate::wire::Response;

/// A request, or several on one connection.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) setup: String,
    pub(crate) exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchange {
    pub(crate) send: String,
    /// The body is announced, and never sent.
    #[serde(default)]
    pub(crate) hold: bool,
    pub(crate) expect: Expect,
}

/// The other behavior of a framework, which decides before any guard runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Difference {
    pub(crate) framework: String,
    pub(crate) name: String,
    /// The number of the exchange, from 0.
    #[serde(default)]
    pub(crate) exchange: usize,
    /// The first part of a held body, which the framework waits for.
    pub(crate) first: Option<String>,
    pub(crate) expect: Expect,
    pub(crate) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    status: Statuses,
    #[serde(default)]
    headers: BTreeMap<String, Header>,
    body: Option<String>,
    /// The reason, in the body or else in the header `x-clerk-auth-reason`.
    reason: Option<String>,
    /// Whether the server asked for the body of a request that waits for that.
    continued: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Statuses {
    One(u16),
    Any(Vec<u16>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Header {
    IsPresent(bool),
    Value(String),
}

/// Reads a file of this package, line by line.
pub(crate) fn read<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).expect("the file is there");
    let lines = text.lines().filter(|line| !line.is_empty()).enumerate();
    lines
        .map(|(number, line)| match serde_json::from_str(line) {
            Ok(row) => row,
            Err(error) => panic!("{file}, line {}: {error}", number + 1),
        })
        .collect()
}

impl Expect {
    pub(crate) fn check(&self, response: &Response) -> Result<(), String> {
        let status = response.status;
        let (fits, text) = match &self.status {
            Statuses::One(one) => (*one == status, one.to_string()),
            Statuses::Any(any) => (any.contains(&status), format!("one of {any:?}")),
        };
        ensure(fits, || format!("status {status}, not {text}"))?;
        for (name, expected) in &self.headers {
            let found = response.header(name);
            match expected {
                Header::IsPresent(true) => ensure(found.is_some(), || format!("no `{name}`"))?,
                Header::IsPresent(false) => ensure(found.is_none(), || format!("has `{name}`"))?,
                Header::Value(value) => {
                    let fits = found.is_some_and(|found| match value.strip_prefix('*') {
                        Some(part) => found.contains(part),
                        None => found == value,
                    });
                    ensure(fits, || format!("`{name}` is {found:?}, not {value:?}"))?;
                }
            }
        }
        if let Some(body) = &self.body {
            let found = response.text();
            ensure(found == *body, || format!("body {found:?}, not {body:?}"))?;
        }
        if let Some(reason) = &self.reason {
            let found = response.reason();
            ensure(found.as_ref() == Some(reason), || format!("reason {found:?}, not {reason:?}"))?;
        }
        if let Some(continued) = self.continued {
            let found = response.continued;
            ensure(found == continued, || format!("asked for the body: {found}"))?;
        }
        Ok(())
    }
}

pub(crate) fn ensure(fits: bool, problem: impl FnOnce() -> String) -> Result<(), String> {
    if fits { Ok(()) } else { Err(problem()) }
}
