//! Claims of a token that nothing has verified yet. They select what to do next, and prove nothing.

use super::suffix::Hints;
use crate::{
    claims::{Claims, integer},
    error::VerifyError,
    machine::TokenKind,
    token::{Token, Type, text},
};

/// A token that can be decoded.
pub(crate) struct Peek {
    pub(crate) kind: TokenKind,
    pub(crate) hints: Hints,
    pub(crate) sid: Option<String>,
}

impl Peek {
    /// Decodes a token, by the same rules as its verification.
    pub(crate) fn read(token: &str) -> Result<Self, VerifyError> {
        let token = Token::split(token)?;
        let header = token.header()?;
        let payload = token.payload()?;
        let claims = Claims::read(&payload)?;
        let is_machine =
            claims.sub.and_then(text).is_some_and(|subject| subject.starts_with("mch_"));
        Ok(Self {
            kind: match header.typ {
                _ if is_machine => TokenKind::M2m,
                Type::AccessToken => TokenKind::OAuth,
                _ => TokenKind::Session,
            },
            hints: Hints {
                iss: claims.iss.and_then(text).map(Into::into),
                iat: claims.iat.and_then(integer),
                exp: claims.exp.and_then(integer),
            },
            sid: claims.sid.and_then(text).filter(|sid| !sid.is_empty()).map(Into::into),
        })
    }
}
