//! Text from outside, made fit to be shown.

use std::{borrow::Cow, fmt};

const KEY_PREFIXES: [&str; 2] = ["sk_test_", "sk_live_"];
const REDACTED: &str = "[redacted]";
const EXCERPT_CHARS: usize = 1000;

/// Replaces what looks like a secret key: a proxy's error page may quote the request.
pub(crate) fn keys(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((start, prefix)) = next_key(rest) {
        let (before, key) = rest.split_at(start + prefix.len());
        let end = key.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
        out.push_str(before);
        out.push_str(REDACTED);
        rest = end.map_or("", |end| key.split_at(end).1);
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Shows what it holds as that shows itself, keys replaced.
pub(crate) struct Redacted<T>(pub(crate) T);

impl<T: fmt::Debug> fmt::Debug for Redacted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() { format!("{:#?}", self.0) } else { format!("{:?}", self.0) };
        f.write_str(&keys(&text))
    }
}

fn next_key(text: &str) -> Option<(usize, &'static str)> {
    KEY_PREFIXES
        .into_iter()
        .filter_map(|prefix| text.find(prefix).map(|start| (start, prefix)))
        .min()
}

/// One line of text: keys replaced, control characters escaped.
pub(crate) fn line(text: &str) -> String {
    keys(text)
        .chars()
        .flat_map(|c| {
            let escaped = c.is_control().then(|| c.escape_default());
            let plain = (!c.is_control()).then_some(c);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect()
}

/// The beginning of a body as text, or its length where it is none.
pub(crate) fn excerpt(body: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(body) else {
        return format!("<{} bytes, not UTF-8>", body.len());
    };
    let text = keys(text);
    match text.char_indices().nth(EXCERPT_CHARS) {
        Some((end, _)) => {
            format!("{}… <{} bytes in all>", text.get(..end).unwrap_or_default(), body.len())
        }
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_replaced_wherever_they_stand() {
        let page = "Authorization: Bearer sk_test_a1B2-c_3\nx=sk_live_zz&y=sk_test_";
        assert_eq!(
            keys(page),
            "Authorization: Bearer sk_test_[redacted]\nx=sk_live_[redacted]&y=sk_test_[redacted]"
        );
        assert!(matches!(keys("no key here"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(line("a\r\nb\u{1b}[0mä"), "a\\r\\nb\\u{1b}[0mä");
    }

    #[test]
    fn an_excerpt_says_what_it_leaves_out() {
        assert_eq!(excerpt(b"\xff\xfe"), "<2 bytes, not UTF-8>");
        let long = excerpt("ä".repeat(2000).as_bytes());
        assert!(long.ends_with("ä… <4000 bytes in all>"), "{long}");
    }
}
