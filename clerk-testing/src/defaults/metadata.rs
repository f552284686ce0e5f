//! Metadata of the application: checks, merges and replacements.

use clerk_core::{Json, Patch};
use serde_json::{Map, Value, json};

use super::failures::invalid;
use crate::failure::Outcome;

/// Returns the metadata of a new resource. Default: an empty object.
pub(super) fn created(name: &str, data: Option<Json>) -> Outcome<Option<Json>> {
    let data = data.unwrap_or_else(|| json!({}).into());
    object(name, &data)?;
    Ok(Some(data))
}

/// Like [`created`], for a param that may be `null`.
pub(super) fn patched(name: &str, data: Patch<Json>) -> Outcome<Option<Json>> {
    match data {
        Patch::Set(data) => created(name, Some(data)),
        Patch::Keep | Patch::Clear => created(name, None),
    }
}

/// Returns `change`, or `data` without a change.
pub(super) fn replaced(
    name: &str,
    data: &Option<Json>,
    change: Option<Json>,
) -> Outcome<Option<Json>> {
    created(name, change.or_else(|| data.clone()))
}

/// Merges `change` into `data` at every depth. `null` removes a member (RFC 7396).
pub(super) fn merged(
    name: &str,
    data: &Option<Json>,
    change: Option<Json>,
) -> Outcome<Option<Json>> {
    let mut value = data.as_ref().map(Json::to_value).unwrap_or_default();
    if let Some(change) = change {
        merge(&mut value, object(name, &change)?.into());
    }
    Ok(Some(value.into()))
}

fn merge(target: &mut Value, change: Value) {
    let Value::Object(change) = change else {
        *target = change;
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(target) = target.as_object_mut() else { return };
    for (name, value) in change {
        if value.is_null() {
            target.remove(&name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

fn object(name: &str, data: &Json) -> Outcome<Map<String, Value>> {
    match data.to_value() {
        Value::Object(members) => Ok(members),
        _ => Err(invalid(name, "must be a JSON object")),
    }
}
