//! Keeps secrets out of text that a person may read.

use std::{borrow::Cow, fmt, sync::Arc};

use http::HeaderValue;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::percent::RESERVED;

const REDACTED: &str = "[redacted]";
const EXCERPT_CHARS: usize = 1000;

/// Shorter values are not searched for: they would hide unrelated text.
const SHORTEST_SECRET: usize = 4;

/// The secret values of one call. Text that quotes one of them is shown without it.
///
/// The values are shared with the credential that they come from, so a clone copies no secret.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// The header's value, whose secret part begins at the index.
    header: Option<(HeaderValue, usize)>,
    /// The `user:password` that the header holds in encoded form. Either can be the secret: many
    /// APIs take a key as the user name.
    pair: Option<Arc<Zeroizing<String>>>,
}

impl Secrets {
    pub(crate) const fn none() -> Self {
        Self { header: None, pair: None }
    }

    pub(crate) fn new(
        header: HeaderValue,
        start: usize,
        pair: Option<Arc<Zeroizing<String>>>,
    ) -> Self {
        Self { header: Some((header, start)), pair }
    }

    /// Replaces every secret in `text`: as it is, percent-encoded, and escaped for JSON or HTML.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for secret in self.values() {
            for form in forms(secret) {
                if text.contains(&*form) {
                    text = Cow::Owned(text.replace(&*form, REDACTED));
                }
            }
        }
        text
    }

    /// Returns one line of text: secrets replaced, control characters escaped.
    pub(crate) fn line(&self, text: &str) -> String {
        let mut line = String::with_capacity(text.len());
        for c in self.redact(text).chars() {
            if c.is_control() {
                line.extend(c.escape_default());
            } else {
                line.push(c);
            }
        }
        line
    }

    /// Returns the beginning of a body as text, or its length if it is not text.
    pub(crate) fn excerpt(&self, body: &[u8]) -> String {
        let Ok(text) = std::str::from_utf8(body) else {
            return format!("<{} bytes, not UTF-8>", body.len());
        };
        let text = self.redact(text);
        match text.char_indices().nth(EXCERPT_CHARS) {
            Some((end, _)) => {
                format!("{}… <{} bytes in all>", text.get(..end).unwrap_or_default(), body.len())
            }
            None => text.into_owned(),
        }
    }

    /// Shows `value` as its own `Debug` does, with secrets replaced.
    pub(crate) fn debug<'a, T: fmt::Debug>(&'a self, value: &'a T) -> impl fmt::Debug + 'a {
        RedactedDebug { secrets: self, value }
    }

    fn values(&self) -> impl Iterator<Item = &str> {
        let header = self
            .header
            .as_ref()
            .and_then(|(value, start)| std::str::from_utf8(value.as_bytes()).ok()?.get(*start..));
        // The longer one first: the other may be a part of it.
        let pair = self.pair.as_ref().and_then(|pair| pair.split_once(':'));
        let pair = pair.map(|(a, b)| if a.len() < b.len() { [b, a] } else { [a, b] });
        header
            .into_iter()
            .chain(pair.into_iter().flatten())
            .filter(|secret| secret.len() >= SHORTEST_SECRET)
    }
}

/// The forms in which a server may quote `secret`. The plain one comes last, because it can be a
/// part of the others.
fn forms(secret: &str) -> Vec<Cow<'_, str>> {
    let mut forms = Vec::new();
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let query = utf8_percent_encode(secret, RESERVED).to_string();
    let json = secret.replace('\\', r"\\").replace('"', "\\\"");
    let slashes = json.replace('/', r"\/");
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let html_quotes = html.replace('"', "&quot;").replace('\'', "&#39;");
    for form in [percent, query, slashes, json, html_quotes, html] {
        if form != secret {
            forms.push(Cow::Owned(lower_escapes(&form)));
            forms.push(Cow::Owned(form));
        }
    }
    forms.push(Cow::Borrowed(secret));
    forms
}

/// Writes the hexadecimal digits of percent-encoded bytes in lower case.
fn lower_escapes(text: &str) -> String {
    let mut escaped = 0_u8;
    let lower = |c: char| {
        escaped = if c == '%' { 3 } else { escaped.saturating_sub(1) };
        if c == '%' || escaped > 0 { c.to_ascii_lowercase() } else { c }
    };
    text.chars().map(lower).collect()
}

struct RedactedDebug<'a, T> {
    secrets: &'a Secrets,
    value: &'a T,
}

impl<T: fmt::Debug> fmt::Debug for RedactedDebug<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text =
            if f.alternate() { format!("{:#?}", self.value) } else { format!("{:?}", self.value) };
        f.write_str(&self.secrets.redact(&text))
    }
}

/// Shows nothing.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bearer(token: &str) -> Secrets {
        let value = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
        Secrets::new(value, "Bearer ".len(), None)
    }

    #[test]
    fn a_secret_is_replaced_in_every_form_that_a_server_may_quote() {
        let secrets = bearer("k_a.b~c/d&e\"f");
        let page = concat!(
            "Authorization: Bearer k_a.b~c/d&e\"f\n",
            "?key=k_a.b~c%2Fd%26e%22f&again=k_a.b~c%2fd%26e%22f&all=k%5Fa%2Eb%7Ec%2Fd%26e%22f\n",
            r#"{"key":"k_a.b~c/d&e\"f","slash":"k_a.b~c\/d&e\"f"}"#,
            "\n<p>k_a.b~c/d&amp;e\"f</p><p>k_a.b~c/d&amp;e&quot;f</p>",
        );
        assert_eq!(
            secrets.redact(page),
            concat!(
                "Authorization: Bearer [redacted]\n",
                "?key=[redacted]&again=[redacted]&all=[redacted]\n",
                r#"{"key":"[redacted]","slash":"[redacted]"}"#,
                "\n<p>[redacted]</p><p>[redacted]</p>",
            )
        );
        assert!(matches!(secrets.redact("no key here"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_secrets_inside_an_encoded_header_are_replaced_too() {
        let value = HeaderValue::from_static("Basic dXNlcjp1c2VyczNjcjN0");
        for (pair, text) in
            [("user:users3cr3t", "users3cr3t user"), ("user-key:user", "user-key user")]
        {
            let pair = Arc::new(Zeroizing::new(pair.to_owned()));
            let secrets = Secrets::new(value.clone(), "Basic ".len(), Some(pair));
            assert_eq!(secrets.redact(text), "[redacted] [redacted]");
            assert_eq!(secrets.redact("dXNlcjp1c2VyczNjcjN0"), "[redacted]");
        }
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(Secrets::default().line("a\r\nb\u{1b}[0mä"), "a\\r\\nb\\u{1b}[0mä");
    }

    #[test]
    fn an_excerpt_tells_the_length_of_the_body() {
        let secrets = Secrets::default();
        assert_eq!(secrets.excerpt(b"\xff\xfe"), "<2 bytes, not UTF-8>");
        let long = secrets.excerpt("ä".repeat(2000).as_bytes());
        assert!(long.ends_with("ä… <4000 bytes in all>"), "{long}");
    }

    proptest! {
        #[test]
        fn no_secret_is_left(secret in "[!-~]{4,20}", before in "[ -~]*", after in "[ -~]*") {
            let text = format!("{before}{secret}{after}");
            prop_assert!(!bearer(&secret).redact(&text).contains(&secret) || REDACTED.contains(&secret));
        }
    }
}
