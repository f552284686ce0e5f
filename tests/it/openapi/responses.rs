//! Responses made from the schemas.

use clerk_sdk::{Bytes, api::testing::Probe, error::DecodeError, http};
use serde_json::{Value, json};

use super::{
    description::{Operation, description},
    differences::{Rules, differences},
    probes,
    report::{Check, Report},
    samples::{Kind, Maker},
};

pub const KINDS: [Kind; 9] = [
    Kind::Full,
    Kind::Required,
    Kind::Hollow,
    Kind::Some,
    Kind::Nulls,
    Kind::EmptyLists,
    Kind::NewEnumMember,
    Kind::NewMember,
    Kind::NewUnionMember,
];
/// The number of samples of each kind.
const SEEDS: u32 = 3;
const HTML: &str = "<!doctype html>";

#[test]
fn responses_are_decoded_without_loss() {
    let Some(description) = description() else { return };
    let probes = probes();
    let mut report = Report::new(Check::Response);
    for operation in description.operations() {
        let Some(probe) = probes.get(operation.id) else { continue };
        let Some(schema) = operation.response.1 else {
            let (body, value) = match operation.response.0 {
                200 => (HTML, HTML.into()),
                _ => ("", Value::Null),
            };
            let read = probe.decode(response(&operation, body)).unwrap();
            assert_eq!(read, value, "{}", operation.id);
            continue;
        };
        for kind in KINDS {
            for seed in 0..SEEDS {
                let seed = format!("{} {seed}", operation.id);
                let value = Maker::random(description, kind, &seed).value("response", schema);
                read(&mut report, *probe, &operation, kind, &value);
                // With `paginated`, a list is a member of an object that has its count, too.
                let can_count =
                    |it: &Operation<'_>| it.parameters.iter().any(|it| it.name == "paginated");
                if value.is_array() && can_count(&operation) {
                    let page = json!({ "data": value, "total_count": 7 });
                    read(&mut report, *probe, &operation, kind, &page);
                }
            }
        }
    }
    report.finish();
}

#[test]
fn errors_name_the_invalid_item_and_keep_the_body() {
    let Some(description) = description() else { return };
    let probes = probes();
    let mut lists = 0;
    for operation in description.operations() {
        let (Some(probe), Some(schema)) = (probes.get(operation.id), operation.response.1) else {
            continue;
        };
        let mut value = Maker::readable(description, Kind::Full).value("response", schema);
        let (items, path) = match &mut value {
            Value::Object(members) => (members.get_mut("data"), "data[1]"),
            other => (Some(other), "[1]"),
        };
        let Some(Value::Array(items)) = items else { continue };
        items[1] = json!(7);
        let body = value.to_string();
        let error = probe.decode(response(&operation, &body)).unwrap_err();
        let error: &DecodeError = error.downcast_ref().unwrap();
        assert_eq!((error.path(), &**error.body()), (path, body.as_bytes()), "{}", operation.id);
        lists += 1;
    }
    // 35 with a count, 13 without.
    assert_eq!(lists, 48);
}

fn read(
    report: &mut Report,
    probe: &dyn Probe,
    operation: &Operation<'_>,
    kind: Kind,
    value: &Value,
) {
    match probe.decode(response(operation, &value.to_string())) {
        Ok(back) => {
            for (path, text) in differences(Rules::Response, value, &back) {
                report.add(operation.id, path, format!("{kind:?}: {text}"));
            }
        }
        Err(error) => {
            let path = match error.downcast_ref() {
                Some(error) => without_indexes(DecodeError::path(error)),
                None => String::new(),
            };
            report.add(operation.id, path, format!("{kind:?}: {error}"));
        }
    }
}

fn response(operation: &Operation<'_>, body: &str) -> http::Response<Bytes> {
    let body = Bytes::copy_from_slice(body.as_bytes());
    http::Response::builder().status(operation.response.0).body(body).unwrap()
}

/// Turns `[3].a[0].b` into `[].a[].b`.
fn without_indexes(path: &str) -> String {
    let mut pieces = path.split('[');
    let first = pieces.next().unwrap_or_default();
    let first = if first.is_empty() { String::new() } else { format!(".{first}") };
    pieces.fold(first, |out, piece| format!("{out}[{}", piece.trim_start_matches(char::is_numeric)))
}
