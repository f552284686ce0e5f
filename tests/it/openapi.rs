//! What is declared, held against the API's published description.
//!
//! `CLERK_OPENAPI` names the file, an OpenAPI document in YAML. Without it nothing is compared.

use std::{collections::BTreeMap, fmt::Write as _};

use clerk_sdk::{FieldPlace, Metadata, api::ENDPOINTS};
use serde_json::Value;

#[test]
fn endpoints_are_as_described() {
    let Some(path) = std::env::var_os("CLERK_OPENAPI") else {
        println!("skipped: set CLERK_OPENAPI to the description of Clerk's Backend API");
        return;
    };
    let text = std::fs::read_to_string(&path).unwrap();
    let document: Value = yaml_serde::from_str(&text).unwrap();
    let differences: String =
        ENDPOINTS.iter().map(|endpoint| compare(&document, endpoint)).collect();
    assert!(differences.is_empty(), "\n{differences}");
}

/// The differences between an endpoint and its description, a line each.
fn compare(document: &Value, endpoint: &Metadata) -> String {
    let Some((method, path, operation)) = find(document, endpoint.operation) else {
        return format!("{}: the description has no such operation\n", endpoint.operation);
    };
    let mut out = String::new();
    let mut check = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            writeln!(out, "{}: {what}: {ours} here, {theirs} there", endpoint.operation).unwrap();
        }
    };
    check("method", endpoint.method.to_string(), method.to_uppercase());
    check("path", endpoint.path.to_owned(), path.to_owned());

    let mut errors = endpoint.errors.to_vec();
    errors.sort_unstable();
    let described = operation["responses"].as_object().unwrap().keys();
    let mut described: Vec<u16> = described
        .filter_map(|status| status.parse().ok())
        .filter(|status| *status >= 400)
        .collect();
    described.sort_unstable();
    check("errors", format!("{errors:?}"), format!("{described:?}"));

    let ours: BTreeMap<_, _> = endpoint
        .fields
        .iter()
        .map(|field| {
            let facts = [field.required, field.nullable, field.repeated];
            (field.name.to_owned(), (place(field.place), facts))
        })
        .collect();
    check("fields", format!("{ours:#?}"), format!("{:#?}", described_fields(document, operation)));
    out
}

fn find<'a>(document: &'a Value, id: &str) -> Option<(&'a str, &'a str, &'a Value)> {
    document["paths"].as_object()?.iter().find_map(|(path, item)| {
        let (method, operation) =
            item.as_object()?.iter().find(|(_, operation)| operation["operationId"] == id)?;
        Some((method.as_str(), path.as_str(), operation))
    })
}

fn place(place: FieldPlace) -> &'static str {
    match place {
        FieldPlace::Path => "path",
        FieldPlace::Query => "query",
        FieldPlace::Header => "header",
        FieldPlace::Part => "part",
        _ => "body",
    }
}

/// Name → place, and whether it is required, nullable, repeated.
fn described_fields(
    document: &Value,
    operation: &Value,
) -> BTreeMap<String, (&'static str, [bool; 3])> {
    let mut fields = BTreeMap::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(document, parameter);
        let place = match parameter["in"].as_str().unwrap() {
            "path" => "path",
            "query" => "query",
            _ => "header",
        };
        let facts = [
            parameter["required"] == true,
            parameter["schema"]["nullable"] == true,
            parameter["schema"]["type"] == "array",
        ];
        fields.insert(parameter["name"].as_str().unwrap().to_owned(), (place, facts));
    }
    let content = operation["requestBody"]["content"].as_object().into_iter().flatten();
    for (media_type, body) in content {
        let schema = resolve(document, &body["schema"]);
        let place = if media_type.starts_with("multipart/") { "part" } else { "body" };
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            let member = resolve(document, member);
            let required = schema["required"].as_array().into_iter().flatten();
            let facts = [
                required.into_iter().any(|required| required == name),
                member["nullable"] == true,
                member["type"] == "array",
            ];
            fields.insert(name.clone(), (place, facts));
        }
    }
    fields
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer).unwrap(),
        None => value,
    }
}
