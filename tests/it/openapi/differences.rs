//! Differences between JSON before and after it passes through a type.

use serde_json::Value;

use super::samples::NEW_MEMBER;

/// The differences that count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// All differences.
    Request,
    /// All except that a member that was `null` may be missing, in a request that changes no value.
    PostRequest,
    /// All except these, which models may make:
    /// - the member that is not described may be missing,
    /// - a member that was `null` or missing may be `null`, `false`, `[]`, or missing,
    /// - `object` may be added, with the name of the model.
    Response,
}

/// Returns the differences between two documents, each with its path. 1 equals 1.0.
pub fn differences(rules: Rules, sent: &Value, back: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    compare(rules, "", sent, back, &mut found);
    found
}

fn compare(
    rules: Rules,
    path: &str,
    sent: &Value,
    back: &Value,
    found: &mut Vec<(String, String)>,
) {
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            let names = sent.keys().chain(back.keys().filter(|name| !sent.contains_key(*name)));
            for name in names {
                let path = format!("{path}.{name}");
                match (sent.get(name), back.get(name)) {
                    (_, _) if rules == Rules::Response && name == NEW_MEMBER => {}
                    (Some(Value::Null), None) if rules == Rules::PostRequest => {}
                    (None | Some(Value::Null), back) if rules.allow(name, back) => {}
                    (Some(sent), Some(back)) => compare(rules, &path, sent, back, found),
                    (sent, back) => found.push((path, describe(sent, back))),
                }
            }
        }
        (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => {
            let path = format!("{path}[]");
            sent.iter().zip(back).for_each(|(sent, back)| compare(rules, &path, sent, back, found));
        }
        _ if sent == back || same_number(sent, back) => {}
        _ => found.push((path.to_owned(), describe(Some(sent), Some(back)))),
    }
}

/// Whether one is an integer, and the other a float of the same value.
fn same_number(one: &Value, other: &Value) -> bool {
    /// Floats below this represent all integers.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    one.is_f64() != other.is_f64()
        && one.as_f64() == other.as_f64()
        && one.as_f64().is_some_and(|number| number.abs() < EXACT)
}

impl Rules {
    /// Whether a missing or `null` member may become this.
    fn allow(self, name: &str, back: Option<&Value>) -> bool {
        self == Self::Response
            && match back {
                None | Some(Value::Null | Value::Bool(false)) => true,
                Some(Value::Array(items)) => items.is_empty(),
                Some(_) => name == "object",
            }
    }
}

fn describe(sent: Option<&Value>, back: Option<&Value>) -> String {
    let show = |value: Option<&Value>| match value.map(Value::to_string) {
        None => "nothing".to_owned(),
        Some(text) if text.chars().count() > 60 => text.chars().take(60).chain(['…']).collect(),
        Some(text) => text,
    };
    format!("sent {}, got {}", show(sent), show(back))
}

#[test]
fn differences_are_found() {
    let found = |rules, sent: &str, back: &str| {
        let [sent, back] = [sent, back].map(|text| serde_json::from_str(text).unwrap());
        let found = differences(rules, &sent, &back);
        found.into_iter().map(|(path, _)| path).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];

    let (sent, back) = (r#"{"a":null,"b":1}"#, r#"{"a":false,"b":1.0,"c":[],"object":"x"}"#);
    assert_eq!(found(Rules::Response, sent, back), none);
    assert_eq!(found(Rules::Request, sent, back), [".a", ".c", ".object"]);
    assert_eq!(found(Rules::PostRequest, r#"{"a":null,"b":1}"#, "{}"), [".b"]);
    assert_eq!(found(Rules::PostRequest, "{}", r#"{"a":null}"#), [".a"]);
    let (sent, back) = (r#"[{"a":null},{"a":null}]"#, r#"[{"a":0},{"b":true}]"#);
    assert_eq!(found(Rules::Response, sent, back), ["[].a", "[].b"]);
    assert_eq!(found(Rules::Response, r#"{"a":[null]}"#, r#"{"a":[]}"#), [".a"]);
    assert_eq!(found(Rules::Response, r#"{"a":[null]}"#, r#"{"a":[false]}"#), [".a[]"]);
    assert_eq!(found(Rules::Response, r#"{"a":false}"#, "{}"), [".a"]);
    assert_eq!(found(Rules::Request, "9007199254740993", "9007199254740992.0"), [""]);
    let sent = format!(r#"{{"{NEW_MEMBER}":1}}"#);
    assert_eq!(found(Rules::Response, &sent, "{}"), none);
    assert_eq!(found(Rules::Request, &sent, "{}"), [format!(".{NEW_MEMBER}")]);
}
