//! Messages as one wants to read them in a snapshot.

use std::{borrow::Cow, fmt, ops::Deref};

use clerk_core::{
    Bytes, Part,
    http::{self, HeaderMap, HeaderName, HeaderValue, header},
    server::{multipart, redact_keys},
};

mod json;

/// Headers that belong to one connection rather than to the request.
const LEFT_OUT: [HeaderName; 5] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::DATE,
    header::HOST,
    header::TRANSFER_ENCODING,
];
const SECRET: [HeaderName; 4] =
    [header::AUTHORIZATION, header::COOKIE, header::PROXY_AUTHORIZATION, header::SET_COOKIE];

/// An `http::Request<Bytes>` or `http::Response<Bytes>` that can be shown.
///
/// `Display` is the same on every run, over every transport, and holds no key:
/// - the method with path and query, or the status,
/// - the headers by name, credentials redacted; those that belong to the connection, such as
///   `Host`, are left out, and the version in `User-Agent` and a multipart boundary are replaced,
/// - the body: JSON indented with its members in their order, a multipart body part by part, any
///   other as text, or as its length where it is none. What looks like a secret key is redacted.
#[derive(Clone)]
pub struct Wire<M>(M);

/// Shows a request that no fake has seen, such as one that `Client::request` made, or a response.
///
/// ```
/// use clerk_core::{Bytes, http};
///
/// let request = http::Request::get("https://api.clerk.com/v1/users?limit=1")
///     .header("authorization", "Bearer sk_test_abc")
///     .body(Bytes::new())?;
/// assert_eq!(
///     clerk_testing::wire(&request).to_string(),
///     "GET /v1/users?limit=1\nAuthorization: Bearer [redacted]",
/// );
/// # Ok::<(), http::Error>(())
/// ```
pub fn wire<M: Clone>(message: &M) -> Wire<M> {
    Wire(message.clone())
}

impl<M> Wire<M> {
    pub(crate) fn new(message: M) -> Self {
        Self(message)
    }
}

/// The message itself, key and all.
impl<M> Deref for Wire<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.0
    }
}

impl fmt::Display for Wire<http::Request<Bytes>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.uri().path_and_query().map_or("/", |target| target.as_str());
        let mut text = format!("{} {target}", self.method());
        push_headers(&mut text, self.headers());
        match multipart::decode(self) {
            Ok(parts) => push_parts(&mut text, &parts),
            Err(_) => push_body(&mut text, self.body()),
        }
        f.write_str(&redact_keys(&text))
    }
}

impl fmt::Display for Wire<http::Response<Bytes>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.status().to_string();
        push_headers(&mut text, self.headers());
        push_body(&mut text, self.body());
        f.write_str(&redact_keys(&text))
    }
}

/// As `Display`, so that a key shows up nowhere.
impl<M> fmt::Debug for Wire<M>
where
    Self: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn push_headers(text: &mut String, headers: &HeaderMap) {
    let mut shown: Vec<_> = headers.iter().filter(|(name, _)| !LEFT_OUT.contains(name)).collect();
    // A stable sort: repeated headers keep their order.
    shown.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in shown {
        text.push('\n');
        push_title_case(text, name.as_str());
        text.push_str(": ");
        text.push_str(&header_value(name, value));
    }
}

fn push_title_case(text: &mut String, name: &str) {
    let mut start = true;
    for c in name.chars() {
        text.push(if start { c.to_ascii_uppercase() } else { c });
        start = c == '-';
    }
}

fn header_value(name: &HeaderName, value: &HeaderValue) -> String {
    let value = String::from_utf8_lossy(value.as_bytes());
    if SECRET.contains(name) {
        return match value.split_once(' ') {
            Some((scheme, _)) if *name == header::AUTHORIZATION => format!("{scheme} [redacted]"),
            _ => "[redacted]".to_owned(),
        };
    }
    match *name {
        header::USER_AGENT => replace_after(&value, "clerk-sdk-rust/", ' ', "[version]"),
        header::CONTENT_TYPE => replace_after(&value, "boundary=", ';', "[boundary]"),
        _ => value.into_owned(),
    }
}

/// Replaces what stands between `start` and `end`.
fn replace_after(text: &str, start: &str, end: char, replacement: &str) -> String {
    let Some((before, after)) = text.split_once(start) else {
        return text.to_owned();
    };
    let rest = after.find(end).and_then(|end| after.get(end..)).unwrap_or_default();
    format!("{before}{start}{replacement}{rest}")
}

fn push_body(text: &mut String, body: &Bytes) {
    if !body.is_empty() {
        text.push_str("\n\n");
        text.push_str(&content(body));
    }
}

fn push_parts(text: &mut String, parts: &[(String, Part)]) {
    text.push('\n');
    for (name, part) in parts {
        text.push_str("\n--[boundary]\nContent-Disposition: form-data; name=");
        text.push_str(&format!("{name:?}"));
        if let Some(file_name) = part.file_name() {
            text.push_str(&format!("; filename={file_name:?}"));
        }
        if let Some(media_type) = part.media_type() {
            text.push_str(&format!("\nContent-Type: {media_type}"));
        }
        text.push_str("\n\n");
        match part.file_name() {
            Some(_) => text.push_str(&length(part.bytes())),
            None => text.push_str(&content(part.bytes())),
        }
    }
    text.push_str("\n--[boundary]--");
}

fn content(body: &Bytes) -> Cow<'_, str> {
    match std::str::from_utf8(body) {
        Ok(text) => json::pretty(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Err(_) => Cow::Owned(length(body)),
    }
}

fn length(bytes: &Bytes) -> String {
    format!("<{} bytes>", bytes.len())
}

#[cfg(test)]
mod tests;
