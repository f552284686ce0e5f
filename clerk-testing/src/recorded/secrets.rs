//! Redaction of credentials in the text of a message.

use std::borrow::Cow;

use clerk_core::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Prefixes of Clerk's secret keys, which are redacted wherever they occur.
const KEY_PREFIXES: [&str; 2] = ["sk_test_", "sk_live_"];
/// Shorter values are redacted only in their own header: in other text they occur by chance.
const MIN_LENGTH: usize = 4;
const REDACTED: &str = "[redacted]";

/// Marks credentials as sensitive, so that `Debug` of the headers does not show them.
pub(crate) fn mark(headers: &mut HeaderMap) {
    for (name, value) in headers {
        value.set_sensitive(is_secret(name, value));
    }
}

fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    let name = name.as_str();
    value.is_sensitive()
        || matches!(name, "authorization" | "cookie" | "proxy-authorization" | "set-cookie")
        || matches!(name, "api-key" | "x-api-key" | "x-auth-token")
}

/// Returns the secret values that headers hold.
pub(super) fn of(headers: &HeaderMap) -> Vec<String> {
    let mut secrets = Vec::new();
    for (name, value) in headers.iter().filter(|(name, value)| is_secret(name, value)) {
        let text = String::from_utf8_lossy(value.as_bytes());
        let cookies = text.split(';').filter_map(|pair| Some(pair.split_once('=')?.1.trim()));
        match *name {
            header::AUTHORIZATION | header::PROXY_AUTHORIZATION => {
                secrets.push(text.split_once(' ').map_or(&*text, |(_, secret)| secret).to_owned());
            }
            header::COOKIE => secrets.extend(cookies.map(str::to_owned)),
            // The other pairs are attributes.
            header::SET_COOKIE => secrets.extend(cookies.take(1).map(str::to_owned)),
            _ => secrets.push(text.into_owned()),
        }
    }
    secrets.retain(|secret| secret.len() >= MIN_LENGTH);
    secrets
}

/// Returns the value of a header as text. Of a secret, it shows only the scheme of `Authorization`.
pub(super) fn header_value<'a>(name: &HeaderName, value: &'a HeaderValue) -> Cow<'a, str> {
    let text = String::from_utf8_lossy(value.as_bytes());
    if !is_secret(name, value) {
        return text;
    }
    match text.split_once(' ') {
        Some((scheme, _)) if *name == header::AUTHORIZATION => {
            format!("{scheme} {REDACTED}").into()
        }
        _ => REDACTED.into(),
    }
}

/// Replaces all secrets in `text`, Clerk's secret keys, and signed tokens.
pub(super) fn redact(text: &str, secrets: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let prefix = KEY_PREFIXES.into_iter().find(|prefix| rest.starts_with(prefix));
        let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-');
        let key = prefix.map(|_| rest.find(is_end).unwrap_or(rest.len()));
        let secret = secrets.iter().filter_map(|secret| match_length(rest, secret)).max();
        let redacted = key.max(secret).max(jwt_length(rest));
        if redacted.is_some() {
            out.push_str(prefix.unwrap_or_default());
            out.push_str(REDACTED);
        } else {
            out.push(c);
        }
        rest = rest.get(redacted.unwrap_or(c.len_utf8())..).unwrap_or_default();
    }
    out
}

/// Returns the length of the signed token (RFC 7519) at the start of `text`: three parts. The
/// first is a JSON object.
fn jwt_length(text: &str) -> Option<usize> {
    if !text.starts_with("eyJ") {
        return None;
    }
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let length = text.find(is_end).unwrap_or(text.len());
    let parts = text.get(..length)?.split('.').count();
    (parts >= 3).then_some(length)
}

/// Returns the length of `secret` at the start of `text`, where any byte may be percent-encoded.
fn match_length(text: &str, secret: &str) -> Option<usize> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let decode = |high: u8, low: u8| u8::try_from(digit(high)? * 16 + digit(low)?).ok();
    let mut rest = text.as_bytes();
    for &byte in secret.as_bytes() {
        rest = match *rest {
            [first, ref tail @ ..] if first == byte => tail,
            [b'%', high, low, ref tail @ ..] if decode(high, low) == Some(byte) => tail,
            _ => return None,
        };
    }
    Some(text.len() - rest.len())
}
