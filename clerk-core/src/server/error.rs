//! A request that is not what the operation asks for.

use std::fmt;

use crate::{FieldPlace, json_path};

/// Why a request could not be read, or a response not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    kind: RequestErrorKind,
    place: FieldPlace,
    name: String,
    problem: String,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestErrorKind {
    /// A required parameter is absent.
    Missing,
    /// A parameter is there and cannot be read.
    Invalid,
    /// The request is fine; its response cannot be written.
    Response,
}

impl RequestError {
    /// A required parameter is absent.
    pub fn missing(place: FieldPlace, name: impl Into<String>) -> Self {
        let problem = "is missing".to_owned();
        Self { kind: RequestErrorKind::Missing, place, name: name.into(), problem }
    }

    /// A parameter is there and cannot be read. `problem` completes the sentence that begins with
    /// its name, as in "query parameter `limit` is larger than 500".
    pub fn invalid(place: FieldPlace, name: impl Into<String>, problem: impl Into<String>) -> Self {
        let problem = problem.into();
        Self { kind: RequestErrorKind::Invalid, place, name: name.into(), problem }
    }

    /// The response cannot be written. `problem` completes the sentence that begins with "the
    /// response".
    pub fn response(problem: impl Into<String>) -> Self {
        Self {
            kind: RequestErrorKind::Response,
            place: FieldPlace::Body,
            name: String::new(),
            problem: problem.into(),
        }
    }

    /// JSON that is not of the type that is due. `name` is where `document` stands in the body.
    pub(super) fn json(
        place: FieldPlace,
        name: &str,
        document: &[u8],
        error: &serde_json::Error,
    ) -> Self {
        let path = join(name, &json_path::locate(document, error));
        let problem = json_path::problem(error);
        match problem.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
            Some(member) => Self::missing(FieldPlace::Member, join(&path, member)),
            None => Self::invalid(place, path, format!("is invalid: {problem}")),
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> RequestErrorKind {
        self.kind
    }

    /// The parameter at fault: its wire name, with the path inside it for JSON, such as
    /// `actor.sub` or `[3].email_address`. Empty where the body as a whole is at fault.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.name
    }

    /// Where in the request the parameter goes.
    #[must_use]
    pub fn place(&self) -> FieldPlace {
        self.place
    }
}

fn join(outer: &str, inner: &str) -> String {
    let dot = if outer.is_empty() || inner.is_empty() || inner.starts_with('[') { "" } else { "." };
    format!("{outer}{dot}{inner}")
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, place, name, problem } = self;
        let noun = match place {
            _ if *kind == RequestErrorKind::Response => "the response",
            FieldPlace::Path => "path segment",
            FieldPlace::Query => "query parameter",
            FieldPlace::Header => "header",
            FieldPlace::Body if name.is_empty() => "the body",
            FieldPlace::Member | FieldPlace::Body => "member",
            FieldPlace::Part => "part",
        };
        match name.as_str() {
            "" => write!(f, "{noun} {problem}"),
            name => write!(f, "{noun} `{name}` {problem}"),
        }
    }
}

impl std::error::Error for RequestError {}
