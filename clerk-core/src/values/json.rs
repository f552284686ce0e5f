//! JSON of any shape.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

/// Any JSON, such as the metadata that an application stores with a user. It is kept as text, and
/// parsed only when it is read.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use clerk_core::Json;
///
/// let metadata = Json::new(&BTreeMap::from([("seats", 3)]))?;
/// assert_eq!(metadata.as_str(), r#"{"seats":3}"#);
/// assert_eq!(metadata.to_value()["seats"], 3);
/// assert_eq!(metadata.get::<BTreeMap<String, u32>>()?["seats"], 3);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Writes a value as JSON, like [`serde_json::to_string`]: a number that is NaN or infinite
    /// becomes `null`.
    ///
    /// # Errors
    /// If the value cannot be written, such as a map whose keys are not strings.
    pub fn new<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        to_raw_value(value).map(Self)
    }

    /// Creates JSON from the text of one value without surrounding white space, or returns `None`
    /// if it is invalid.
    pub(crate) fn from_text(text: String) -> Option<Self> {
        RawValue::from_string(text).ok().map(Self)
    }

    /// Reads the JSON as a `T`.
    ///
    /// # Errors
    /// If the JSON does not deserialize as a `T`.
    pub fn get<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// Reads the JSON as a tree. If a `Value` cannot hold it, such as the number `1e999` or more
    /// than a hundred nested lists, this returns `Null`; [`as_str`](Self::as_str) has the text.
    #[must_use]
    pub fn to_value(&self) -> Value {
        self.get().unwrap_or_default()
    }

    /// Returns the text, as it was received.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.get()
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        // A `Value` can always be written.
        Self(RawValue::from_string(value.to_string()).unwrap_or_default())
    }
}

impl Default for Json {
    /// `null`.
    fn default() -> Self {
        Self(Box::default())
    }
}

/// Compares the values: white space and the order of members make no difference.
impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        let values = || Some((self.get::<Value>().ok()?, other.get::<Value>().ok()?));
        self.as_str() == other.as_str() || values().is_some_and(|(one, other)| one == other)
    }
}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_stays_as_it_was_received() {
        let text = r#"{"b":1.0,"a":[ 1e2, 9007199254740993 ]}"#;
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(json.as_str(), text);
        assert_eq!(serde_json::to_string(&json).unwrap(), text);
    }

    #[test]
    fn equality_is_of_values() {
        let one: Json = serde_json::from_str(r#"{"a":1,"b":2}"#).unwrap();
        let other: Json = serde_json::from_str(r#"{ "b": 2, "a": 1 }"#).unwrap();
        assert_eq!(one, other);
        assert_ne!(one, Json::default());
        assert_eq!(one, Json::from(one.to_value()));
    }

    #[test]
    fn json_that_no_value_can_hold_equals_only_itself() {
        let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let deep = |inner: &str| json(&format!("{}{inner}{}", "[".repeat(200), "]".repeat(200)));
        for (one, other) in [(json("1e999"), json("2e999")), (deep("1"), deep("2"))] {
            assert_eq!(one, one.clone());
            assert_ne!(one, other);
            assert_ne!(one, Json::default());
            assert_eq!(one.to_value(), Value::Null);
        }
    }
}
