//! The members of all models, at every depth: each one missing, `null`, or written in another way.

use std::collections::{BTreeMap, BTreeSet};

use clerk_sdk::{Bytes, api::testing::Probe, http};
use serde_json::{Map, Value, json};

use super::{
    description::{Description, Operation, Shape, description},
    differences::{Rules, differences},
    probes,
    report::{Check, Report},
    samples::{Kind, Maker, NEW_MEMBER},
};

/// Builds a response around a value.
type Around<'a> = &'a dyn Fn(Value) -> Value;

/// The model that a value belongs to, and its position in the response.
#[derive(Clone)]
struct Place {
    model: String,
    /// A JSON pointer.
    pointer: String,
    /// The pointer of the innermost variant of a union that contains the value. A variant that does
    /// not fit is kept as JSON, with `NEW_MEMBER`.
    variant: Option<String>,
}

struct Walk<'a> {
    description: &'a Description,
    probe: &'static dyn Probe,
    operation: &'a Operation<'a>,
    report: &'a mut Report,
    /// The members without which a response is not read, by model.
    required: &'a mut BTreeMap<String, BTreeSet<String>>,
    /// The models that were checked, each with whether it is a variant of a union.
    seen: BTreeSet<(String, bool)>,
    members: usize,
    integers: usize,
}

#[test]
fn every_member_of_every_model_is_read_leniently() {
    let Some(description) = description() else { return };
    let probes = probes();
    let mut report = Report::new(Check::Model);
    let mut required = BTreeMap::new();
    let (mut members, mut integers) = (0, 0);
    for operation in description.operations() {
        let (Some(probe), Some(schema)) = (probes.get(operation.id), operation.response.1) else {
            continue;
        };
        let mut walk = Walk {
            description,
            probe: *probe,
            operation: &operation,
            report: &mut report,
            required: &mut required,
            seen: BTreeSet::new(),
            members: 0,
            integers: 0,
        };
        let model = operation.id.to_owned();
        walk.value(schema, &Place { model, pointer: String::new(), variant: None }, &|it| it);
        members += walk.members;
        integers += walk.integers;
    }
    report.finish();
    assert!(members > 4_000 && integers > 500, "{members} members, {integers} integers");

    let mut text = String::new();
    for (model, members) in required {
        let members: Vec<_> = members.into_iter().collect();
        text += &format!("{model}: {}\n", members.join(", "));
    }
    insta::assert_snapshot!("required_members", text);
}

impl Walk<'_> {
    fn value(&mut self, schema: &Value, place: &Place, around: Around<'_>) {
        let mut place = place.clone();
        if let Some(name) = self.description.name(schema) {
            place.model = name.to_owned();
            if !self.seen.insert((place.model.clone(), place.variant.is_some())) {
                return;
            }
        }
        let at =
            |step: &str| Place { pointer: format!("{}/{step}", place.pointer), ..place.clone() };
        match self.description.schema(schema).shape() {
            Shape::Object(object) => {
                let Value::Object(mut sample) = self.sample(schema, Kind::Full) else { return };
                // Around a member, only what is required, so that responses stay small.
                let Value::Object(around_member) = self.sample(schema, Kind::Required) else {
                    return;
                };
                if place.variant.as_ref() == Some(&place.pointer) {
                    sample.insert(NEW_MEMBER.to_owned(), json!(1));
                    let whole = self.decode(&around(sample.clone().into()));
                    if whole.is_ok_and(|whole| place.is_unknown(&whole)) {
                        return; // It is always kept as JSON.
                    }
                }
                for (name, schema) in object.members {
                    let with = |value: Option<Value>| {
                        let mut sample: Map<_, _> = sample.clone();
                        match value {
                            Some(value) => sample.insert(name.to_owned(), value),
                            None => sample.remove(name),
                        };
                        around(sample.into())
                    };
                    let must_be_read = !object.required.contains(name);
                    self.member(&place, name, schema, must_be_read, &with);
                    let mut inner = at(name);
                    inner.model = format!("{}.{name}", place.model);
                    self.value(schema, &inner, &|value| {
                        let mut sample = around_member.clone();
                        sample.insert(name.to_owned(), value);
                        around(sample.into())
                    });
                }
            }
            Shape::Map(schema) => {
                self.value(schema, &at("key"), &|value| around(json!({ "key": value })));
            }
            Shape::List(schema, ..) => {
                self.value(schema, &at("0"), &|value| around(json!([value])));
            }
            Shape::Union(variants) => {
                for variant in variants {
                    let variant_of = Some(place.pointer.clone());
                    self.value(variant, &Place { variant: variant_of, ..place.clone() }, around);
                }
            }
            Shape::Integer(least, most) => self.integer(&place, least, most, around),
            _ => {}
        }
    }

    /// Checks a member that is missing or `null`.
    fn member(
        &mut self,
        place: &Place,
        name: &str,
        schema: &Value,
        must_be_read: bool,
        with: &dyn Fn(Option<Value>) -> Value,
    ) {
        self.members += 1;
        let must_be_read = must_be_read || self.description.schema(schema).nullable;
        let subject = format!("{}/{name}", place.pointer);
        let missing = self.decode(&with(None)).map(|back| (place.is_unknown(&back), back));
        let null = self.decode(&with(Some(Value::Null)));
        match (missing, null) {
            (Ok((false, missing)), Ok(null)) => {
                for (path, text) in differences(Rules::Response, &missing, &null) {
                    self.report.add(
                        self.operation.id,
                        &*subject,
                        format!("null is not read like a missing member: {path}: {text}"),
                    );
                }
            }
            (Ok((false, _)), Err(error)) => {
                self.report.add(self.operation.id, subject, format!("null: {error}"));
            }
            (missing, _) => {
                if let Err(error) = missing.as_ref().map(|_| ()) {
                    if must_be_read {
                        self.report.add(self.operation.id, subject, format!("missing: {error}"));
                    }
                }
                self.required.entry(place.model.clone()).or_default().insert(name.to_owned());
            }
        }
    }

    /// Checks an integer with a fraction of zero, and the largest one.
    fn integer(&mut self, place: &Place, least: i64, most: i64, around: Around<'_>) {
        self.integers += 1;
        let number = 10.clamp(least, most);
        let fraction: Value = serde_json::from_str(&format!("{number}.0")).unwrap();
        for value in [fraction, most.into()] {
            let sent = around(value.clone());
            let text = match self.decode(&sent) {
                Ok(back) if place.is_unknown(&back) => "is not read as its variant".to_owned(),
                Ok(back) => match (sent.pointer(&place.pointer), back.pointer(&place.pointer)) {
                    (Some(sent), Some(back)) if sent.as_f64() == back.as_f64() => continue,
                    (_, back) => format!("got {back:?}"),
                },
                Err(error) => error,
            };
            self.report.add(self.operation.id, &*place.pointer, format!("{value}: {text}"));
        }
    }

    fn sample(&self, schema: &Value, kind: Kind) -> Value {
        Maker::readable(self.description, kind).value("", schema)
    }

    fn decode(&self, body: &Value) -> Result<Value, String> {
        let body = Bytes::from(body.to_string());
        let response = http::Response::builder().status(self.operation.response.0).body(body);
        self.probe.decode(response.unwrap()).map_err(|error| error.to_string())
    }
}

impl Place {
    /// Whether the variant of a union that contains the value was kept as JSON.
    fn is_unknown(&self, whole: &Value) -> bool {
        let variant = self.variant.as_ref().and_then(|pointer| whole.pointer(pointer));
        variant.is_some_and(|variant| variant.get(NEW_MEMBER).is_some())
    }
}
