//! Keeps secrets out of text that a person may read.

use std::{borrow::Cow, fmt, ops::Range, sync::Arc};

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

const REDACTED: &str = "[redacted]";

/// Shorter values are not searched for: they would hide unrelated text.
const SHORTEST_SECRET: usize = 4;

/// The same for the body of the request, whose secrets people have chosen.
const SHORTEST_IN_BODY: usize = 6;

/// A shorter secret of letters only is a word, such as `password`. It is searched for as a whole
/// word, so that it hides no part of `form_password_length_too_short`.
const LONGEST_WORD: usize = 16;

/// The secret values of one call. Text that quotes one of them is shown without it.
///
/// The values are shared with the credential and the request that they come from, so a clone copies
/// no secret.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    /// The header's value, whose secret part begins at the index.
    header: Option<(HeaderValue, usize)>,
    /// The `user:password` that the header holds in encoded form. Either can be the secret: many
    /// APIs take a key as the user name.
    pair: Option<Arc<Zeroizing<String>>>,
    /// Other headers whose values are secret.
    headers: Vec<HeaderValue>,
    /// The request's body, with the places of the secrets in it. Each is a JSON string.
    body: Option<(Bytes, Arc<[Range<usize>]>)>,
}

impl Secrets {
    pub(crate) const fn none() -> Self {
        Self { header: None, pair: None, headers: Vec::new(), body: None }
    }

    pub(crate) fn new(
        header: HeaderValue,
        start: usize,
        pair: Option<Arc<Zeroizing<String>>>,
    ) -> Self {
        Self { header: Some((header, start)), pair, ..Self::none() }
    }

    /// Adds the values of secret headers.
    pub(crate) fn with_headers(mut self, values: &[HeaderValue]) -> Self {
        self.headers.extend_from_slice(values);
        self
    }

    /// Adds the secrets in the body of the request.
    pub(crate) fn with_body(mut self, body: Bytes, places: Arc<[Range<usize>]>) -> Self {
        self.body = Some((body, places));
        self
    }

    /// Leaves out the secrets in the body. They may be words, which are no secrets as the name of a
    /// param or a part of an error code.
    pub(crate) fn without_body(&self) -> Self {
        Self { body: None, ..self.clone() }
    }

    /// Replaces every secret in `text`, in each form in which a server may quote it: as it is,
    /// percent-encoded, and escaped for JSON or HTML.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let values = self.values(text.len());
        if values.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut redacted = String::new();
        // The end of what `redacted` stands for.
        let mut done = 0;
        let mut position = 0;
        while let Some(c) = text.get(position..).and_then(|rest| rest.chars().next()) {
            if let Some(length) = match_any(text.as_bytes(), position, &values) {
                redacted.push_str(text.get(done..position).unwrap_or_default());
                redacted.push_str(REDACTED);
                position += length;
                done = position;
            } else {
                position += c.len_utf8();
            }
        }
        if done == 0 {
            return Cow::Borrowed(text);
        }
        redacted.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(redacted)
    }

    /// Redacts the first `max` bytes of `text`, and cuts the rest. A secret at the cut is not split.
    pub(crate) fn redact_start<'a>(&self, text: &'a str, max: usize) -> Cow<'a, str> {
        if text.len() <= max {
            return self.redact(text);
        }
        let (start, _) = self.start(text.as_bytes(), max);
        Cow::Owned(start + "…")
    }

    /// Returns one line of at most `max` bytes of `text`: secrets replaced, control characters
    /// escaped.
    pub(crate) fn line(&self, text: &str, max: usize) -> String {
        let text = self.redact_start(text, max);
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return text.into_owned();
        }
        let mut line = String::new();
        for c in text.chars() {
            if c.is_control() {
                line.extend(c.escape_default());
            } else {
                line.push(c);
            }
        }
        line
    }

    /// Returns the first `max` bytes of a body as text, or its length if it does not begin with
    /// text. Later bytes that are not UTF-8 are read as Latin-1.
    pub(crate) fn excerpt(&self, body: &[u8], max: usize) -> String {
        let is_text = body.utf8_chunks().next().is_none_or(|chunk| !chunk.valid().is_empty());
        if !is_text {
            return format!("<{} bytes, not UTF-8>", body.len());
        }
        match self.start(body, max) {
            (text, false) => text,
            (text, true) => format!("{text}… <{} bytes in all>", body.len()),
        }
    }

    /// Redacts the first `max` bytes, and returns whether the rest was cut.
    fn start(&self, bytes: &[u8], max: usize) -> (String, bool) {
        let values = self.values(bytes.len());
        let mut text = String::new();
        let mut position = 0;
        while let Some(rest) = bytes.get(position..).filter(|rest| !rest.is_empty()) {
            if position >= max {
                return (text, true);
            }
            position += match match_any(bytes, position, &values) {
                Some(length) => {
                    text.push_str(REDACTED);
                    length
                }
                None => push_char(&mut text, rest),
            };
        }
        (text, false)
    }

    /// Shows `value` as its own `Debug` does, with secrets replaced.
    pub(crate) fn debug<'a, T: fmt::Debug>(&'a self, value: &'a T) -> impl fmt::Debug + 'a {
        RedactedDebug { secrets: self, value }
    }

    /// Returns the secrets that a text of `longest` bytes can hold. No form of a secret is shorter than
    /// the secret.
    fn values(&self, longest: usize) -> Vec<Value<'_>> {
        let header = self.header.iter().filter_map(|(value, start)| header_text(value, *start));
        // The longer one first: the other may be a part of it.
        let pair = self.pair.as_ref().and_then(|pair| pair.split_once(':'));
        let pair = pair.map(|(a, b)| if a.len() < b.len() { [b, a] } else { [a, b] });
        let headers = self.headers.iter().filter_map(|value| header_text(value, 0));
        let body = self.body.iter().flat_map(|(body, places)| {
            places.iter().filter_map(|place| {
                serde_json::from_slice(body.get(place.clone())?).ok().map(Cow::Owned)
            })
        });
        let body = body
            .filter(|secret: &Cow<'_, str>| (SHORTEST_IN_BODY..=longest).contains(&secret.len()));
        let body = body.map(|text| Value { is_word: is_word(&text), text });
        let headers = header.chain(pair.into_iter().flatten()).chain(headers);
        let headers = headers.filter(|secret| (SHORTEST_SECRET..=longest).contains(&secret.len()));
        let headers = headers.map(|text| Value { text: text.into(), is_word: false });
        headers.chain(body).collect()
    }
}

struct Value<'a> {
    text: Cow<'a, str>,
    /// Whether the secret counts only where it is a whole word.
    is_word: bool,
}

fn header_text(value: &HeaderValue, start: usize) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()?.get(start..)
}

/// Appends the first character of `bytes`, and returns its length.
fn push_char(text: &mut String, bytes: &[u8]) -> usize {
    let window = bytes.get(..4).unwrap_or(bytes);
    let valid = window.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    match (valid.chars().next(), bytes.first()) {
        (Some(c), _) => {
            text.push(c);
            c.len_utf8()
        }
        (None, byte) => {
            text.extend(byte.copied().map(char::from));
            1
        }
    }
}

/// Returns the length of the secret at this position.
fn match_any(text: &[u8], position: usize, secrets: &[Value<'_>]) -> Option<usize> {
    let (before, text) = text.split_at_checked(position)?;
    // Most characters begin no secret, so look at the first byte before anything else.
    let first = *text.first()?;
    let may_be_escaped = matches!(first, b'%' | b'\\' | b'&' | b'+');
    let begins = |secret: &Value<'_>| secret.text.as_bytes().first() == Some(&first);
    if !may_be_escaped && !secrets.iter().any(begins) {
        return None;
    }
    secrets.iter().find_map(|Value { text: secret, is_word }| {
        let rest = text.strip_prefix(secret.as_bytes()).or_else(|| strip_escaped(text, secret))?;
        let is_part = *is_word && (ends_in_word(before.last()) || ends_in_word(rest.first()));
        if is_part { None } else { Some(text.len() - rest.len()) }
    })
}

fn is_word(secret: &str) -> bool {
    secret.len() <= LONGEST_WORD && secret.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn ends_in_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// Strips `secret`, of which any character may be escaped.
fn strip_escaped<'a>(text: &'a [u8], secret: &str) -> Option<&'a [u8]> {
    secret.chars().try_fold(text, |text, c| {
        let escaped = match text.first()? {
            b'%' => strip_percent(text, c),
            b'\\' => strip_json(text, c),
            b'&' => strip_html(text, c),
            b'+' if c == ' ' => text.get(1..),
            _ => None,
        };
        escaped.or_else(|| text.strip_prefix(c.encode_utf8(&mut [0; 4]).as_bytes()))
    })
}

/// Percent-encoding, RFC 3986 §2.1.
fn strip_percent(text: &[u8], c: char) -> Option<&[u8]> {
    c.encode_utf8(&mut [0; 4]).bytes().try_fold(text, |text, byte| {
        let (digits, rest) = text.strip_prefix(b"%")?.split_at_checked(2)?;
        (hexadecimal(digits)? == u32::from(byte)).then_some(rest)
    })
}

/// The escapes of a JSON string, RFC 8259 §7.
fn strip_json(text: &[u8], c: char) -> Option<&[u8]> {
    let short = match c {
        '\n' => b'n',
        '\r' => b'r',
        '\t' => b't',
        '"' | '\\' | '/' => u8::try_from(c).ok()?,
        _ => b'u',
    };
    if let (true, Some(rest)) = (short != b'u', text.strip_prefix(&[b'\\', short])) {
        return Some(rest);
    }
    c.encode_utf16(&mut [0; 2]).iter().try_fold(text, |text, unit| {
        let (digits, rest) = text.strip_prefix(b"\\u")?.split_at_checked(4)?;
        (hexadecimal(digits)? == u32::from(*unit)).then_some(rest)
    })
}

/// The character references of HTML.
fn strip_html(text: &[u8], c: char) -> Option<&[u8]> {
    let text = text.strip_prefix(b"&")?;
    let (name, rest) = text.split_at_checked(text.iter().position(|byte| *byte == b';')?)?;
    let referenced = match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(hexadecimal(digits)?)?,
        [b'#', digits @ ..] => char::from_u32(std::str::from_utf8(digits).ok()?.parse().ok()?)?,
        _ => return None,
    };
    if referenced == c { rest.get(1..) } else { None }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
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
            r#"{"key":"k_a.b~c\u002fd\u0026e\u0022f","all":"\u006B_a.b~c/d\u0026e\"f"}"#,
            "\n<p>k_a.b~c/d&amp;e\"f</p><p>k_a.b~c/d&amp;e&quot;f</p>",
            "<p>k_a.b~c&#x2f;d&#38;e&#34;f</p>",
        );
        assert_eq!(
            secrets.redact(page),
            concat!(
                "Authorization: Bearer [redacted]\n",
                "?key=[redacted]&again=[redacted]&all=[redacted]\n",
                r#"{"key":"[redacted]","slash":"[redacted]"}"#,
                r#"{"key":"[redacted]","all":"[redacted]"}"#,
                "\n<p>[redacted]</p><p>[redacted]</p>",
                "<p>[redacted]</p>",
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
        assert_eq!(Secrets::default().line("a\r\nb\u{1b}[0mä", 99), "a\\r\\nb\\u{1b}[0mä");
        assert_eq!(Secrets::default().line("äää", 3), "ää…");
    }

    #[test]
    fn an_excerpt_tells_the_length_of_the_body() {
        let secrets = Secrets::default();
        assert_eq!(secrets.excerpt(b"\xff\xfe", 1000), "<2 bytes, not UTF-8>");
        assert_eq!(secrets.excerpt(b"caf\xe9 \xc3\xa9", 1000), "café é");
        let long = secrets.excerpt("ä".repeat(2000).as_bytes(), 1000);
        assert!(long.ends_with("ä… <4000 bytes in all>"), "{long}");
    }

    #[test]
    fn a_secret_is_not_split_where_text_is_cut() {
        let secrets = bearer("s3cr3t_key");
        for max in 0..40 {
            let text = format!("{}s3cr3t_key{}", ".".repeat(20), ".".repeat(20));
            let shown = secrets.line(&text, max) + &secrets.excerpt(text.as_bytes(), max);
            assert!(!shown.contains("s3"), "{max}: {shown}");
        }
    }

    #[test]
    fn the_secrets_in_headers_and_in_the_body_of_the_request_are_replaced_too() {
        let body = r#"{"password":"p\"sss\u00e9","codes":["c0de12"]}"#;
        let places = [r#""p\"sss\u00e9""#, r#""c0de12""#].map(|secret| {
            let start = body.find(secret).unwrap();
            start..start + secret.len()
        });
        let secrets = Secrets::none()
            .with_headers(&[HeaderValue::from_static("session=abc")])
            .with_body(body.into(), Arc::new(places));
        assert_eq!(
            secrets.redact("p\"sssé c0de12 session=abc p%22sss%C3%A9 p&quot;sss\\u00E9"),
            "[redacted] [redacted] [redacted] [redacted] [redacted]",
        );
    }

    #[test]
    fn a_secret_that_is_a_word_hides_no_part_of_another_word() {
        let in_body = |secret: &'static str| {
            let whole = std::iter::once(0..secret.len()).collect();
            Secrets::none().with_body(Bytes::from_static(secret.as_bytes()), whole)
        };
        let redacted = in_body("\"password\"")
            .redact("form_password_pwned: passwords; password, \"password\"")
            .into_owned();
        assert_eq!(redacted, "form_password_pwned: passwords; [redacted], \"[redacted]\"");
        let redacted = in_body("\"pa55word\"").redact("a_pa55words %22pa55word%22").into_owned();
        assert_eq!(redacted, "a_[redacted]s %22[redacted]%22");
        assert_eq!(bearer("password").redact("passwords"), "[redacted]s");
    }

    proptest! {
        #[test]
        fn a_text_that_is_as_long_as_the_secret_is_redacted(secret in "[!-~\u{e4}\u{1f600}]{6,20}") {
            let body = Bytes::from(serde_json::to_vec(&secret).unwrap());
            let place = 0..body.len();
            let secrets = Secrets::none().with_body(body, Arc::new([place]));
            prop_assert_eq!(secrets.redact(&secret), REDACTED);
            prop_assert_eq!(secrets.line(&secret, 99), REDACTED);
            prop_assert_eq!(secrets.excerpt(secret.as_bytes(), 99), REDACTED);
        }

        #[test]
        fn no_secret_is_left(secret in "[!-~]{4,20}", before in "[ -~]*", after in "[ -~]*") {
            let text = format!("{before}{secret}{after}");
            let redacted = bearer(&secret).redact(&text).into_owned();
            prop_assert!(!redacted.contains(&secret) || REDACTED.contains(&secret));
        }

        #[test]
        fn no_encoded_secret_is_left(secret in "[!-~\u{e4}\u{1f600}]{5,20}[0-9]", before in "[ \n]*") {
            let percent: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let json: String =
                secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
            let html: String = secret.chars().map(|c| format!("&#{};", u32::from(c))).collect();
            for form in [percent, json, html] {
                let body = Bytes::from(serde_json::to_vec(&secret).unwrap());
                let place = 0..body.len();
                let secrets = Secrets::none().with_body(body, Arc::new([place]));
                let redacted = secrets.redact(&format!("{before}{form}")).into_owned();
                prop_assert!(redacted.ends_with(REDACTED), "{}", redacted);
            }
        }
    }
}
