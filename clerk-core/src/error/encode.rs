//! A call that could not be written as a request. Nothing has been sent.

use std::{borrow::Cow, fmt};

/// A call whose parameters cannot be sent. Nothing has left the process.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    operation: &'static str,
    field: Option<&'static str>,
    problem: Cow<'static, str>,
}

impl EncodeError {
    /// One parameter cannot be sent. `problem` completes the sentence that begins with its name,
    /// as in "`limit` is larger than 500", and holds no secret.
    pub fn field(
        operation: &'static str,
        field: &'static str,
        problem: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Inner { operation, field: Some(field), problem: problem.into() }))
    }

    /// The request as a whole cannot be sent.
    pub fn request(operation: &'static str, problem: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { operation, field: None, problem: problem.into() }))
    }

    /// The operation, as the API's description spells it.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// The parameter at fault, under its wire name, where it is a single one.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        self.0.field
    }

    /// What is wrong.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, field, problem } = &*self.0;
        match field {
            Some(field) => write!(f, "{operation} was not sent: `{field}` {problem}"),
            None => write!(f, "{operation} was not sent: {problem}"),
        }
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodeError")
            .field("operation", &self.0.operation)
            .field("field", &self.0.field)
            .field("problem", &self.0.problem)
            .finish()
    }
}

impl std::error::Error for EncodeError {}
