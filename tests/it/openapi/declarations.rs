//! What endpoints say of themselves.

use std::collections::{BTreeMap, BTreeSet};

use clerk_sdk::{Auth, FieldPlace, Metadata, api::ENDPOINTS};
use serde_json::Value;

use super::{
    description::{Body, Description, Operation, Shape, description},
    report::{Check, Report},
};

#[test]
fn endpoints_are_as_described() {
    let Some(description) = description() else { return };
    let endpoints: BTreeMap<_, _> =
        ENDPOINTS.iter().map(|endpoint| (endpoint.operation, *endpoint)).collect();
    assert_eq!(endpoints.len(), ENDPOINTS.len(), "no operation is declared twice");
    let operations = description.operations();
    let described: BTreeSet<_> = operations.iter().map(|operation| operation.id).collect();

    let mut report = Report::new(Check::Declaration);
    for operation in endpoints.keys().filter(|operation| !described.contains(*operation)) {
        report.add(operation, "operation", "is not described");
    }
    for operation in &operations {
        match endpoints.get(operation.id) {
            Some(endpoint) => compare(&mut report, description, endpoint, operation),
            None => report.add(operation.id, "operation", "is not declared"),
        }
    }
    report.finish();
}

fn compare(
    report: &mut Report,
    description: &Description,
    endpoint: &Metadata,
    operation: &Operation<'_>,
) {
    let mut check = |subject: &str, ours: String, theirs: String| {
        if ours != theirs {
            report.add(operation.id, subject, format!("{ours} here, {theirs} there"));
        }
    };
    check("method", endpoint.method.to_string(), operation.method.to_string());
    check("path", endpoint.path.to_owned(), operation.path.to_owned());
    check("deprecated", endpoint.deprecated.to_string(), operation.deprecated.to_string());
    check("public", (endpoint.auth == Auth::Public).to_string(), operation.public.to_string());
    check("errors", format!("{:?}", endpoint.errors), format!("{:?}", operation.errors));

    let ours: BTreeMap<_, _> =
        endpoint.fields.iter().map(|field| (field.name, Facts::of(field))).collect();
    assert_eq!(ours.len(), endpoint.fields.len(), "{}: one name twice", operation.id);
    let theirs = described_fields(description, operation);
    let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).copied().collect();
    for name in names {
        let show = |facts: Option<&Facts>| facts.map_or("nothing".to_owned(), Facts::to_string);
        check(name, show(ours.get(name)), show(theirs.get(name)));
    }
}

/// What is said of one parameter.
struct Facts {
    place: FieldPlace,
    required: bool,
    nullable: bool,
    repeated: bool,
}

impl Facts {
    fn of(field: &clerk_sdk::FieldMetadata) -> Self {
        let clerk_sdk::FieldMetadata { place, required, nullable, repeated, .. } = *field;
        Self { place, required, nullable, repeated }
    }
}

impl std::fmt::Display for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.place)?;
        for (said, word) in
            [(self.required, "required"), (self.nullable, "nullable"), (self.repeated, "repeated")]
        {
            write!(f, "{}", if said { format!(" {word}") } else { String::new() })?;
        }
        Ok(())
    }
}

/// The parameters by their names on the wire. A body that is no object has no name, and is one
/// value that is always required: without it the operation says nothing. In path and query there
/// is no `null`, whatever the description says.
fn described_fields<'a>(
    description: &'a Description,
    operation: &Operation<'a>,
) -> BTreeMap<&'a str, Facts> {
    let facts = |place, required, schema: &'a Value| {
        let schema = description.schema(schema);
        let nullable = schema.nullable && place == FieldPlace::Member;
        let repeated = matches!(schema.shape(), Shape::List(..)) && place != FieldPlace::Body;
        Facts { place, required, nullable, repeated }
    };
    let mut fields = BTreeMap::new();
    for parameter in &operation.parameters {
        let place = if parameter.in_path { FieldPlace::Path } else { FieldPlace::Query };
        fields.insert(parameter.name, facts(place, parameter.required, parameter.schema));
    }
    let (place, schema) = match operation.body {
        Some(Body::Json(schema)) => (FieldPlace::Member, schema),
        Some(Body::Form(schema)) => (FieldPlace::Part, schema),
        None => return fields,
    };
    match description.schema(schema).shape() {
        Shape::Object(object) => {
            for (name, schema) in object.members {
                fields.insert(name, facts(place, object.required.contains(name), schema));
            }
        }
        _ => {
            fields.insert("", facts(FieldPlace::Body, true, schema));
        }
    }
    fields
}
