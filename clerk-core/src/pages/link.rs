//! The `Link` header.

use http::{HeaderMap, header::LINK};
use percent_encoding::percent_decode_str;

/// The target of a link in a response's `Link` header (RFC 8288).
///
/// ```
/// use clerk_core::{http::HeaderMap, pages::Link};
///
/// let mut headers = HeaderMap::new();
/// headers.insert("link", r#"<https://api.test/items?page=2>; rel="next""#.parse()?);
/// let next = Link::find(&headers, "next").ok_or("no link")?;
/// assert_eq!(next.query("page").as_deref(), Some("2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    target: String,
}

impl Link {
    /// Returns the first link with this relation, such as `next`.
    #[must_use]
    pub fn find(headers: &HeaderMap, relation: &str) -> Option<Self> {
        headers
            .get_all(LINK)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .find_map(|value| find(value, relation))
            .map(|target| Self { target: target.to_owned() })
    }

    /// Returns the target: an absolute or a relative URL.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Returns the value of a query param of the target, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let query = query.split('#').next().unwrap_or_default();
        query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key) == name).then(|| decode(value))
        })
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Looks for the relation in one header: `<target>; param=value; …, <target>; …`.
fn find<'a>(mut rest: &'a str, relation: &str) -> Option<&'a str> {
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let (mut params, next) = split_unquoted(after, ',');
        while !params.is_empty() {
            let (param, other) = split_unquoted(params, ';');
            if has_relation(param, relation) {
                return Some(target);
            }
            params = other;
        }
        rest = next;
    }
    None
}

/// Returns whether the param is `rel`, with the relation among its values.
fn has_relation(param: &str, relation: &str) -> bool {
    param.split_once('=').is_some_and(|(name, value)| {
        let mut values = value.trim().trim_matches('"').split_ascii_whitespace();
        name.trim().eq_ignore_ascii_case("rel")
            && values.any(|value| value.eq_ignore_ascii_case(relation))
    })
}

/// Splits at the first separator that is not in a quoted string.
fn split_unquoted(text: &str, separator: char) -> (&str, &str) {
    let mut is_quoted = false;
    let position = text.find(|c| {
        is_quoted ^= c == '"';
        c == separator && !is_quoted
    });
    match position.and_then(|position| text.split_at_checked(position)) {
        Some((before, after)) => (before, after.get(1..).unwrap_or_default()),
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_relation_is_found_among_others() {
        let header = concat!(
            r#"<https://api.test/a,b?page=1>; rel="prev first"; title="a, <b>; rel=next","#,
            r#" </items?page=3&q=x%26y+z>;REL=Next , <https://api.test/a?page=9>; rel=last"#,
        );
        assert_eq!(find(header, "next"), Some("/items?page=3&q=x%26y+z"));
        assert_eq!(find(header, "first"), Some("https://api.test/a,b?page=1"));
        assert_eq!(find(header, "last"), Some("https://api.test/a?page=9"));
        assert_eq!(find(header, "up"), None);
        let link = Link { target: "/items?page=3&q=x%26y+z#end".to_owned() };
        assert_eq!(link.query("q").as_deref(), Some("x&y z"));
        assert_eq!(link.query("r"), None);
    }

    proptest! {
        #[test]
        fn any_header_can_be_searched(header in "[<>;,=\" a-z?&%é]*") {
            if let Some(target) = find(&header, "next") {
                prop_assert!(header.contains(target));
            }
        }
    }
}
