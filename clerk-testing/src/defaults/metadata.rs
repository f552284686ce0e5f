//! Metadata of the application: checks, merges and replacements.

use clerk_api::{organizations::Organization, users::User};
use clerk_core::{Json, Patch};
use serde_json::{Map, Value, json};

use super::{
    failures::{form, invalid},
    params::Change,
    store::{Member, Record, Store},
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

/// The metadata of a record: its public, private, and unsafe parts.
pub(super) trait Metadata<const N: usize>: Record {
    fn metadata(&mut self) -> [&mut Option<Json>; N];
}

macro_rules! metadata {
    ($($record:ident: $count:literal = $($member:ident)*;)*) => {$(
        impl Metadata<$count> for $record {
            fn metadata(&mut self) -> [&mut Option<Json>; $count] {
                [$(&mut self.$member),*]
            }
        }
    )*};
}

metadata! {
    User: 3 = public_metadata private_metadata unsafe_metadata;
    Organization: 2 = public_metadata private_metadata;
    Member: 2 = public_metadata private_metadata;
}

const NAMES: [&str; 3] = ["public_metadata", "private_metadata", "unsafe_metadata"];

impl Store {
    pub(super) fn merge_metadata<const N: usize, T: Metadata<N>>(
        &mut self,
        id: &T::Id,
        changes: [Option<Json>; N],
    ) -> Outcome<T> {
        self.set_metadata(id, changes, merged)
    }

    pub(super) fn replace_metadata<const N: usize, T: Metadata<N>>(
        &mut self,
        id: &T::Id,
        changes: [Option<Json>; N],
    ) -> Outcome<T> {
        self.set_metadata(id, changes, |name, _, change| match change.to_value() {
            // `null` is stored.
            Value::Null => Ok(Some(change)),
            _ => created(name, Some(change)),
        })
    }

    fn set_metadata<const N: usize, T: Metadata<N>>(
        &mut self,
        id: &T::Id,
        changes: [Option<Json>; N],
        changed: fn(&str, &Option<Json>, Json) -> Outcome<Option<Json>>,
    ) -> Outcome<T> {
        let mut record = T::table(self).get(id)?.clone();
        for ((data, change), name) in record.metadata().into_iter().zip(changes).zip(NAMES) {
            if let Some(change) = change {
                *data = changed(name, data, change)?;
            }
        }
        self.change(id, |kept: &mut T| *kept = record)
    }
}

/// Merges `change` into `data` at every depth. `null` removes a member (RFC 7396).
fn merged(name: &str, data: &Option<Json>, change: Json) -> Outcome<Option<Json>> {
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
