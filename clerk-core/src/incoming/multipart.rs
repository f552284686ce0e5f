//! Reads multipart bodies (RFC 7578).

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use memchr::memmem;

use super::RequestError;
use crate::{metadata::ParamLocation, values::Part};

/// Reads the parts of a request's body, each with its name, in order.
///
/// In a name, `%22`, `%0D`, and `%0A` stand for a quote, a carriage return, and a line feed, as the
/// HTML Standard encodes them.
///
/// # Errors
/// If the content type is not `multipart/form-data` with a boundary, or if the body is not
/// framed by that boundary.
pub fn decode(request: &http::Request<Bytes>) -> Result<Vec<(String, Part)>, RequestError> {
    let boundary = boundary(request).ok_or_else(|| {
        invalid("is not multipart: the content type is not `multipart/form-data` with a boundary")
    })?;
    let open = format!("--{boundary}");
    let close = format!("\r\n{open}");

    let mut rest = match request.body().strip_prefix(open.as_bytes()) {
        Some(rest) => rest,
        None => {
            split(request.body(), &close).ok_or_else(|| invalid("does not contain its boundary"))?.1
        }
    };
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let part = line_end(rest).ok_or_else(|| invalid("has text after a boundary"))?;
        let (part, after) =
            split(part, &close).ok_or_else(|| invalid("ends before its last boundary"))?;
        parts.push(read(part)?);
        rest = after;
    }
    Ok(parts)
}

fn boundary(request: &http::Request<Bytes>) -> Option<String> {
    let content_type = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let (media_type, parameters) = content_type.split_once(';')?;
    let is_form = media_type.trim().eq_ignore_ascii_case("multipart/form-data");
    let boundary = parameter(parameters, "boundary")?;
    (is_form && !boundary.is_empty()).then(|| boundary.to_owned())
}

/// Reads a part: headers, an empty line, the content.
fn read(part: &[u8]) -> Result<(String, Part), RequestError> {
    let (head, content) =
        split(part, "\r\n\r\n").ok_or_else(|| invalid("has a part without an empty line"))?;
    let head =
        std::str::from_utf8(head).map_err(|_| invalid("has a part whose headers are not UTF-8"))?;
    let disposition = header(head, "content-disposition").unwrap_or_default();
    let name = parameter(disposition, "name")
        .ok_or_else(|| invalid("has a part without a name in its `Content-Disposition`"))?;
    let part = Part::received(
        Bytes::copy_from_slice(content),
        parameter(disposition, "filename").map(unescape),
        header(head, "content-type").map(str::to_owned),
    );
    Ok((unescape(name), part))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.split("\r\n").find_map(|line| {
        let (other, value) = line.split_once(':')?;
        other.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Returns the value of one parameter in `a; b=c; d="e"`, still escaped.
fn parameter<'a>(mut text: &'a str, name: &str) -> Option<&'a str> {
    loop {
        let (key, rest) = text.split_once('=')?;
        let key = key.rsplit(';').next().unwrap_or_default().trim();
        let (value, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => rest.split_once(';').unwrap_or((rest, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        text = after;
    }
}

fn unescape(text: &str) -> String {
    text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// If the line is blank, returns the bytes from its end on.
fn line_end(bytes: &[u8]) -> Option<&[u8]> {
    let (padding, _) = split(bytes, "\r\n")?;
    let blank = padding.iter().all(|byte| matches!(byte, b' ' | b'\t'));
    // The end of the line stays: a part without headers begins with the empty line.
    blank.then(|| bytes.get(padding.len()..)).flatten()
}

fn split<'a>(bytes: &'a [u8], separator: &str) -> Option<(&'a [u8], &'a [u8])> {
    let start = memmem::find(bytes, separator.as_bytes())?;
    let (before, rest) = bytes.split_at_checked(start)?;
    Some((before, rest.get(separator.len()..)?))
}

fn invalid(problem: &str) -> RequestError {
    RequestError::invalid(ParamLocation::Body, "", problem)
}

#[cfg(test)]
mod tests;
