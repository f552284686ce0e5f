//! Keeps the secrets of a call out of the errors that it returns.

use std::sync::Arc;

use http::HeaderValue;
use zeroize::Zeroizing;

use crate::values::{Json, SecretString};

const REDACTED: &str = "[redacted]";

/// Shorter values are not redacted: they would hide unrelated text.
const SHORTEST: usize = 4;

/// The secret of a credential, in the header that carries it.
#[derive(Clone)]
pub(crate) struct CredentialSecret {
    pub(crate) header: HeaderValue,
    /// The length of the scheme before the secret.
    pub(crate) scheme: usize,
    /// The `user:password` that the header encodes. Either part can be the secret: many APIs take a
    /// key as the user name.
    pub(crate) pair: Option<Arc<Zeroizing<String>>>,
}

/// The secrets of one request, other than the credential.
#[derive(Clone, Debug, Default)]
pub(crate) struct SentSecrets {
    pub(crate) headers: Vec<HeaderValue>,
    pub(crate) body: Vec<SecretString>,
}

/// The secrets of one call. Errors redact them in every text of a response.
#[derive(Clone, Default)]
pub(crate) struct Secrets<'a> {
    in_headers: Vec<&'a str>,
    in_body: Vec<&'a str>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn add_credential(&mut self, credential: &'a CredentialSecret) {
        let CredentialSecret { header, scheme, pair } = credential;
        self.in_headers.extend(text(header).and_then(|text| text.get(*scheme..)));
        self.in_headers.extend(pair.iter().flat_map(|pair| pair.splitn(2, ':')));
    }

    pub(crate) fn add_headers(&mut self, values: &'a [HeaderValue]) {
        self.in_headers.extend(values.iter().filter_map(text));
    }

    pub(crate) fn add_body(&mut self, secrets: &'a [SecretString]) {
        self.in_body.extend(secrets.iter().map(SecretString::expose));
    }

    /// Redacts the secrets in the first `max` bytes of a text, and cuts the rest.
    pub(crate) fn redact(&self, text: &str, max: usize) -> String {
        replace(text, max, &[&self.in_headers[..], &self.in_body].concat())
    }

    /// Redacts only the secrets of headers. A password such as `password` may also be part of an
    /// error code or the name of a param.
    pub(crate) fn redact_name(&self, name: &str, max: usize) -> String {
        replace(name, max, &self.in_headers)
    }

    /// Redacts the secrets in the strings of `json` and in the names of members. Returns `None` if
    /// a secret is a number, or if a text cannot be read.
    pub(crate) fn redact_json(&self, json: &Json) -> Option<Json> {
        let (mut redacted, mut rest) = (String::new(), json.as_str());
        while let Some((before, after)) = rest.find('"').map(|start| rest.split_at(start)) {
            let mut texts = serde_json::Deserializer::from_str(after).into_iter::<String>();
            let text = texts.next()?.ok()?;
            let (source, after) = after.split_at(texts.byte_offset());
            let shown = self.redact(&text, usize::MAX);
            redacted.push_str(before);
            if shown == text {
                // As it was received, with its escapes.
                redacted.push_str(source);
            } else {
                redacted.push_str(&serde_json::to_string(&shown).ok()?);
            }
            rest = after;
        }
        redacted.push_str(rest);
        let is_clean = self.redact(&redacted, usize::MAX) == redacted;
        if is_clean { Json::from_text(redacted) } else { None }
    }
}

fn text(header: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(header.as_bytes()).ok()
}

fn replace(text: &str, max: usize, secrets: &[&str]) -> String {
    let mut redacted = String::new();
    // The text before `done` is in `redacted`. No secret begins between `done` and `position`.
    let (mut done, mut position) = (0, 0);
    while position < text.len().min(max) {
        let rest = text.as_bytes().get(position..).unwrap_or_default();
        let found = secrets.iter().filter(|secret| secret.len() >= SHORTEST);
        // One secret may be the beginning of another.
        let after = found.filter_map(|secret| strip(rest, secret)).map(<[u8]>::len).min();
        let Some(after) = after else {
            position += 1;
            continue;
        };
        redacted.push_str(text.get(done..position).unwrap_or_default());
        redacted.push_str(REDACTED);
        position = text.len() - after;
        done = position;
    }
    let end = (done..=position).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(done);
    redacted.push_str(text.get(done..end).unwrap_or_default());
    if end < text.len() {
        redacted.push('…');
    }
    redacted
}

/// Strips `secret` from the start of `text`. Any byte of it may be percent-encoded (RFC 3986 §2.1), and
/// a space may be a `+`, as in a form.
fn strip<'a>(text: &'a [u8], secret: &str) -> Option<&'a [u8]> {
    secret.bytes().try_fold(text, |text, byte| match text {
        [b'%', high, low, rest @ ..] if hexadecimal(*high, *low) == Some(byte) => Some(rest),
        [b'+', rest @ ..] if byte == b' ' => Some(rest),
        [first, rest @ ..] if *first == byte => Some(rest),
        _ => None,
    })
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn secrets<'a>(in_headers: &[&'a str], in_body: &[&'a str]) -> Secrets<'a> {
        Secrets { in_headers: in_headers.to_vec(), in_body: in_body.to_vec() }
    }

    #[test]
    fn a_secret_is_replaced_as_it_is_and_percent_encoded() {
        let secrets = secrets(&["k_a.b~c/d&e\"f", "two words"], &[]);
        let text = "Bearer k_a.b~c/d&e\"f ?key=k_a.b~c%2Fd%26e%22f&again=k%5fa%2eb~c%2fd%26e%22f \
                    two words two+words two%20words";
        assert_eq!(
            secrets.redact(text, usize::MAX),
            "Bearer [redacted] ?key=[redacted]&again=[redacted] [redacted] [redacted] [redacted]",
        );
        assert_eq!(secrets.redact("no key here", usize::MAX), "no key here");
    }

    #[test]
    fn the_secrets_of_a_request_are_found() {
        let pair = Arc::new(Zeroizing::new("user:users3cr3t:x".to_owned()));
        let credential = CredentialSecret {
            header: HeaderValue::from_static("Basic dXNlcjp1c2VyczNjcjN0Ong="),
            scheme: "Basic ".len(),
            pair: Some(pair),
        };
        let headers = [HeaderValue::from_static("session=abc")];
        let body = ["pässwörd".into(), "abc".into()];
        let mut secrets = Secrets::default();
        secrets.add_credential(&credential);
        secrets.add_headers(&headers);
        secrets.add_body(&body);
        let text = "user users3cr3t:x dXNlcjp1c2VyczNjcjN0Ong= session=abc p%C3%A4ssw%C3%B6rd abc";
        assert_eq!(
            secrets.redact(text, usize::MAX),
            "[redacted] [redacted] [redacted] [redacted] [redacted] abc",
        );
        assert_eq!(secrets.redact_name("session=abc_pässwörd", 99), "[redacted]_pässwörd");
    }

    #[test]
    fn text_is_cut_but_no_secret_is_split() {
        let secrets = secrets(&["s3cr3t_key"], &[]);
        let text = format!("{}s3cr3t_key{}", ".".repeat(20), "ä".repeat(20));
        for max in 0..text.len() {
            let shown = secrets.redact(&text, max);
            assert!(shown.ends_with('…') && !shown.contains("s3"), "{max}: {shown}");
        }
        assert_eq!(secrets.redact("äää", 3), "ä…");
    }

    #[test]
    fn json_is_redacted_and_the_rest_is_kept() {
        let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let secrets = secrets(&["k\"ey"], &["123456"]);
        let meta = json(r#"{"k\"ey": ["\u006b\"ey", "\u0061", 1.0, "x\\"], "c": {}}"#);
        let redacted = r#"{"[redacted]": ["[redacted]", "\u0061", 1.0, "x\\"], "c": {}}"#;
        assert_eq!(secrets.redact_json(&meta).unwrap().as_str(), redacted);
        for hidden in [r#"{"pin": 123456}"#, r#"["\ud800"]"#] {
            assert!(secrets.redact_json(&json(hidden)).is_none(), "{hidden}");
        }
    }

    proptest! {
        #[test]
        fn no_secret_is_left(
            secret in "[!-~\u{e4}\u{1f600}]{4,20}",
            before in "[ -~\u{e4}]*",
            after in "[ -~\u{e4}]*",
        ) {
            let percent = secret.bytes().fold(String::new(), |mut percent, byte| {
                write!(percent, "%{byte:02x}").unwrap();
                percent
            });
            for form in [&secret, &percent] {
                let text = format!("{before}{form}{after}");
                let shown = secrets(&[&secret], &[]).redact(&text, usize::MAX);
                prop_assert!(!shown.contains(form.as_str()) || REDACTED.contains(&secret));
                prop_assert!(shown.contains(REDACTED));
            }
        }
    }
}
