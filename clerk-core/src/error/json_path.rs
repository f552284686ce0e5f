//! The place in a JSON document where a deserializer gave up.
//!
//! The path is found by reading the document again up to the error's line and column. A success
//! costs nothing extra, and no type is compiled twice.

use std::fmt::Write as _;

use serde_json::error::Category;

use super::LooseJson;

/// The most bytes of a member's name in a path. A secret that is quoted in a name fits, so that it
/// can be found and replaced.
const MAX_NAME: usize = 8 * 1024;

/// The most characters of a deserializer's text.
const MAX_PROBLEM: usize = 8 * 1024;

/// Returns the path to the value at fault and what was expected there, for other crates of the SDK.
#[must_use]
pub fn locate_json_error(document: &[u8], error: &serde_json::Error) -> (String, String) {
    (locate(document, error), problem(error))
}

/// Returns the path to the value at fault, such as `[3].email_addresses[0].id`. It is empty if the
/// problem is the document as a whole.
pub(crate) fn locate(document: &[u8], error: &serde_json::Error) -> String {
    let mut scanner = Scanner { rest: document.get(..offset(document, error)).unwrap_or(document) };
    let mut path = Vec::new();
    while let Some(byte) = scanner.next() {
        match byte {
            b'{' => path.push(Step::Member { name: String::new(), named: false }),
            b'[' => path.push(Step::Item(0)),
            b'}' | b']' => {
                path.pop();
            }
            b',' => match path.last_mut() {
                Some(Step::Member { named, .. }) => *named = false,
                Some(Step::Item(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let text = scanner.string();
                if let Some(Step::Member { name, named: named @ false }) = path.last_mut() {
                    *named = text.is_some();
                    *name = text.unwrap_or_default();
                }
            }
            _ => {}
        }
    }
    render(&path)
}

/// Returns what was expected, without the value that was found: it may be a secret.
pub(crate) fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = match text.rfind(" at line ") {
        Some(end) => text.get(..end).unwrap_or_default(),
        None => &text,
    };
    match error.classify() {
        Category::Eof => return "the JSON ends too early".to_owned(),
        Category::Syntax => return format!("not valid JSON: {text}"),
        Category::Data | Category::Io => {}
    }
    let mismatch = text.strip_prefix("invalid type: ").or(text.strip_prefix("invalid value: "));
    match mismatch.and_then(|text| text.rsplit_once(", expected ")) {
        Some((found, expected)) => {
            let found = found.split(['"', '`']).next().unwrap_or_default().trim_end();
            format!("expected {expected}, found {found}")
        }
        None if text.starts_with("unknown variant `") => match text.rsplit_once("`, expected ") {
            Some((_, expected)) => format!("unknown variant, expected {expected}"),
            None => "unknown variant".to_owned(),
        },
        None => text.chars().take(MAX_PROBLEM).collect(),
    }
}

/// How many bytes had been read.
fn offset(document: &[u8], error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let line_start: usize =
        document.split_inclusive(|byte| *byte == b'\n').take(lines_before).map(<[u8]>::len).sum();
    line_start + error.column()
}

enum Step {
    Member { name: String, named: bool },
    Item(usize),
}

fn render(path: &[Step]) -> String {
    let mut out = String::new();
    for step in path {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Member { named: false, .. } => Ok(()),
            Step::Member { name, .. } if is_plain(name) && out.is_empty() => write!(out, "{name}"),
            Step::Member { name, .. } if is_plain(name) => write!(out, ".{name}"),
            Step::Member { name, .. } => write!(out, "[{name:?}]"),
            Step::Item(index) => write!(out, "[{index}]"),
        };
    }
    out
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

struct Scanner<'a> {
    rest: &'a [u8],
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*byte)
    }

    /// The rest of a string whose opening quote has been read, if it ends.
    fn string(&mut self) -> Option<String> {
        let start = self.rest;
        let mut length = 0;
        while let Some(byte) = self.next() {
            match byte {
                b'"' => {
                    let raw = start.get(..length)?;
                    return Some(LooseJson::unquoted(raw.get(..MAX_NAME).unwrap_or(raw)));
                }
                b'\\' => length += 1 + usize::from(self.next().is_some()),
                _ => length += 1,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only the errors matter")]
    struct User {
        id: String,
        #[serde(default)]
        age: u8,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default)]
        friends: Vec<User>,
        #[serde(default, rename = "odd key")]
        odd: Option<bool>,
    }

    #[test]
    fn the_path_leads_to_the_value_at_fault() {
        let report: String = [
            r#"{"id": "a"}"#,
            r#"[{"id": 1}]"#,
            r#"[{"id": "a"}, {"id": null}]"#,
            r#"[{"id": "a"}, {"age": 1}]"#,
            r#"[{"id": "a", "friends": [{"age": 2}], "age": 3}]"#,
            r#"[{"id": "a", "age": 300}]"#,
            r#"[{"id": "a", "tags": ["b", {"c": 1}]}]"#,
            "[{\"id\": \"a\",\n  \"friends\": [\n  {\"id\": [1]}]}]",
            r#"[{"id": "a", "odd key": "secret_x"}]"#,
            r#"[{"id": "a \" { [", "age": "x"}]"#,
            r#"[{"id": "a"}, {"id": "b""#,
            r#"[{"id": "a"}, {"id" "b"}]"#,
            "",
            "<html>",
        ]
        .into_iter()
        .map(|document| {
            let error = serde_json::from_str::<Vec<User>>(document).err().unwrap();
            let (path, problem) = (locate(document.as_bytes(), &error), problem(&error));
            format!("{document}\n    {problem} at `{path}`\n")
        })
        .collect();
        insta::assert_snapshot!(report);
    }

    proptest! {
        #[test]
        fn any_document_can_be_searched(document in "[\\[\\]{}:,\"\\\\ a1\n\u{e4}]*") {
            if let Err(error) = serde_json::from_str::<Vec<User>>(&document) {
                locate(document.as_bytes(), &error);
                problem(&error);
            }
        }
    }
}
