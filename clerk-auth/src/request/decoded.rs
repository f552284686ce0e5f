//! A token that is decoded, and not verified yet.

use super::suffix::Hints;
use crate::{
    claims::{Claims, integer},
    error::VerifyError,
    machine::TokenKind,
    token::{Header, Token, Type, text},
};

/// The parts of a token, decoded by the same rules as for its verification.
pub(crate) struct Decoded<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) header: Header,
    pub(crate) payload: String,
}

/// A decoded token and its claims. They select what to do next, and prove nothing.
pub(crate) struct Unverified<'d> {
    pub(crate) decoded: &'d Decoded<'d>,
    pub(crate) claims: Claims<'d>,
}

impl<'a> Decoded<'a> {
    pub(crate) fn new(token: &'a str) -> Result<Self, VerifyError> {
        let token = Token::split(token)?;
        Ok(Self { token, header: token.header()?, payload: token.payload()? })
    }

    pub(crate) fn read(&self) -> Result<Unverified<'_>, VerifyError> {
        Ok(Unverified { decoded: self, claims: Claims::read(&self.payload)? })
    }
}

impl Unverified<'_> {
    pub(super) fn kind(&self) -> TokenKind {
        let is_machine = |subject: &str| subject.starts_with("mch_");
        match self.decoded.header.typ {
            _ if self.claims.sub.and_then(text).is_some_and(|it| is_machine(&it)) => TokenKind::M2m,
            Type::AccessToken => TokenKind::OAuth,
            _ => TokenKind::Session,
        }
    }

    pub(super) fn hints(&self) -> Hints<'_> {
        Hints {
            iss: self.claims.iss.and_then(text),
            iat: self.issued_at(),
            exp: self.claims.exp.and_then(integer),
        }
    }

    /// Returns when the token was issued, in seconds.
    pub(super) fn issued_at(&self) -> Option<i64> {
        self.claims.iat.and_then(integer)
    }

    /// Returns the ID of the session.
    pub(super) fn session_id(&self) -> Option<String> {
        self.claims.sid.and_then(text).filter(|id| !id.is_empty()).map(Into::into)
    }
}
