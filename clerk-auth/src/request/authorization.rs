//! The token in the `Authorization` header.

use memchr::{memchr, memchr2};

use super::view::RequestView;

/// The longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 64 * 1024;

/// The content of the `Authorization` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Authorization<'a> {
    /// There is no header, its value is empty, or it has another scheme.
    None,
    /// A bearer token, or a bare token without a scheme.
    Token(&'a str),
    /// Several headers, or a header that cannot hold a token.
    Invalid,
}

impl<'a> Authorization<'a> {
    pub(crate) fn read(request: &RequestView<'a>) -> Self {
        let mut values = 0_usize;
        let mut found = Self::None;
        request.each_value("authorization", |value| {
            values = values.saturating_add(1);
            found = Self::read_value(value);
        });
        if values > 1 { Self::Invalid } else { found }
    }

    fn read_value(value: &'a [u8]) -> Self {
        let value = value.trim_ascii();
        let (scheme, rest) = match memchr(b' ', value) {
            Some(space) => value.split_at(space),
            None => (b"bearer".as_slice(), value),
        };
        let token = rest.trim_ascii_start();
        if token.is_empty() || !scheme.eq_ignore_ascii_case(b"bearer") {
            return Self::None;
        }
        match std::str::from_utf8(token) {
            Ok(text)
                if token.len() <= MAX_TOKEN
                    && token.is_ascii()
                    && memchr2(b' ', b'\t', token).is_none() =>
            {
                Self::Token(text)
            }
            _ => Self::Invalid,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(values: &[&'a str]) -> Authorization<'a> {
        let headers = values.iter().map(|value| ("Authorization", value.as_bytes()));
        Authorization::read(&RequestView::new("GET", "/", headers))
    }

    #[test]
    fn one_bearer_or_bare_token_is_read() {
        for value in ["Bearer a.b.c", "bearer  a.b.c", "BEARER a.b.c ", "a.b.c"] {
            assert_eq!(read(&[value]), Authorization::Token("a.b.c"), "{value}");
        }
        for value in ["", " ", "Basic abc", "Token a.b.c", "Digest a=\"b\", c=d"] {
            assert_eq!(read(&[value]), Authorization::None, "{value}");
        }
        let long = format!("Bearer {}", "a".repeat(MAX_TOKEN + 1));
        for value in ["Bearer a.b.c d", "Bearer a,\u{e9}", "Bearer a\tb", "a\tb", &long] {
            assert_eq!(read(&[value]), Authorization::Invalid, "{value}");
        }
        assert_eq!(read(&["Bearer a.b.c", "Bearer a.b.c"]), Authorization::Invalid);
        assert_eq!(read(&["Basic abc", ""]), Authorization::Invalid);
    }
}
