//! JSON members that are kept as text, so that each reader decides which types it accepts.

use std::{borrow::Cow, time::Duration};

use clerk_core::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Declares an object whose listed members are read. A duplicate member is an error.
macro_rules! raw_object {
    ($(#[$doc:meta])* $object:ident { $($name:ident)* }) => {
        $(#[$doc])*
        #[derive(Default, serde::Deserialize)]
        pub(crate) struct $object<'a> {
            $(#[serde(borrow, default, deserialize_with = "crate::verify::raw::present")]
            pub(crate) $name: Option<&'a serde_json::value::RawValue>,)*
        }
    };
}
pub(super) use raw_object;

/// Reads a member as it is, so that `null` is not taken for an absent one.
pub(super) fn present<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// Reads an object. A derived `Deserialize` reads arrays too.
pub(super) fn object<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    let is_object = json.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{');
    is_object.then(|| serde_json::from_str(json).ok())?
}

/// Reads a string.
pub(crate) fn text(raw: &RawValue) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

    let json = raw.get();
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        return serde_json::from_str::<Text<'_>>(json).ok().map(|text| text.0);
    }
    Some(Cow::Borrowed(inner))
}

/// Reads a string that is not empty.
pub(super) fn some_text(raw: Option<&RawValue>) -> Option<Cow<'_, str>> {
    raw.and_then(text).filter(|text| !text.is_empty())
}

/// Reads an array of strings.
pub(super) fn texts(raw: &RawValue) -> Option<Vec<Cow<'_, str>>> {
    let elements: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
    elements.into_iter().map(text).collect()
}

/// Reads a number.
pub(super) fn number(raw: &RawValue) -> Option<f64> {
    serde_json::from_str(raw.get()).ok()
}

/// Reads a number of any size up to a double. It cuts fractions toward zero, and saturates.
pub(super) fn integer(raw: &RawValue) -> Option<i64> {
    if let Ok(integer) = raw.get().parse() {
        return Some(integer);
    }
    let number = number(raw)?;
    let seconds = Duration::try_from_secs_f64(number.abs()).map_or(u64::MAX, |it| it.as_secs());
    let integer = i64::try_from(seconds).unwrap_or(i64::MAX);
    Some(if number < 0.0 { integer.saturating_neg() } else { integer })
}

/// Reads a time in seconds.
pub(super) fn timestamp(raw: Option<&RawValue>) -> Option<Timestamp> {
    Some(Timestamp::from_unix_millis(integer(raw?)?.saturating_mul(1000)))
}
