//! Reads JSON documents whose members may be missing or of any type.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer as _,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::Json;

/// The longest value that is copied, in bytes.
const MAX_COPIED: usize = 64 * 1024;

/// A value in a JSON document, for an [`ErrorReader`](crate::error::ErrorReader). Its members may be
/// missing or of any type.
///
/// It borrows the document and builds no tree, so even a large or deeply nested document takes no
/// memory.
///
/// ```
/// use clerk_core::values::LooseJson;
///
/// let body = br#"{"errors": [{"code": "not_found", "meta": {"limit": 1e999}}]}"#;
/// let [errors, id] = LooseJson::new(body).members(["errors", "id"]);
/// errors.unwrap().each_item(&mut |error| {
///     let [code, meta] = error.members(["code", "meta"]);
///     assert_eq!(code.unwrap().text().as_deref(), Some("not_found"));
///     assert_eq!(meta.unwrap().json().unwrap().as_str(), r#"{"limit": 1e999}"#);
/// });
/// assert!(id.is_none());
/// ```
#[derive(Clone, Copy)]
pub struct LooseJson<'a>(&'a str);

impl<'a> LooseJson<'a> {
    /// Reads a document, which may begin with a byte order mark. Invalid JSON is read as `null`.
    #[must_use]
    pub fn new(document: &'a [u8]) -> Self {
        let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
        Self(serde_json::from_slice(document).map_or("null", RawValue::get))
    }

    pub(super) fn of(json: &'a Json) -> Self {
        Self(json.as_str())
    }

    /// Returns whether this is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// Returns the members of these names, in one pass over the object. If several members have the
    /// same name, the last one counts. All are `None` if this is not an object.
    #[must_use]
    pub fn members<const N: usize>(self, names: [&str; N]) -> [Option<Self>; N] {
        let mut values = [None; N];
        self.each(&mut |name, value| {
            let found = names.iter().zip(&mut values).find(|(wanted, _)| name == Some(**wanted));
            if let Some((_, slot)) = found {
                *slot = Some(value);
            }
        });
        values
    }

    /// Calls `visit` with each item of a list. Does nothing if this is not a list.
    pub fn each_item(self, visit: &mut dyn FnMut(Self)) {
        self.each(&mut |name, value| {
            if name.is_none() {
                visit(value);
            }
        });
    }

    /// Calls `visit` with each member of an object and its name, or with each item of a list.
    fn each(self, visit: Visit<'a, '_>) {
        // The document is valid, so this fails for other values only.
        let _ = serde_json::Deserializer::from_str(self.0).deserialize_any(Each(visit));
    }

    /// Returns the text, if this is a string.
    #[must_use]
    pub fn text(self) -> Option<String> {
        serde_json::from_str(self.0).ok()
    }

    /// Returns the value, unless it is `null` or longer than 64 KiB.
    #[must_use]
    pub fn json(self) -> Option<Json> {
        let is_kept = self.0 != "null" && self.0.len() <= MAX_COPIED;
        is_kept.then(|| self.0.to_owned()).and_then(Json::from_text)
    }

    /// Returns the source text.
    pub(crate) fn source(self) -> &'a str {
        self.0
    }
}

/// Shows the length only.
impl fmt::Debug for LooseJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LooseJson(<{} bytes>)", self.0.len())
    }
}

type Visit<'de, 'a> = &'a mut dyn FnMut(Option<&str>, LooseJson<'de>);

struct Each<'de, 'a>(Visit<'de, 'a>);

impl<'de> Visitor<'de> for Each<'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some((name, value)) = members.next_entry::<Cow<'de, str>, &'de RawValue>()? {
            (self.0)(Some(&name), LooseJson(value.get()));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&'de RawValue>()? {
            (self.0)(None, LooseJson(item.get()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn items(list: LooseJson<'_>) -> Vec<LooseJson<'_>> {
        let mut items = Vec::new();
        list.each_item(&mut |item| items.push(item));
        items
    }

    #[test]
    fn the_last_member_of_a_name_counts() {
        let document = LooseJson::new(br#"{"a":1,"b":[{"a":2}],"\u0061":3,"c":"}"}"#);
        let [a, b, c, d] = document.members(["a", "b", "c", "d"]);
        assert_eq!(a.unwrap().source(), "3");
        assert_eq!(items(b.unwrap())[0].source(), r#"{"a":2}"#);
        assert_eq!(c.unwrap().text().as_deref(), Some("}"));
        assert!(d.is_none());
        assert!(items(document).is_empty());
    }

    #[test]
    fn json_is_copied_unless_it_is_long() {
        let json = |text: &str| {
            LooseJson::new(text.as_bytes()).json().map(|json| json.as_str().to_owned())
        };
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        assert_eq!(json(&deep), Some(deep));
        assert_eq!(json(r#"{"a":1e999,"b":"\ud800"}"#).unwrap(), r#"{"a":1e999,"b":"\ud800"}"#);
        assert_eq!(json("null"), None);
        assert_eq!(json(r#"{"a":"#), None);
        assert_eq!(json(&format!("\"{}\"", "x".repeat(MAX_COPIED))), None);
    }

    fn same(value: &Value, loose: LooseJson<'_>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let [member] = loose.members([name]);
                    same(value, member.unwrap());
                }
            }
            Value::Array(values) => {
                let items = items(loose);
                assert_eq!(items.len(), values.len());
                values.iter().zip(items).for_each(|(value, item)| same(value, item));
            }
            Value::String(text) => assert_eq!(loose.text().as_ref(), Some(text)),
            other => assert_eq!(loose.source(), other.to_string()),
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaves = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[ -~\n\u{e4}]*".prop_map(Value::from),
        ];
        leaves.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::hash_map("[ -~\u{e4}]*", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_is_read_as_by_a_parser(value in values()) {
            same(&value, LooseJson::new(&serde_json::to_vec(&value).unwrap()));
            same(&value, LooseJson::new(serde_json::to_string_pretty(&value).unwrap().as_bytes()));
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop_oneof![
            any::<Vec<u8>>(),
            "[\\[\\]{}:,\"\\\\ auU18\n\u{e4}]*".prop_map(String::into_bytes),
        ]) {
            let document = LooseJson::new(&bytes);
            let members = document.members(["a", ""]).into_iter().flatten();
            for value in items(document).into_iter().chain(members) {
                let _ = (value.text(), value.json(), value.source(), items(value).len());
            }
        }
    }
}
