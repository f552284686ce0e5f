//! The errors in the body of a response.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Response, header::AsHeaderName};
use serde_json::{Map, Value};

/// Reads the body and headers of an error response. It never fails: what it cannot read is missing
/// from the result, and the response itself is kept.
///
/// A client has one for its API: see [`ClientBuilder::error_reader`]. The default is
/// [`read_common`].
///
/// [`ClientBuilder::error_reader`]: crate::client::ClientBuilder::error_reader
pub type ErrorReader = fn(&Response<Bytes>) -> ErrorBody;

/// The errors that a response lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The errors, in the order of the response.
    pub details: Vec<ErrorDetail>,
    /// Data about the response as a whole.
    pub meta: Option<Value>,
    /// The ID that the API's support asks for.
    pub trace_id: Option<String>,
}

/// One of the errors that a response lists.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The kind of error, for programs. Empty if the response has none.
    pub code: String,
    /// A short message, for developers. Empty if the response has none.
    pub message: String,
    /// A longer message, often for the application's users.
    pub description: Option<String>,
    /// The param at fault, as the API names it.
    pub param: Option<String>,
    /// Further data, such as the limit that was exceeded.
    pub meta: Option<Value>,
}

impl ErrorBody {
    /// Lists `details`, with nothing else.
    #[must_use]
    pub fn new(details: Vec<ErrorDetail>) -> Self {
        Self { details, ..Self::default() }
    }
}

impl ErrorDetail {
    /// Creates an error with a code and a message.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), ..Self::default() }
    }

    /// Returns the param at fault, as the API names it.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.param.as_deref()
    }

    /// Returns the description, or the message if there is none.
    #[must_use]
    pub fn best_message(&self) -> &str {
        self.description.as_deref().unwrap_or(&self.message)
    }

    fn is_empty(&self) -> bool {
        self.code.is_empty() && self.best_message().is_empty()
    }
}

impl fmt::Debug for ErrorDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ErrorDetail");
        debug.field("code", &self.code).field("message", &self.message);
        if let Some(description) = &self.description {
            debug.field("description", description);
        }
        if let Some(param) = &self.param {
            debug.field("param", param);
        }
        if let Some(meta) = &self.meta {
            debug.field("meta", meta);
        }
        debug.finish()
    }
}

/// The headers in which APIs send an ID for their support.
const TRACE_HEADERS: [&str; 5] =
    ["x-request-id", "request-id", "x-trace-id", "x-correlation-id", "x-github-request-id"];

/// Reads problem details (RFC 9457) and the JSON shapes that most APIs use:
///
/// - one error: `{"type", "title", "detail"}`, `{"code", "message"}`, `{"error": {"code",
///   "message", "param"}}`, `{"error": "code", "error_description": "…"}`, `{"detail": "…"}`,
/// - several: the same with a list as `errors`, or a list alone.
///
/// The members that it has no field for are in [`ErrorDetail::meta`].
///
/// ```
/// # extern crate clerk_core as clerk_sdk;
/// use clerk_sdk::{Bytes, error::read_common, http::Response};
///
/// let body = r#"{"title":"Out of credit","detail":"30 of 50","type":"https://api.test/credit"}"#;
/// let error = read_common(&Response::new(Bytes::from(body)));
/// assert_eq!(error.details[0].code, "https://api.test/credit");
/// assert_eq!(error.details[0].description.as_deref(), Some("30 of 50"));
/// ```
#[must_use]
pub fn read_common(response: &Response<Bytes>) -> ErrorBody {
    let document = serde_json::from_slice(response.body()).unwrap_or_default();
    let mut details = Vec::new();
    let mut trace_id = None;
    match document {
        Value::Object(mut members) => {
            trace_id = text(&members, &["request_id", "trace_id", "requestId", "traceId"]);
            let listed = match members.get_mut("errors").map(Value::take) {
                Some(Value::Array(items)) => items,
                _ => Vec::new(),
            };
            details.extend(detail(document_error(members)));
            details.extend(listed.into_iter().filter_map(detail));
        }
        Value::Array(items) => details.extend(items.into_iter().filter_map(detail)),
        _ => {}
    }
    let trace_id =
        trace_id.or_else(|| header_text(response.headers(), TRACE_HEADERS).map(str::to_owned));
    ErrorBody { details, meta: None, trace_id }
}

/// Returns the first of these headers that is text.
pub(super) fn header_text<N: AsHeaderName>(
    headers: &HeaderMap,
    names: impl IntoIterator<Item = N>,
) -> Option<&str> {
    names.into_iter().find_map(|name| headers.get(name)?.to_str().ok())
}

/// The error that the document as a whole describes.
fn document_error(mut members: Map<String, Value>) -> Value {
    match members.get_mut("error") {
        Some(error @ Value::Object(_)) => error.take(),
        Some(Value::String(code)) => {
            let code = std::mem::take(code);
            members.entry("code").or_insert(Value::String(code));
            members.into()
        }
        _ => members.into(),
    }
}

fn detail(error: Value) -> Option<ErrorDetail> {
    let members = match error {
        Value::String(message) => return Some(ErrorDetail::new("", message)),
        Value::Object(members) => members,
        _ => return None,
    };
    let code = text(&members, &["code", "error_code", "type", "status", "reason"]);
    let detail = ErrorDetail {
        code: code.filter(|code| code != "about:blank").unwrap_or_default(),
        message: text(&members, &["message", "title", "msg", "error"]).unwrap_or_default(),
        description: text(&members, &["detail", "error_description", "description"]),
        param: param(&members),
        meta: None,
    };
    if detail.is_empty() {
        return None;
    }
    Some(ErrorDetail { meta: Some(Value::Object(members)), ..detail })
}

/// The first of these members that is a text with at least one character.
fn text(members: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let text =
        names.iter().find_map(|name| members.get(*name)?.as_str().filter(|text| !text.is_empty()));
    text.map(str::to_owned)
}

fn param(members: &Map<String, Value>) -> Option<String> {
    const NAMES: &[&str] = &["param", "parameter", "field", "pointer"];
    let named = text(members, NAMES);
    named.or_else(|| text(members.get("source")?.as_object()?, NAMES)).or_else(|| {
        let steps = members.get("loc")?.as_array()?;
        let steps: Vec<String> = steps
            .iter()
            .map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned))
            .collect();
        Some(steps.join("."))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_shapes_are_read() {
        let report: String = [
            r#"{"type":"about:blank","title":"Not Found","status":404}"#,
            r#"{"type":"https://api.test/credit","title":"Out of credit","detail":"30 of 50","errors":[{"detail":"too low","pointer":"/amount"}]}"#,
            r#"{"error":{"type":"card_error","code":"card_declined","message":"Declined","param":"source"}}"#,
            r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}]}"#,
            r#"{"error":{"code":400,"status":"INVALID_ARGUMENT","message":"Bad name"}}"#,
            r#"{"error":"invalid_grant","error_description":"The code has expired"}"#,
            r#"{"object":"error","status":400,"code":"validation_error","message":"No body","request_id":"r1"}"#,
            r#"{"errors":[{"status":"422","title":"Invalid","source":{"pointer":"/data/name"}},"plain"]}"#,
            r#"{"detail":"Not authenticated"}"#,
            r#"[{"loc":["body",0,"name"],"msg":"field required","type":"missing"}]"#,
            r#"{"error":true}"#,
            r#"{"errors":{"a":1},"error":null}"#,
            "<h1>Bad gateway</h1>",
            "",
        ]
        .into_iter()
        .map(|body| {
            let error = read_common(&Response::new(Bytes::from(body)));
            let details: String = error
                .details
                .iter()
                .map(|ErrorDetail { code, message, description, param, .. }| {
                    format!("  {code:?} {message:?} {description:?} {param:?}\n")
                })
                .collect();
            let trace_id = error.trace_id.map(|id| format!("  trace {id}\n")).unwrap_or_default();
            format!("{body}\n{details}{trace_id}")
        })
        .collect();
        insta::assert_snapshot!(report);
    }
}
