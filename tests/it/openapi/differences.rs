//! What is lost on the way through a type.

use serde_json::Value;

use super::samples::NEW_MEMBER;

/// How equal two documents have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Everything is equal.
    Request,
    /// Everything that is described is equal, with these liberties of the models:
    /// - the member that is not described may be gone,
    /// - a member that was `null` may come back as `null`, `false`, `[]` or not at all,
    /// - a member that was not there may come back as one of these, and `object` as the name that
    ///   the model always has.
    Answer,
}

/// The differences between a document and what came back of it, by their place in it. Numbers are
/// compared by what they say: 1 is 1.0.
pub fn differences(rules: Rules, sent: &Value, back: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    compare(rules, "", sent, back, &mut found);
    found
}

fn compare(
    rules: Rules,
    place: &str,
    sent: &Value,
    back: &Value,
    found: &mut Vec<(String, String)>,
) {
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            let names = sent.keys().chain(back.keys().filter(|name| !sent.contains_key(*name)));
            for name in names {
                let place = format!("{place}.{name}");
                match (sent.get(name), back.get(name)) {
                    (_, _) if rules == Rules::Answer && name == NEW_MEMBER => {}
                    (None | Some(Value::Null), back) if rules.allow(name, back) => {}
                    (Some(sent), Some(back)) => compare(rules, &place, sent, back, found),
                    (sent, back) => found.push((place, told(sent, back))),
                }
            }
        }
        (Value::Array(sent), Value::Array(back)) if sent.len() == back.len() => {
            let place = format!("{place}[]");
            sent.iter()
                .zip(back)
                .for_each(|(sent, back)| compare(rules, &place, sent, back, found));
        }
        _ if sent == back || same_number(sent, back) => {}
        _ => found.push((place.to_owned(), told(Some(sent), Some(back)))),
    }
}

/// Whether one is a whole number, and the other the same with a fraction of nothing.
fn same_number(one: &Value, other: &Value) -> bool {
    /// Up to here a fraction has room for all whole numbers.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    one.is_f64() != other.is_f64()
        && one.as_f64() == other.as_f64()
        && one.as_f64().is_some_and(|number| number.abs() < EXACT)
}

impl Rules {
    /// Whether this may come back where nothing or `null` was sent.
    fn allow(self, name: &str, back: Option<&Value>) -> bool {
        self == Self::Answer
            && match back {
                None | Some(Value::Null | Value::Bool(false)) => true,
                Some(Value::Array(items)) => items.is_empty(),
                Some(_) => name == "object",
            }
    }
}

fn told(sent: Option<&Value>, back: Option<&Value>) -> String {
    let show = |value: Option<&Value>| match value.map(Value::to_string) {
        None => "nothing".to_owned(),
        Some(text) if text.chars().count() > 60 => text.chars().take(60).chain(['…']).collect(),
        Some(text) => text,
    };
    format!("{} was sent, {} came back", show(sent), show(back))
}

#[test]
fn what_is_lost_is_found() {
    let found = |rules, sent: &str, back: &str| {
        let [sent, back] = [sent, back].map(|text| serde_json::from_str(text).unwrap());
        let found = differences(rules, &sent, &back);
        found.into_iter().map(|(place, _)| place).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];

    let (sent, back) = (r#"{"a":null,"b":1}"#, r#"{"a":false,"b":1.0,"c":[],"object":"x"}"#);
    assert_eq!(found(Rules::Answer, sent, back), none);
    assert_eq!(found(Rules::Request, sent, back), [".a", ".c", ".object"]);
    let (sent, back) = (r#"[{"a":null},{"a":null}]"#, r#"[{"a":0},{"b":true}]"#);
    assert_eq!(found(Rules::Answer, sent, back), ["[].a", "[].b"]);
    assert_eq!(found(Rules::Answer, r#"{"a":[null]}"#, r#"{"a":[]}"#), [".a"]);
    assert_eq!(found(Rules::Answer, r#"{"a":[null]}"#, r#"{"a":[false]}"#), [".a[]"]);
    assert_eq!(found(Rules::Answer, r#"{"a":false}"#, "{}"), [".a"]);
    assert_eq!(found(Rules::Request, "9007199254740993", "9007199254740992.0"), [""]);
    let sent = format!(r#"{{"{NEW_MEMBER}":1}}"#);
    assert_eq!(found(Rules::Answer, &sent, "{}"), none);
    assert_eq!(found(Rules::Request, &sent, "{}"), [format!(".{NEW_MEMBER}")]);
}
