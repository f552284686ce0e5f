//! Inputs in the format of an HTTP message, so that people can read the corpus.

use clerk_sdk::{
    Bytes,
    http::{HeaderMap, HeaderName, HeaderValue},
};

/// A first line, headers, an empty line, and the body.
pub(super) struct Message<'a> {
    pub(super) start: &'a [u8],
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl<'a> Message<'a> {
    /// Reads any input. Lines end with a line feed. Invalid headers are skipped.
    pub(super) fn read(data: &'a [u8]) -> Self {
        let (start, mut rest) = line(data);
        let mut headers = HeaderMap::new();
        while !rest.is_empty() {
            let (header, after) = line(rest);
            rest = after;
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = read_header(header) {
                headers.append(name, value);
            }
        }
        Self { start, headers, body: Bytes::copy_from_slice(rest) }
    }
}

fn line(data: &[u8]) -> (&[u8], &[u8]) {
    cut(data, b'\n').unwrap_or((data, &[]))
}

fn read_header(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let (name, value) = cut(line, b':')?;
    let value = value.strip_prefix(b" ").unwrap_or(value);
    Some((HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value).ok()?))
}

fn cut(data: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let at = data.iter().position(|byte| *byte == separator)?;
    Some((&data[..at], &data[at + 1..]))
}

/// Splits an input into texts, at each byte 0xFF. UTF-8 never contains that byte.
pub(super) fn texts(data: &[u8]) -> impl Iterator<Item = String> {
    data.split(|byte| *byte == 0xff).map(|text| String::from_utf8_lossy(text).into_owned())
}
