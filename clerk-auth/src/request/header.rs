//! The token in the `Authorization` header, and its caller.

use clerk_core::http::HeaderMap;
use memchr::{memchr, memchr2};

use super::{
    incoming::{Incoming, signed_out},
    view::RequestView,
};
use crate::{
    machine::TokenKind,
    reason::Reason,
    refusal::Refusal,
    state::{AuthState, Caller, Identity},
    verify::{Decoded, Unverified, token::MAX_TOKEN},
};

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
        let mut values = request.values("authorization");
        match (values.next(), values.next()) {
            (Some(value), None) => Self::read_value(value),
            (Some(_), Some(_)) => Self::Invalid,
            (None, _) => Self::None,
        }
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

impl Incoming<'_> {
    /// Authenticates the request by the token in its header.
    pub(super) async fn by_header(&self, token: &str) -> AuthState {
        let accepts = self.settings.options.accepts;
        let opaque = TokenKind::of_opaque(token);
        let decoded = if opaque.is_none() { Decoded::new(token).ok() } else { None };
        let unverified = decoded.as_ref().and_then(|decoded| decoded.read().ok());
        let signed = unverified.as_ref().map(TokenKind::of_signed);
        let kind = opaque.or(signed).unwrap_or(TokenKind::Session);
        if !accepts.contains(kind) {
            return signed_out(Reason::TokenTypeMismatch, accepts.only());
        }
        if kind == TokenKind::Session {
            return self.by_session_token(token, unverified.as_ref()).await;
        }
        match self.settings.machines.verify(self.verifier, token, kind).await {
            Ok(token) => {
                let caller = Caller::Machine(Box::new(token));
                AuthState::SignedIn(Identity::new(caller, HeaderMap::new()))
            }
            Err(error) => AuthState::SignedOut(Refusal::of_error(error).token_kind_is(Some(kind))),
        }
    }

    async fn by_session_token(
        &self,
        token: &str,
        unverified: Option<&Unverified<'_>>,
    ) -> AuthState {
        let verified = match unverified {
            Some(unverified) => self.verifier.verify_decoded(unverified).await,
            None => self.verifier.verify(token).await,
        };
        match verified {
            Ok(session) => self.accept(session, HeaderMap::new()),
            Err(error) => {
                let suffixed = self.in_use(&self.sessions().read()).suffixed;
                self.renew(error, token, suffixed).await
            }
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
