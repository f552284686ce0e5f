//! Requests that cannot be decoded.

use std::fmt;

use crate::{error::json_path, metadata::ParamLocation};

/// A request that cannot be decoded, or a response that cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    kind: RequestErrorKind,
    location: ParamLocation,
    name: String,
    problem: String,
}

/// The kind of a [`RequestError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// A required param is missing.
    Missing,
    /// A param is invalid.
    Invalid,
    /// The response cannot be encoded.
    Response,
}

impl RequestError {
    /// Creates an error for a required param that is missing.
    pub fn missing(location: ParamLocation, name: impl Into<String>) -> Self {
        let problem = "is missing".to_owned();
        Self { kind: RequestErrorKind::Missing, location, name: name.into(), problem }
    }

    /// Creates an error for an invalid param. `problem` completes the sentence that begins with its
    /// name, as in "query param `limit` is larger than 500".
    pub fn invalid(
        location: ParamLocation,
        name: impl Into<String>,
        problem: impl Into<String>,
    ) -> Self {
        let problem = problem.into();
        Self { kind: RequestErrorKind::Invalid, location, name: name.into(), problem }
    }

    /// Creates an error for a response that cannot be encoded. `problem` completes the sentence
    /// that begins with "the response".
    pub fn response(problem: impl Into<String>) -> Self {
        let (kind, location) = (RequestErrorKind::Response, ParamLocation::Body);
        Self { kind, location, name: String::new(), problem: problem.into() }
    }

    /// Creates an error for JSON of the wrong type. `name` is the path to `document` in the body.
    pub(super) fn json(
        location: ParamLocation,
        name: &str,
        document: &[u8],
        error: &serde_json::Error,
    ) -> Self {
        let path = join(name, &json_path::locate(document, error));
        let problem = json_path::problem(error);
        match problem.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(member) => Self::missing(ParamLocation::Member, join(&path, member)),
            None => Self::invalid(location, path, format!("is invalid: {problem}")),
        }
    }

    /// Returns the kind of error.
    #[must_use]
    pub fn kind(&self) -> RequestErrorKind {
        self.kind
    }

    /// Returns the name of the param at fault, as the API spells it. For JSON, the path inside it
    /// follows, such as `actor.sub` or `[3].email_address`. It is empty if the whole body is at
    /// fault.
    #[must_use]
    pub fn param(&self) -> &str {
        &self.name
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// Returns the location of the param in the request.
    #[must_use]
    pub fn location(&self) -> ParamLocation {
        self.location
    }
}

fn join(outer: &str, inner: &str) -> String {
    let dot = if outer.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{outer}{dot}{inner}")
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, location, name, problem } = self;
        let noun = match location {
            _ if *kind == RequestErrorKind::Response => "the response",
            ParamLocation::Path => "path segment",
            ParamLocation::Query => "query param",
            ParamLocation::Header => "header",
            ParamLocation::Body if name.is_empty() => "the body",
            ParamLocation::Member | ParamLocation::Body => "member",
            ParamLocation::Form => "form field",
            ParamLocation::Part => "part",
        };
        match name.as_str() {
            "" => write!(f, "{noun} {problem}"),
            name => write!(f, "{noun} `{name}` {problem}"),
        }
    }
}

impl std::error::Error for RequestError {}
