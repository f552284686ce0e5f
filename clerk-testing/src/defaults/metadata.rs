//! The application's own data: checked, merged, replaced.

use clerk_core::{Json, Patch};
use serde_json::{Map, Value, json};

use super::failures::invalid;
use crate::ApiFailure;

/// The data of something that is created.
pub(super) fn created(name: &str, data: Option<Json>) -> Result<Option<Json>, ApiFailure> {
    let data = data.unwrap_or_else(|| json!({}).into());
    object(name, &data)?;
    Ok(Some(data))
}

/// [`created`], where the request may say `null`.
pub(super) fn patched(name: &str, data: Patch<Json>) -> Result<Option<Json>, ApiFailure> {
    match data {
        Patch::Set(data) => created(name, Some(data)),
        Patch::Keep | Patch::Clear => created(name, None),
    }
}

/// What the data are once `change` has replaced them, or has left them as they are.
pub(super) fn replaced(
    name: &str,
    data: &Option<Json>,
    change: Option<Json>,
) -> Result<Option<Json>, ApiFailure> {
    created(name, change.or_else(|| data.clone()))
}

/// What the data are once `change` has been merged into them at every depth, where `null` removes a
/// member (RFC 7396).
pub(super) fn merged(
    name: &str,
    data: &Option<Json>,
    change: Option<Json>,
) -> Result<Option<Json>, ApiFailure> {
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

fn object(name: &str, data: &Json) -> Result<Map<String, Value>, ApiFailure> {
    match data.to_value() {
        Value::Object(members) => Ok(members),
        _ => Err(invalid(name, "must be a JSON object")),
    }
}
