//! Percent-encoding (RFC 3986 §2.1) of everything but unreserved characters.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Scalar;

/// All but the unreserved characters of RFC 3986 §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends `value`'s text to `target`, encoded.
pub(super) fn push(target: &mut Vec<u8>, value: &dyn Scalar) -> fmt::Result {
    value.write(&mut Encoding(target))
}

struct Encoding<'a>(&'a mut Vec<u8>);

impl fmt::Write for Encoding<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for piece in utf8_percent_encode(text, RESERVED) {
            self.0.extend_from_slice(piece.as_bytes());
        }
        Ok(())
    }
}
