//! Encodes multipart bodies (RFC 7578).

use bytes::Bytes;
use http::HeaderValue;

use crate::values::Part;

/// A multipart body that is not complete yet.
#[derive(Debug, Default)]
pub(super) struct Multipart {
    parts: Vec<(&'static str, Part)>,
}

impl Multipart {
    pub(super) fn push(&mut self, name: &'static str, part: Part) {
        self.parts.push((name, part));
    }

    /// Returns the `Content-Type` and the body.
    pub(super) fn encode(&self) -> (HeaderValue, Bytes) {
        // 128 random bits: no part contains the boundary by chance, or by intent.
        self.encode_with(&format!("{:032x}", fastrand::u128(..)))
    }

    fn encode_with(&self, boundary: &str) -> (HeaderValue, Bytes) {
        let size: usize = self.parts.iter().map(|(_, part)| part.bytes().len() + 256).sum();
        let mut body = Vec::with_capacity(size + 64);
        for (name, part) in &self.parts {
            body.extend_from_slice(b"--");
            body.extend_from_slice(boundary.as_bytes());
            body.extend_from_slice(b"\r\nContent-Disposition: form-data; name=\"");
            push_quoted(&mut body, name);
            body.push(b'"');
            if let Some(file_name) = part.file_name() {
                body.extend_from_slice(b"; filename=\"");
                push_quoted(&mut body, file_name);
                body.push(b'"');
            }
            if let Some(content_type) = part.media_type() {
                body.extend_from_slice(b"\r\nContent-Type: ");
                body.extend_from_slice(content_type.as_bytes());
            }
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(part.bytes());
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--");
        body.extend_from_slice(boundary.as_bytes());
        body.extend_from_slice(b"--\r\n");

        let content_type = format!("multipart/form-data; boundary={boundary}");
        // The boundary consists of digits, so the value is always valid.
        let content_type = HeaderValue::try_from(content_type)
            .unwrap_or_else(|_| HeaderValue::from_static("multipart/form-data"));
        (content_type, body.into())
    }
}

/// Escapes a name in `Content-Disposition` as HTML forms do.
fn push_quoted(out: &mut Vec<u8>, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"%22"),
            b'\r' => out.extend_from_slice(b"%0D"),
            b'\n' => out.extend_from_slice(b"%0A"),
            _ => out.push(byte),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn multipart() -> Multipart {
        let mut multipart = Multipart::default();
        multipart.push("file", Part::file("a\"\r\nb.png", "PNG").content_type("image/png"));
        multipart.push("title", Part::text("Our logo"));
        multipart
    }

    #[test]
    fn a_body_has_the_form_of_rfc_7578() {
        let (content_type, body) = multipart().encode_with("BOUNDARY");
        let body = std::str::from_utf8(&body).unwrap().replace("\r\n", "\\r\\n\n");
        insta::assert_snapshot!(format!("{}\n\n{body}", content_type.to_str().unwrap()));
    }

    #[test]
    fn every_body_has_its_own_boundary() {
        assert_ne!(multipart().encode().0, multipart().encode().0);
    }
}
