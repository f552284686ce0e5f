//! JSON documents that keep duplicate members, which a map would lose.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

/// The shape of a JSON document.
pub(super) enum Document {
    Scalar,
    List(Vec<Document>),
    Object(Vec<(String, Document)>),
}

impl Document {
    /// Returns whether `path` leads to one of the values. It has the format of `DecodeError::path`.
    pub(super) fn has(&self, path: &str) -> bool {
        self.is_at("", path)
    }

    fn is_at(&self, own: &str, path: &str) -> bool {
        own == path
            || match self {
                Self::Scalar => false,
                Self::List(items) => items
                    .iter()
                    .enumerate()
                    .any(|(index, item)| item.is_at(&format!("{own}[{index}]"), path)),
                Self::Object(members) => {
                    members.iter().any(|(name, value)| value.is_at(&member(own, name), path))
                }
            }
    }
}

fn member(own: &str, name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match name {
        name if name.is_empty() || !name.bytes().all(plain) => format!("{own}[{name:?}]"),
        name if own.is_empty() => name.to_owned(),
        name => format!("{own}.{name}"),
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Document, E> {
        Ok(Document::Scalar)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Document, E> {
        Ok(Document::Scalar)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Document, E> {
        Ok(Document::Scalar)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Document, E> {
        Ok(Document::Scalar)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Document, E> {
        Ok(Document::Scalar)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Document, E> {
        Ok(Document::Scalar)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Document, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Document::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Document, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Document::Object(object))
    }
}
