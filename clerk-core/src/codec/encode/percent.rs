//! Percent-encoding (RFC 3986 §2.1) of paths, queries, and forms.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{percent::RESERVED, values::Scalar};

const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// The `application/x-www-form-urlencoded` percent-encode set of the URL Standard.
const FORM: &AsciiSet = &NON_ALPHANUMERIC.remove(b'*').remove(b'-').remove(b'.').remove(b'_');

/// Appends the text of `value` to `target`, encoded.
pub(super) fn push(target: &mut Vec<u8>, value: &dyn Scalar) -> fmt::Result {
    value.write(&mut Encoding { target, set: RESERVED })
}

/// Appends the text of `value` to `target`, encoded except for each `/`.
pub(super) fn push_segments(target: &mut Vec<u8>, value: &dyn Scalar) -> fmt::Result {
    value.write(&mut Encoding { target, set: RESERVED_BUT_SLASH })
}

/// Appends `name=value` to `form`.
pub(super) fn push_pair(form: &mut Vec<u8>, name: &str, value: &dyn Scalar) -> fmt::Result {
    if !form.is_empty() {
        form.push(b'&');
    }
    name.write(&mut FormEncoding(form))?;
    form.push(b'=');
    value.write(&mut FormEncoding(form))
}

struct Encoding<'a> {
    target: &'a mut Vec<u8>,
    set: &'static AsciiSet,
}

impl fmt::Write for Encoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for piece in utf8_percent_encode(text, self.set) {
            self.target.extend_from_slice(piece.as_bytes());
        }
        Ok(())
    }
}

struct FormEncoding<'a>(&'a mut Vec<u8>);

impl fmt::Write for FormEncoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for piece in utf8_percent_encode(text, FORM) {
            // Each encoded byte is a separate piece.
            let piece = if piece == "%20" { "+" } else { piece };
            self.0.extend_from_slice(piece.as_bytes());
        }
        Ok(())
    }
}
