//! Answers made from the schemas.

use clerk_sdk::{Bytes, Error, api::testing::Probe, http};
use serde_json::{Value, json};

use super::{
    description::{Operation, description},
    differences::{Rules, differences},
    probes,
    report::{Check, Report},
    samples::{Kind, Maker},
};

const KINDS: [Kind; 9] = [
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
/// How many samples there are of each kind.
const SEEDS: u32 = 3;
const HTML: &str = "<!doctype html>";

#[test]
fn every_answer_is_read_whole() {
    let Some(description) = description() else { return };
    let probes = probes();
    let mut report = Report::new(Check::Answer);
    for operation in description.operations() {
        let Some(probe) = probes.get(operation.id) else { continue };
        let Some(schema) = operation.answer.1 else {
            let (body, value) = match operation.answer.0 {
                200 => (HTML, HTML.into()),
                _ => ("", Value::Null),
            };
            let read = probe.decode(answer(&operation, body)).unwrap();
            assert_eq!(read, value, "{}", operation.id);
            continue;
        };
        for kind in KINDS {
            for seed in 0..SEEDS {
                let seed = format!("{} {seed}", operation.id);
                let value = Maker::random(description, kind, &seed).value("answer", schema);
                read(&mut report, *probe, &operation, kind, &value);
                // A bare list that can be had with its count then has an object around it.
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
fn an_item_that_cannot_be_read_is_named_and_kept() {
    let Some(description) = description() else { return };
    let probes = probes();
    let mut lists = 0;
    for operation in description.operations() {
        let (Some(probe), Some(schema)) = (probes.get(operation.id), operation.answer.1) else {
            continue;
        };
        let mut value = Maker::readable(description, Kind::Full).value("answer", schema);
        let (items, place) = match &mut value {
            Value::Object(members) => (members.get_mut("data"), "data[1]"),
            other => (Some(other), "[1]"),
        };
        let Some(Value::Array(items)) = items else { continue };
        items[1] = json!(7);
        let body = value.to_string();
        let error = probe.decode(answer(&operation, &body)).unwrap_err();
        let Some(Error::Decode(error)) = error.downcast_ref() else { panic!("{error:?}") };
        assert_eq!((error.path(), &**error.body()), (place, body.as_bytes()), "{}", operation.id);
        lists += 1;
    }
    // Enough to know that lists are found: 35 come with their count, 13 without.
    assert_eq!(lists, 48);
}

fn read(
    report: &mut Report,
    probe: &dyn Probe,
    operation: &Operation<'_>,
    kind: Kind,
    value: &Value,
) {
    match probe.decode(answer(operation, &value.to_string())) {
        Ok(back) => {
            for (place, text) in differences(Rules::Answer, value, &back) {
                report.add(operation.id, place, format!("{kind:?}: {text}"));
            }
        }
        Err(error) => {
            let place = match error.downcast_ref() {
                Some(Error::Decode(error)) => without_indexes(error.path()),
                _ => String::new(),
            };
            report.add(operation.id, place, format!("{kind:?}: {error}"));
        }
    }
}

fn answer(operation: &Operation<'_>, body: &str) -> http::Response<Bytes> {
    let body = Bytes::copy_from_slice(body.as_bytes());
    http::Response::builder().status(operation.answer.0).body(body).unwrap()
}

/// `[3].a[0].b` as `[].a[].b`.
fn without_indexes(path: &str) -> String {
    let mut pieces = path.split('[');
    let first = pieces.next().unwrap_or_default();
    let first = if first.is_empty() { String::new() } else { format!(".{first}") };
    pieces.fold(first, |out, piece| format!("{out}[{}", piece.trim_start_matches(char::is_numeric)))
}
