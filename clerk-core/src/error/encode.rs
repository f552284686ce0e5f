//! Calls that cannot be sent.

use std::{borrow::Cow, fmt};

use super::shown;
use crate::metadata::Metadata;

/// An error for a call that cannot be sent. Nothing has left the process.
#[derive(Clone)]
pub struct EncodeError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    metadata: &'static Metadata,
    param: Option<&'static str>,
    problem: Cow<'static, str>,
}

impl EncodeError {
    /// Creates an error for one param. `problem` completes the sentence that begins with its name,
    /// as in "`limit` is larger than 500", and contains no secret.
    pub fn for_param(
        metadata: &'static Metadata,
        param: &'static str,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Inner { metadata, param: Some(param), problem: problem.into() }))
    }

    /// Creates an error for the request as a whole.
    pub fn for_request(metadata: &'static Metadata, problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { metadata, param: None, problem: problem.into() }))
    }

    /// Returns the operation, as the API's description spells it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.metadata.operation
    }

    /// Returns the name of the param at fault, as the API spells it, if a single param is at fault.
    #[must_use]
    pub fn param(&self) -> Option<&'static str> {
        self.0.param
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { metadata, param, problem } = &*self.0;
        shown::line(f, &|f| {
            write!(f, "{} was not sent: ", metadata.label())?;
            match param {
                Some(param) => write!(f, "`{param}` {problem}"),
                None => f.write_str(problem),
            }
        })
    }
}

/// Shows the message, then the fields.
impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::debug(f, self, &|f| {
            f.debug_struct("EncodeError")
                .field("operation", &self.operation())
                .field("param", &self.0.param)
                .field("problem", &self.0.problem)
                .finish()
        })
    }
}

impl std::error::Error for EncodeError {}
