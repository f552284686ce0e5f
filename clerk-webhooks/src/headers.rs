//! The headers of a delivery.

use clerk_core::http::HeaderMap;

use crate::error::{HeaderName, WebhookError};

/// The headers of an incoming request: an `http::HeaderMap`, or pairs of names and values as bytes.
///
/// Pairs work with every web framework and with every version of `http`:
///
/// ```
/// # use clerk_webhooks::Headers;
/// # fn verify(headers: &impl Headers) {}
/// let received = [("Svix-Id", "msg_1"), ("Svix-Timestamp", "1767225600")];
/// verify(&received);
/// verify(&vec![(&b"svix-id"[..], &b"msg_1"[..])]);
/// ```
pub trait Headers {
    /// Calls `visit` with each value of the header `name`, in order. `name` is in lower case, and
    /// matches in any case.
    fn for_each<'h>(&'h self, name: &str, visit: &mut dyn FnMut(&'h [u8]));
}

impl Headers for HeaderMap {
    fn for_each<'h>(&'h self, name: &str, visit: &mut dyn FnMut(&'h [u8])) {
        self.get_all(name).iter().for_each(|value| visit(value.as_bytes()));
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn for_each<'h>(&'h self, name: &str, visit: &mut dyn FnMut(&'h [u8])) {
        for (key, value) in self {
            if key.as_ref().eq_ignore_ascii_case(name.as_bytes()) {
                visit(value.as_ref());
            }
        }
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> Headers for Vec<(N, V)> {
    fn for_each<'h>(&'h self, name: &str, visit: &mut dyn FnMut(&'h [u8])) {
        self.as_slice().for_each(name, visit);
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>, const C: usize> Headers for [(N, V); C] {
    fn for_each<'h>(&'h self, name: &str, visit: &mut dyn FnMut(&'h [u8])) {
        self.as_slice().for_each(name, visit);
    }
}

impl<T: Headers + ?Sized> Headers for &T {
    fn for_each<'h>(&'h self, name: &str, visit: &mut dyn FnMut(&'h [u8])) {
        (**self).for_each(name, visit);
    }
}

/// The names of the three headers: Svix's, and those of Standard Webhooks. A set is whole: if one of
/// Svix's is there, the others of the set are ignored.
const SETS: [[&str; 3]; 2] =
    [HeaderName::SVIX, ["webhook-id", "webhook-timestamp", "webhook-signature"]];

/// The headers that a signature needs, checked except for the signatures' format.
pub(crate) struct Signed<'h> {
    pub(crate) id: &'h str,
    pub(crate) timestamp: &'h str,
    signatures: Lines<'h>,
}

impl<'h> Signed<'h> {
    pub(crate) fn read(headers: &'h dyn Headers) -> Result<Self, WebhookError> {
        let [svix, standard] = SETS;
        let [mut id, mut timestamp, mut signatures] = svix.map(|name| Lines::read(headers, name));
        if id.count + timestamp.count + signatures.count == 0 {
            [id, timestamp, signatures] = standard.map(|name| Lines::read(headers, name));
        }
        let (id, timestamp) =
            (id.single(HeaderName::Id)?, timestamp.single(HeaderName::Timestamp)?);
        signatures.check()?;
        Ok(Self { id, timestamp, signatures })
    }

    /// Returns whether an entry of the signature list passes. Several lines are one list.
    pub(crate) fn any_signature(&self, mut passes: impl FnMut(&[u8]) -> bool) -> bool {
        let mut found = false;
        self.signatures.for_each(&mut |value| {
            let mut entries = trim(value).split(|byte| *byte == b' ');
            found = found || entries.any(&mut passes);
        });
        found
    }
}

/// The lines of one header.
struct Lines<'h> {
    headers: &'h dyn Headers,
    name: &'static str,
    count: usize,
    last: &'h [u8],
}

impl<'h> Lines<'h> {
    fn read(headers: &'h dyn Headers, name: &'static str) -> Self {
        let mut lines = Self { headers, name, count: 0, last: &[] };
        headers.for_each(name, &mut |value| {
            lines.count += 1;
            lines.last = value;
        });
        lines
    }

    /// Looks the header up again only if it has several lines.
    fn for_each(&self, visit: &mut dyn FnMut(&[u8])) {
        match self.count {
            0 | 1 => visit(self.last),
            _ => self.headers.for_each(self.name, &mut |value| visit(value)),
        }
    }

    /// Returns the only line.
    fn single(&self, which: HeaderName) -> Result<&'h str, WebhookError> {
        match text(self.last) {
            _ if self.count > 1 => Err(WebhookError::InvalidHeader(which)),
            Some("") => Err(WebhookError::MissingHeader(which)),
            Some(text) => Ok(text),
            None => Err(WebhookError::InvalidHeader(which)),
        }
    }

    /// Checks that all lines are text, and that one is not empty.
    fn check(&self) -> Result<(), WebhookError> {
        let (mut any, mut valid) = (false, true);
        self.for_each(&mut |value| {
            any |= !trim(value).is_empty();
            valid &= text(value).is_some();
        });
        match (any, valid) {
            (true, true) => Ok(()),
            (_, false) => Err(WebhookError::InvalidHeader(HeaderName::Signature)),
            (false, true) => Err(WebhookError::MissingHeader(HeaderName::Signature)),
        }
    }
}

/// Drops the white space around a field value (RFC 9110 §5.5).
fn trim(value: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().position(|byte| !is_space(byte)).unwrap_or(value.len());
    let end = value.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    value.get(start..end).unwrap_or_default()
}

/// Returns a value of visible ASCII and spaces, trimmed.
fn text(value: &[u8]) -> Option<&str> {
    let value = trim(value);
    if !value.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    std::str::from_utf8(value).ok()
}
