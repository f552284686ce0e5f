//! Recorded messages and exchanges, and their text in snapshots.

use std::{borrow::Cow, fmt, ops::Deref};

use clerk_core::{
    Bytes, Part,
    http::{self, HeaderMap, HeaderName, HeaderValue, header},
    incoming::multipart,
};

mod json;
pub(crate) mod secrets;

/// Headers that belong to the connection.
const LEFT_OUT: [HeaderName; 5] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::DATE,
    header::HOST,
    header::TRANSFER_ENCODING,
];

/// An `http::Request<Bytes>` or `http::Response<Bytes>` with a `Display` for snapshots.
///
/// The text is the same on every run and over every transport, and shows no credentials:
/// - the method with path and query, or the status;
/// - the headers by name, without those that belong to the connection, such as `Host`. The version
///   in `User-Agent` and a multipart boundary are replaced;
/// - the body: indented JSON with its members in their order, a multipart body part by part, other
///   text unchanged, and binary data as its length.
///
/// `[redacted]` replaces the values of sensitive headers and of headers that hold credentials, such
/// as `Authorization`, `Cookie` and `X-Api-Key`. It replaces the same values elsewhere in the
/// message, and in the response of a recorded exchange, if they have 4 bytes or more. Clerk's secret
/// keys and signed tokens are redacted everywhere.
#[derive(Clone)]
pub struct Recorded<M> {
    message: M,
    /// The secrets of the request, if this is the response of an exchange.
    secrets: Vec<String>,
}

/// Returns a copy of a request or a response that no fake has recorded, such as a request that
/// `Client::request` returned.
///
/// ```
/// use clerk_core::{Bytes, http};
///
/// let request = http::Request::get("https://api.clerk.com/v1/users?limit=1")
///     .header("authorization", "Bearer sk_test_abc")
///     .body(Bytes::new())?;
/// assert_eq!(
///     clerk_testing::recorded(&request).to_string(),
///     "GET /v1/users?limit=1\nAuthorization: Bearer [redacted]",
/// );
/// # Ok::<(), http::Error>(())
/// ```
pub fn recorded<M: Clone>(message: &M) -> Recorded<M> {
    Recorded { message: message.clone(), secrets: Vec::new() }
}

/// A request that a [`FakeClerk`](crate::FakeClerk) received, and its response.
///
/// `Display` is made for snapshots: the request as [`Recorded`] shows it, then `=>` and the
/// response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Recorded<http::Request<Bytes>>,
    /// The response.
    pub response: Recorded<http::Response<Bytes>>,
}

impl Exchange {
    pub(crate) fn new(request: http::Request<Bytes>, response: http::Response<Bytes>) -> Self {
        let response = Recorded { message: response, secrets: secrets::of(request.headers()) };
        Self { request: Recorded { message: request, secrets: Vec::new() }, response }
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\n=> {}", self.request, self.response)
    }
}

/// The message itself, with its credentials.
impl<M> Deref for Recorded<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.message
    }
}

impl<M> Recorded<M> {
    fn redact(&self, text: &str, headers: &HeaderMap) -> String {
        secrets::redact(text, &[secrets::of(headers), self.secrets.clone()].concat())
    }
}

impl fmt::Display for Recorded<http::Request<Bytes>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.uri().path_and_query().map_or("/", |target| target.as_str());
        let mut text = format!("{} {target}", self.method());
        push_headers(&mut text, self.headers());
        match multipart::decode(self) {
            Ok(parts) => push_parts(&mut text, &parts),
            Err(_) => push_body(&mut text, self.body()),
        }
        f.write_str(&self.redact(&text, self.headers()))
    }
}

impl fmt::Display for Recorded<http::Response<Bytes>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.status().to_string();
        push_headers(&mut text, self.headers());
        push_body(&mut text, self.body());
        f.write_str(&self.redact(&text, self.headers()))
    }
}

/// Same as `Display`, so that it shows no credentials.
impl<M> fmt::Debug for Recorded<M>
where
    Self: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn push_headers(text: &mut String, headers: &HeaderMap) {
    let mut shown: Vec<_> = headers.iter().filter(|(name, _)| !LEFT_OUT.contains(name)).collect();
    // The sort is stable, so repeated headers keep their order.
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

fn header_value<'a>(name: &HeaderName, value: &'a HeaderValue) -> Cow<'a, str> {
    let text = secrets::header_value(name, value);
    match *name {
        header::USER_AGENT => replace_after(&text, "clerk-sdk-rust/", ' ', "[version]").into(),
        header::CONTENT_TYPE => replace_after(&text, "boundary=", ';', "[boundary]").into(),
        _ => text,
    }
}

/// Replaces the text between `start` and `end`.
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
