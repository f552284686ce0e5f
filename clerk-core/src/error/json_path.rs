//! The path to the JSON value that failed to deserialize.
//!
//! The path is found by reading the document again up to the error's line and column. A success
//! costs nothing extra, and no type is compiled twice.

use serde_json::error::Category;

/// The longest text of a deserializer's error, in characters.
const MAX_PROBLEM: usize = 8 * 1024;

/// Returns the path to the value at fault and what was expected there, for other crates of the SDK.
#[must_use]
pub fn locate_json_error(document: &[u8], error: &serde_json::Error) -> (String, String) {
    (locate(document, error), problem(error))
}

/// Returns the path to the value at fault, such as `[3].email_addresses[0].id`. It is empty if the
/// whole document is at fault.
pub(crate) fn locate(document: &[u8], error: &serde_json::Error) -> String {
    let mut path: Vec<Step> = Vec::new();
    let mut rest = document.get(..offset(document, error)).unwrap_or(document);
    while let Some((byte, mut after)) = rest.split_first() {
        match byte {
            b'{' => path.push(Step::Member(None)),
            b'[' => path.push(Step::Item(0)),
            b'}' | b']' => drop(path.pop()),
            b',' => match path.last_mut() {
                Some(Step::Member(name)) => *name = None,
                Some(Step::Item(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let mut texts = serde_json::Deserializer::from_slice(rest).into_iter::<String>();
                let Some(Ok(text)) = texts.next() else { break };
                if let Some(Step::Member(name @ None)) = path.last_mut() {
                    *name = Some(text);
                }
                after = rest.get(texts.byte_offset()..).unwrap_or_default();
            }
            _ => {}
        }
        rest = after;
    }
    let mut shown = String::new();
    path.iter().for_each(|step| step.push_to(&mut shown));
    shown
}

enum Step {
    Member(Option<String>),
    Item(usize),
}

impl Step {
    fn push_to(&self, path: &mut String) {
        match self {
            Self::Member(None) => {}
            Self::Member(Some(name)) if is_plain(name) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(name);
            }
            // Not escaped, so that a secret in it can be redacted.
            Self::Member(Some(name)) => path.extend(["[\"", name, "\"]"]),
            Self::Item(index) => path.push_str(&format!("[{index}]")),
        }
    }
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Returns how many bytes had been read.
fn offset(document: &[u8], error: &serde_json::Error) -> usize {
    let lines_before = error.line().saturating_sub(1);
    let line_start: usize =
        document.split_inclusive(|byte| *byte == b'\n').take(lines_before).map(<[u8]>::len).sum();
    line_start + error.column()
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
