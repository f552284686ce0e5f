//! The metadata of the endpoints.

use std::collections::{BTreeMap, BTreeSet};

use clerk_sdk::{
    api::ENDPOINTS,
    endpoint::{Metadata, ParamLocation, Security},
    http::Method,
};
use serde_json::Value;

use super::{
    description::{Body, Description, Operation, Shape, description},
    report::{Check, Report},
};

#[test]
fn endpoints_match_the_description() {
    let Some(description) = description() else { return };
    let endpoints: BTreeMap<_, _> =
        ENDPOINTS.iter().map(|endpoint| (endpoint.operation, *endpoint)).collect();
    assert_eq!(endpoints.len(), ENDPOINTS.len(), "an operation is declared twice");
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
            report.add(operation.id, subject, format!("declared {ours}, described {theirs}"));
        }
    };
    check("method", endpoint.method.to_string(), operation.method.to_string());
    check("path", endpoint.path.to_owned(), operation.path.to_owned());
    check("deprecated", endpoint.deprecated.to_string(), operation.deprecated.to_string());
    check(
        "public",
        (endpoint.security == Security::Public).to_string(),
        operation.public.to_string(),
    );
    check("errors", format!("{:?}", endpoint.errors), format!("{:?}", operation.errors));

    let ours: BTreeMap<_, _> =
        endpoint.params.iter().map(|field| (field.name, Facts::of(field))).collect();
    assert_eq!(ours.len(), endpoint.params.len(), "{}: duplicate name", operation.id);
    let mut theirs = described_fields(description, operation);
    for (name, theirs) in &mut theirs {
        // A POST request changes no value, so an `Option` may stand for both absent and `null`.
        let ours = ours.get(name);
        theirs.nullable &= operation.method != Method::POST || ours.is_some_and(|it| it.nullable);
    }
    let names: BTreeSet<_> = ours.keys().chain(theirs.keys()).copied().collect();
    for name in names {
        let show = |facts: Option<&Facts>| facts.map_or("nothing".to_owned(), Facts::to_string);
        check(name, show(ours.get(name)), show(theirs.get(name)));
    }
}

/// The facts of one param.
struct Facts {
    location: ParamLocation,
    required: bool,
    nullable: bool,
    repeated: bool,
}

impl Facts {
    fn of(field: &clerk_sdk::endpoint::ParamMetadata) -> Self {
        let clerk_sdk::endpoint::ParamMetadata { location, required, nullable, repeated, .. } =
            *field;
        Self { location, required, nullable, repeated }
    }
}

impl std::fmt::Display for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.location)?;
        for (is_so, word) in
            [(self.required, "required"), (self.nullable, "nullable"), (self.repeated, "repeated")]
        {
            write!(f, "{}", if is_so { format!(" {word}") } else { String::new() })?;
        }
        Ok(())
    }
}

/// Returns the params by their names on the wire. A body that is not an object has no name, and is
/// always required. In path and query nothing is nullable, even if the description says otherwise.
fn described_fields<'a>(
    description: &'a Description,
    operation: &Operation<'a>,
) -> BTreeMap<&'a str, Facts> {
    let facts = |location, required, schema: &'a Value| {
        let schema = description.schema(schema);
        let nullable = schema.nullable && location == ParamLocation::Member;
        let repeated = matches!(schema.shape(), Shape::List(..)) && location != ParamLocation::Body;
        Facts { location, required, nullable, repeated }
    };
    let mut fields = BTreeMap::new();
    for parameter in &operation.parameters {
        let location = if parameter.in_path { ParamLocation::Path } else { ParamLocation::Query };
        fields.insert(parameter.name, facts(location, parameter.required, parameter.schema));
    }
    let (location, schema) = match operation.body {
        Some(Body::Json(schema)) => (ParamLocation::Member, schema),
        Some(Body::Form(schema)) => (ParamLocation::Part, schema),
        None => return fields,
    };
    match description.schema(schema).shape() {
        Shape::Object(object) => {
            for (name, schema) in object.members {
                fields.insert(name, facts(location, object.required.contains(name), schema));
            }
        }
        _ => {
            fields.insert("", facts(ParamLocation::Body, true, schema));
        }
    }
    fields
}
