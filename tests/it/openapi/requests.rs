//! Requests made from the schemas.

use clerk_sdk::{
    Bytes, Part,
    api::testing::Probe,
    http,
    incoming::{RequestError, multipart},
};
use serde_json::{Value, json};

use super::{
    description::{Body, Description, Operation, Parameter, Shape, description},
    differences::{Rules, differences},
    exceptions::EXCEPTIONS,
    probes,
    report::{Check, Exception, Report},
    samples::{Kind, Maker},
};
use crate::sample_request::SampleRequest;

const KINDS: [Kind; 7] = [
    Kind::Full,
    Kind::Required,
    Kind::Hollow,
    Kind::Some,
    Kind::Nulls,
    Kind::EmptyLists,
    Kind::NewEnumMember,
];
/// The number of samples of each kind.
const SEEDS: u32 = 3;

#[test]
fn requests_are_decoded_and_encoded_without_loss() {
    let Some(description) = description() else { return };
    let probes = probes();
    let mut report = Report::new(Check::Request);
    for operation in description.operations() {
        let Some(probe) = probes.get(operation.id) else { continue };
        for kind in KINDS {
            for seed in 0..SEEDS {
                let seed = format!("{} {seed}", operation.id);
                let maker = Maker::random(description, kind, &seed);
                let request = sample(description, &operation, maker).to_http(&operation.method);
                reencode(&mut report, *probe, kind, request);
            }
        }
    }
    report.finish();
}

#[test]
fn flags_are_described_as_strings() {
    let Some(description) = description() else { return };
    let mut report = Report::new(Check::Flag);
    for operation in description.operations() {
        for Parameter { name, schema, .. } in &operation.parameters {
            let is_text = matches!(description.schema(schema).shape(), Shape::Text(..));
            if is_text && EXCEPTIONS.iter().any(|it| it.is_of(Check::Flag, operation.id, name)) {
                report.add(operation.id, *name, "");
            }
        }
    }
    report.finish();
}

/// Creates a request of an operation.
pub fn sample(
    description: &Description,
    operation: &Operation<'_>,
    mut maker: Maker<'_>,
) -> SampleRequest {
    let mut path = operation.path.to_owned();
    let mut query = String::new();
    for parameter in &operation.parameters {
        if !maker.takes(parameter.required) {
            continue;
        }
        let boolean = json!({ "type": "boolean" });
        let is_flag = |it: &Exception| it.is_of(Check::Flag, operation.id, parameter.name);
        let schema = if EXCEPTIONS.iter().any(is_flag) { &boolean } else { parameter.schema };
        let texts = texts(&maker.value(parameter.name, schema));
        if parameter.in_path {
            path = path.replace(&format!("{{{}}}", parameter.name), &texts[0]);
            continue;
        }
        let values =
            if parameter.joined && !texts.is_empty() { vec![texts.join(",")] } else { texts };
        for value in values {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(&format!("{}={value}", parameter.name));
        }
    }
    let mut request = SampleRequest { target: path + &query, ..SampleRequest::default() };
    match operation.body {
        None => {}
        Some(Body::Json(schema)) => request.body = Some(maker.value("item", schema)),
        Some(Body::Form(schema)) => {
            let Shape::Object(object) = description.schema(schema).shape() else {
                panic!("{}: a form that is not an object", operation.id);
            };
            for (name, schema) in object.members {
                // A file is always needed, even if the description says otherwise.
                if maker.takes(object.required.contains(name) || name == "file") {
                    let text = maker.value(name, schema).as_str().unwrap().to_owned();
                    request.parts.insert(name.to_owned(), text);
                }
            }
        }
    }
    request
}

/// Returns the values of a param, percent-encoded except unreserved characters.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![encoded(text)],
        other => vec![encoded(&other.to_string())],
    }
}

fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn reencode(report: &mut Report, probe: &dyn Probe, kind: Kind, sent: http::Request<Bytes>) {
    let operation = probe.metadata().operation;
    let mut add = |subject: String, text: String| {
        report.add(operation, subject, format!("{kind:?}: {text}"));
    };
    let back = match probe.reencode(sent.clone()) {
        Ok(back) => back,
        Err(error) => {
            let subject = error.downcast_ref().map_or("", RequestError::param);
            return add(subject.to_owned(), error.to_string());
        }
    };
    let (ours, theirs) = (back.uri(), sent.uri());
    if (back.method(), ours.path()) != (sent.method(), theirs.path()) {
        add("path".to_owned(), format!("sent {theirs}, got {ours}"));
    }
    let (ours, theirs) = (pairs(&back), pairs(&sent));
    if ours != theirs {
        add("query".to_owned(), format!("sent {theirs:?}, got {ours:?}"));
    }
    match (parts(&sent), parts(&back)) {
        (Some(sent), Some(back)) if sent == back => {}
        (None, None) => {
            let is_post = *sent.method() == http::Method::POST;
            let rules = if is_post { Rules::PostRequest } else { Rules::Request };
            for (path, text) in differences(rules, &json(&sent), &json(&back)) {
                add(path, text);
            }
        }
        (sent, back) => add("parts".to_owned(), format!("sent {sent:?}, got {back:?}")),
    }
}

/// Returns the pairs of the query, sorted.
fn pairs(request: &http::Request<Bytes>) -> Vec<&str> {
    let mut pairs: Vec<_> =
        request.uri().query().into_iter().flat_map(|it| it.split('&')).collect();
    pairs.sort_unstable();
    pairs
}

fn parts(request: &http::Request<Bytes>) -> Option<Vec<(String, Part)>> {
    let mut parts = multipart::decode(request).ok()?;
    parts.sort_by(|(one, _), (other, _)| one.cmp(other));
    Some(parts)
}

/// Returns the body as JSON, or as a JSON string if it is not JSON.
fn json(request: &http::Request<Bytes>) -> Value {
    let body = request.body();
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into())
}
