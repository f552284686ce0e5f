//! Error documents that most APIs use.

use bytes::Bytes;
use http::{HeaderMap, Response, header::AsHeaderName};

use super::{ErrorBody, ErrorDetail};
use crate::values::LooseJson;

/// Common response headers for a trace ID.
const TRACE_HEADERS: [&str; 5] =
    ["x-request-id", "request-id", "x-trace-id", "x-correlation-id", "x-github-request-id"];

/// Reads problem details (RFC 9457) and the JSON shapes that most APIs use:
///
/// - one error: `{"type", "title", "detail"}`, `{"code", "message"}`, `{"error": {"code",
///   "message", "param"}}`, `{"error": "code", "error_description": "…"}`, `{"detail": "…"}`,
/// - several: the same with a list as `errors`, or a list alone.
///
/// Other members are in [`ErrorDetail::meta`].
///
/// ```
/// use clerk_core::{Bytes, error::read_common, http::Response};
///
/// let body = r#"{"title":"Out of credit","detail":"30 of 50","type":"https://api.test/credit"}"#;
/// let error = read_common(&Response::new(Bytes::from(body)));
/// assert_eq!(error.details[0].code, "https://api.test/credit");
/// assert_eq!(error.details[0].description.as_deref(), Some("30 of 50"));
/// ```
#[must_use]
pub fn read_common(response: &Response<Bytes>) -> ErrorBody {
    let document = LooseJson::new(response.body());
    let [errors, ids @ ..] =
        document.members(["errors", "request_id", "trace_id", "requestId", "traceId"]);
    let mut body = ErrorBody::new(document_error(document).into_iter().collect());
    for list in [Some(document), errors].into_iter().flatten() {
        list.each_item(&mut |error| {
            if let Some(detail) = detail(error) {
                body.push(detail);
            }
        });
    }
    body.trace_id = first_text(ids)
        .or_else(|| header_text(response.headers(), TRACE_HEADERS).map(str::to_owned));
    body
}

/// Returns the value of the first of these headers that is text.
pub(super) fn header_text<N: AsHeaderName>(
    headers: &HeaderMap,
    names: impl IntoIterator<Item = N>,
) -> Option<&str> {
    names.into_iter().find_map(|name| headers.get(name)?.to_str().ok())
}

/// Returns the error that the whole document describes. If its `error` is a string, that is the
/// code, as in OAuth (RFC 6749 §5.2).
fn document_error(document: LooseJson<'_>) -> Option<ErrorDetail> {
    let [error] = document.members(["error"]);
    match error.filter(|error| error.is_object()) {
        Some(error) => detail(error),
        None => described(document, error, None),
    }
}

fn detail(error: LooseJson<'_>) -> Option<ErrorDetail> {
    if let Some(message) = error.text() {
        return Some(ErrorDetail::new("", message));
    }
    let [message] = error.members(["error"]);
    described(error, None, message)
}

/// Reads the members of an error. If they have no code or no message, `other_code` or
/// `other_message` is used.
fn described(
    error: LooseJson<'_>,
    other_code: Option<LooseJson<'_>>,
    other_message: Option<LooseJson<'_>>,
) -> Option<ErrorDetail> {
    let [code, error_code, r#type, status, reason, message, title, msg, descriptions @ ..] = error
        .members([
            "code",
            "error_code",
            "type",
            "status",
            "reason",
            "message",
            "title",
            "msg",
            "detail",
            "error_description",
            "description",
        ]);
    let code = first_text([code, other_code, error_code, r#type, status, reason]);
    let message = first_text([message, title, msg, other_message]);
    let mut detail = ErrorDetail::new(
        code.filter(|code| code != "about:blank").unwrap_or_default(),
        message.unwrap_or_default(),
    );
    detail.description = first_text(descriptions);
    if detail.is_empty() {
        return None;
    }
    detail.param = param(error);
    detail.meta = error.json();
    Some(detail)
}

fn param(error: LooseJson<'_>) -> Option<String> {
    let [source, location, names @ ..] =
        error.members(["source", "loc", "param", "parameter", "field", "pointer"]);
    first_text(names)
        .or_else(|| first_text(source?.members(["param", "parameter", "field", "pointer"])))
        .or_else(|| joined(location?))
}

/// Returns the first of these values that is a non-empty string.
fn first_text<'a>(values: impl IntoIterator<Item = Option<LooseJson<'a>>>) -> Option<String> {
    values.into_iter().flatten().find_map(|value| value.text().filter(|text| !text.is_empty()))
}

/// Joins a list of names and indices: `body.0.name`.
fn joined(steps: LooseJson<'_>) -> Option<String> {
    const MAX_STEPS: usize = 32;
    let mut path = Vec::new();
    steps.each_item(&mut |step| {
        if path.len() < MAX_STEPS {
            path.push(step.text().unwrap_or_else(|| step.source().to_owned()));
        }
    });
    if path.is_empty() { None } else { Some(path.join(".")) }
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
            r#"{"error":"Bad Request","message":"No body","statusCode":400}"#,
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
