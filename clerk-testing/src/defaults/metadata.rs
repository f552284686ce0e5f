//! Metadata of the application: checks, merges and replacements.

use clerk_core::{Json, Patch};
use serde_json::{Map, Value, json};

use super::{
    failures::{form, invalid},
    params::Change,
};
use crate::failure::Outcome;

/// The largest metadata of one kind, as JSON.
const MAX_BYTES: usize = 8 << 10;

/// Returns the metadata of a new resource. Default: an empty object.
pub(super) fn created(name: &str, data: Option<Json>) -> Outcome<Option<Json>> {
    let data = data.unwrap_or_else(|| json!({}).into());
    object(name, &data)?;
    if data.as_str().len() > MAX_BYTES {
        return Err(form("form_param_exceeds_allowed_size", name)
            .message("exceeds allowed size")
            .long_message(format!("{name} should not exceed {MAX_BYTES} bytes.")));
    }
    Ok(Some(data))
}

/// Like [`created`], for a param that may be `null`.
pub(super) fn patched(name: &str, data: impl Change<Json>) -> Outcome<Option<Json>> {
    match data.into_patch() {
        Patch::Set(data) if data.as_str() != "null" => created(name, Some(data)),
        _ => created(name, None),
    }
}

/// Returns `change`, or `data` without a change. `null` is stored.
pub(super) fn replaced(
    name: &str,
    data: &Option<Json>,
    change: Option<Json>,
) -> Outcome<Option<Json>> {
    match change {
        None => Ok(data.clone()),
        Some(change) if change.to_value().is_null() => Ok(Some(change)),
        Some(change) => created(name, Some(change)),
    }
}

/// Merges `change` into `data` at every depth. `null` removes a member (RFC 7396).
pub(super) fn merged(
    name: &str,
    data: &Option<Json>,
    change: Option<Json>,
) -> Outcome<Option<Json>> {
    let Some(change) = change else { return Ok(data.clone()) };
    let mut value = data.as_ref().map(Json::to_value).unwrap_or_default();
    merge(&mut value, object(name, &change)?.into());
    created(name, Some(value.into()))
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
