//! Indented JSON that is otherwise unchanged. A value tree would sort the members and rewrite the
//! numbers.

use serde::de::IgnoredAny;

/// Indents a JSON document by two spaces per level. Returns `None` if `text` is not JSON.
pub(super) fn pretty(text: &str) -> Option<String> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            out.push(c);
            match c {
                '\\' => out.extend(chars.next()),
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match c {
            ' ' | '\t' | '\n' | '\r' => continue,
            '{' | '[' => {
                out.push(c);
                while chars.next_if(char::is_ascii_whitespace).is_some() {}
                match chars.next_if(|next| matches!(next, '}' | ']')) {
                    Some(close) => out.push(close),
                    None => {
                        depth += 1;
                        new_line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => {
                in_string = c == '"';
                out.push(c);
            }
        }
    }
    Some(out)
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn members_keep_their_order_and_numbers_their_form() {
        let text = " {\"b\":1.0, \"a\" :[ ],\"c\":[1,{}],\"d\":\"{\\\"[,:\"} ";
        insta::assert_snapshot!(pretty(text).unwrap(), @r#"
        {
          "b": 1.0,
          "a": [],
          "c": [
            1,
            {}
          ],
          "d": "{\"[,:"
        }
        "#);
        assert_eq!(pretty("{\"a\":}"), None);
        assert_eq!(pretty("text"), None);
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::from),
            "[a\"\\\\{}\\[\\],: \n]{0,6}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec(("[a-c\"]{0,2}", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// The reference is serde_json's own layout. The members are already sorted.
        #[test]
        fn the_layout_is_serde_jsons(value in value()) {
            prop_assert_eq!(
                pretty(&value.to_string()),
                serde_json::to_string_pretty(&json!(value)).ok(),
            );
        }
    }
}
