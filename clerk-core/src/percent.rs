//! Percent-encoding of paths and queries.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

/// The characters that are percent-encoded: all but the unreserved ones of RFC 3986 §2.3.
pub(crate) const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns whether URL parsers remove the segment as a dot segment (RFC 3986 §5.2.4): it is `.` or
/// `..`, with each dot percent-encoded or not.
pub(crate) fn is_dot_segment(segment: &[u8]) -> bool {
    fn after_dot(segment: &[u8]) -> Option<&[u8]> {
        segment
            .strip_prefix(b".")
            .or_else(|| segment.strip_prefix(b"%2e"))
            .or_else(|| segment.strip_prefix(b"%2E"))
    }
    match after_dot(segment) {
        None => false,
        Some(rest) => rest.is_empty() || after_dot(rest).is_some_and(<[u8]>::is_empty),
    }
}
