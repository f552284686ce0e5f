//! Reads JSON that may be damaged.

use std::fmt;

use crate::values::Json;

/// The longest value that is copied, in bytes. Longer texts are cut.
const MAX_COPIED: usize = 64 * 1024;

/// A value in a JSON document that may be damaged, for an [`ErrorReader`](super::ErrorReader).
///
/// It borrows the document and builds no tree, so even a document that is large or deeply nested
/// takes no memory. The document is not checked: it may be cut, begin with a byte order mark, or
/// hold invalid UTF-8, invalid escapes, and numbers that are too large. Bytes that are not UTF-8
/// are read as Latin-1.
///
/// ```
/// use clerk_core::error::LooseJson;
///
/// let body = b"{\"errors\": [{\"code\": \"not_found\", \"meta\": {\"limit\": 1e999}}]";
/// let [errors, id] = LooseJson::new(body).members(["errors", "id"]);
/// let [code, meta] = errors.unwrap().items().next().unwrap().members(["code", "meta"]);
/// assert_eq!(code.unwrap().text().as_deref(), Some("not_found"));
/// assert_eq!(meta.unwrap().json().unwrap().as_str(), "{\"limit\": 1e999}");
/// assert!(id.is_none());
/// ```
#[derive(Clone, Copy)]
pub struct LooseJson<'a>(&'a [u8]);

impl<'a> LooseJson<'a> {
    /// Reads a document.
    #[must_use]
    pub fn new(document: &'a [u8]) -> Self {
        let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
        Self(document.trim_ascii())
    }

    /// Returns whether this is an object.
    #[must_use]
    pub fn is_object(self) -> bool {
        self.0.starts_with(b"{")
    }

    /// Returns the members of these names, in one pass over the object. Of several members with one
    /// name, the last one counts. All are `None` if this is not an object.
    #[must_use]
    pub fn members<const N: usize>(self, names: [&str; N]) -> [Option<Self>; N] {
        let mut values = [None; N];
        self.find(&names, &mut values);
        values
    }

    fn find(self, names: &[&str], values: &mut [Option<Self>]) {
        let Some(inside) = self.0.strip_prefix(b"{") else { return };
        let mut scanner = Scanner(inside);
        while let Some(key) = scanner.value() {
            let Some(value) = scanner.member_value() else { continue };
            let found = names.iter().zip(&mut *values).find(|(name, _)| key.is_text(name));
            if let Some((_, slot)) = found {
                *slot = Some(value);
            }
        }
    }

    /// Returns the items of a list. There are none if this is not a list.
    pub fn items(self) -> impl Iterator<Item = LooseJson<'a>> {
        let mut scanner = Scanner(self.0.strip_prefix(b"[").unwrap_or_default());
        std::iter::from_fn(move || scanner.value())
    }

    /// Returns the text, if this is a string. A string of more than 64 KiB is cut.
    #[must_use]
    pub fn text(self) -> Option<String> {
        let raw = self.raw_text()?;
        Some(unescape(raw.get(..MAX_COPIED).unwrap_or(raw)))
    }

    /// Returns the value, unless it is `null`, invalid, or longer than 64 KiB.
    #[must_use]
    pub fn json(self) -> Option<Json> {
        if self.0.len() > MAX_COPIED || self.0 == b"null" {
            return None;
        }
        let mut text = String::with_capacity(self.0.len());
        push_loosely(&mut text, self.0);
        Json::from_text(text)
    }

    /// Returns the source text. Invalid UTF-8 is read as Latin-1, and more than 64 KiB are cut.
    pub(super) fn source(self) -> String {
        let mut text = String::new();
        push_loosely(&mut text, self.0.get(..MAX_COPIED).unwrap_or(self.0));
        text
    }

    /// Unescapes the text between the quotes of a string.
    pub(super) fn unquoted(raw: &[u8]) -> String {
        unescape(raw)
    }

    fn is_text(self, text: &str) -> bool {
        let Some(raw) = self.raw_text() else { return false };
        // An escape has at most six bytes for one.
        let may_fit = raw.len() <= text.len().saturating_mul(6);
        raw == text.as_bytes() || may_fit && raw.contains(&b'\\') && unescape(raw) == text
    }

    /// The text between the quotes of a string.
    fn raw_text(self) -> Option<&'a [u8]> {
        let rest = self.0.strip_prefix(b"\"")?;
        let end = string_end(rest);
        rest.get(..end)
    }
}

/// Shows the length only.
impl fmt::Debug for LooseJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LooseJson(<{} bytes>)", self.0.len())
    }
}

/// The rest of an object or a list.
struct Scanner<'a>(&'a [u8]);

impl<'a> Scanner<'a> {
    /// Takes the next value, up to the end of the object or list.
    fn value(&mut self) -> Option<LooseJson<'a>> {
        self.skip(|byte| byte.is_ascii_whitespace() || byte == b',' || byte == b':');
        if matches!(self.0.first(), None | Some(b'}' | b']')) {
            return None;
        }
        let (value, rest) = self.0.split_at_checked(value_length(self.0))?;
        self.0 = rest;
        Some(LooseJson(value))
    }

    /// Takes the value that belongs to the key before it.
    fn member_value(&mut self) -> Option<LooseJson<'a>> {
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.0.first() == Some(&b':') { self.value() } else { None }
    }

    fn skip(&mut self, skips: fn(u8) -> bool) {
        let skipped = self.0.iter().take_while(|byte| skips(**byte)).count();
        self.0 = self.0.get(skipped..).unwrap_or_default();
    }
}

/// Returns the length of the value at the start of `text`, which is at least one byte.
fn value_length(text: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(byte) = text.get(position) {
        position += 1;
        match byte {
            b'"' => {
                let rest = text.get(position..).unwrap_or_default();
                position = (position + string_end(rest) + 1).min(text.len());
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => continue,
            _ => {
                let rest = text.get(position..).unwrap_or_default();
                return position + rest.iter().take_while(|byte| !ends_scalar(**byte)).count();
            }
        }
        if depth == 0 {
            return position;
        }
    }
    text.len()
}

fn ends_scalar(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b',' | b':' | b']' | b'}')
}

/// Returns where the string whose opening quote has been read ends.
fn string_end(text: &[u8]) -> usize {
    let mut escaped = false;
    let end = text.iter().position(|byte| {
        let is_end = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        is_end
    });
    end.unwrap_or(text.len())
}

fn unescape(mut raw: &[u8]) -> String {
    let mut text = String::with_capacity(raw.len());
    while let Some(start) = raw.iter().position(|byte| *byte == b'\\') {
        push_loosely(&mut text, raw.get(..start).unwrap_or_default());
        raw = raw.get(start + 1..).unwrap_or_default();
        let Some((kind, rest)) = raw.split_first() else { break };
        raw = rest;
        text.push(match kind {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => unicode(&mut raw),
            other => char::from(*other),
        });
    }
    push_loosely(&mut text, raw);
    text
}

/// Takes the digits of an escape, and the second half of a surrogate pair.
fn unicode(raw: &mut &[u8]) -> char {
    let Some(first) = take_unit(raw) else { return char::REPLACEMENT_CHARACTER };
    let mut second_half = raw.strip_prefix(b"\\u").unwrap_or_default();
    let second = take_unit(&mut second_half);
    let units = [first, second.unwrap_or_default()];
    match char::decode_utf16(units).next() {
        Some(Ok(c)) => {
            if c.len_utf16() == 2 {
                *raw = second_half;
            }
            c
        }
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Takes four hexadecimal digits.
fn take_unit(raw: &mut &[u8]) -> Option<u16> {
    let (digits, rest) = raw.split_at_checked(4)?;
    let mut unit = 0;
    for digit in digits {
        unit = unit * 16 + u16::try_from(char::from(*digit).to_digit(16)?).ok()?;
    }
    *raw = rest;
    Some(unit)
}

/// Changes the texts in a JSON document, the names of members among them.
pub(super) fn map_texts(document: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::with_capacity(document.len());
    let mut rest = document;
    while let Some((before, text)) = rest.split_once('"') {
        let (raw, after) = text.split_at_checked(string_end(text.as_bytes())).unwrap_or((text, ""));
        let unescaped = unescape(raw.as_bytes());
        let new = change(&unescaped);
        changed.push_str(before);
        if new == unescaped {
            // As it was received, with its escapes.
            changed.extend(["\"", raw, "\""]);
        } else {
            changed.push_str(&serde_json::to_string(&new).unwrap_or_default());
        }
        rest = after.strip_prefix('"').unwrap_or(after);
    }
    changed + rest
}

/// Appends bytes as UTF-8, and the invalid ones as Latin-1.
fn push_loosely(text: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(char::from));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn text(document: &str) -> Option<String> {
        LooseJson::new(document.as_bytes()).text()
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(text(r#""a\n\"\\\/\u00e4\ud83d\ude00""#).as_deref(), Some("a\n\"\\/ä😀"));
        assert_eq!(text(r#""\ud800x\udc00\uD800\u0041\q\u12""#).as_deref(), Some("�x��Aq�12"));
        assert_eq!(text(r#""cut \"#).as_deref(), Some("cut "));
        assert_eq!(text("1"), None);
        assert_eq!(LooseJson::new(b"\"caf\xe9 \xc3\xa9\"").text().as_deref(), Some("café é"));
    }

    #[test]
    fn the_last_member_of_a_name_counts() {
        let document = LooseJson::new(br#"{"a":1,"b":[{"a":2}],"\u0061":3,"c":"}"}"#);
        let [a, b, c, d] = document.members(["a", "b", "c", "d"]);
        assert_eq!(a.unwrap().source(), "3");
        assert_eq!(b.unwrap().items().next().unwrap().source(), r#"{"a":2}"#);
        assert_eq!(c.unwrap().text().as_deref(), Some("}"));
        assert!(d.is_none());
    }

    #[test]
    fn json_is_copied_unless_it_is_invalid_or_long() {
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

    #[test]
    fn texts_are_changed_and_the_rest_is_kept() {
        let document = r#"{"a\"b": ["a", "\u0061", 1, "x\\"], "c": {}}"#;
        let changed = map_texts(document, |text| text.replace("a", "z\""));
        assert_eq!(changed, r#"{"z\"\"b": ["z\"", "z\"", 1, "x\\"], "c": {}}"#);
        assert_eq!(map_texts(document, str::to_owned), document);
    }

    fn same(value: &Value, loose: LooseJson<'_>) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let [member] = loose.members([name]);
                    same(value, member.unwrap());
                }
            }
            Value::Array(items) => {
                assert_eq!(loose.items().count(), items.len());
                items.iter().zip(loose.items()).for_each(|(item, loose)| same(item, loose));
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
        fn valid_json_is_read_as_by_a_parser(value in values()) {
            same(&value, LooseJson::new(&serde_json::to_vec(&value).unwrap()));
            same(&value, LooseJson::new(serde_json::to_string_pretty(&value).unwrap().as_bytes()));
        }

        #[test]
        fn any_bytes_can_be_read(bytes in prop_oneof![
            any::<Vec<u8>>(),
            "[\\[\\]{}:,\"\\\\ auU18\n\u{e4}]*".prop_map(String::into_bytes),
        ]) {
            let document = LooseJson::new(&bytes);
            let values = document.items().chain(document.members(["a", ""]).into_iter().flatten());
            for value in values {
                let _ = (value.text(), value.json(), value.source(), value.items().count());
            }
        }
    }
}
