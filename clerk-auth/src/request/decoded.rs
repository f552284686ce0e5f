//! A token that is decoded, and not verified yet.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::suffix::Hints;
use crate::{
    claims::{Claims, integer},
    error::VerifyError,
    machine::TokenKind,
    token::{Header, Token, Type, invalid, present, text},
};

/// A token that can be decoded. Its claims select what to do next, and prove nothing.
pub(crate) struct Decoded<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) header: Header,
    pub(crate) payload: String,
    pub(super) kind: TokenKind,
    pub(super) hints: Hints,
}

/// The few claims that select. Reading all of them takes twice as long.
#[derive(Deserialize)]
struct Few<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    sub: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    iss: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    iat: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    exp: Option<&'a RawValue>,
}

impl<'a> Decoded<'a> {
    /// Decodes a token, by the same rules as its verification.
    pub(crate) fn read(token: &'a str) -> Result<Self, VerifyError> {
        let token = Token::split(token)?;
        let header = token.header()?;
        let payload = token.payload()?;
        let few: Few<'_> = serde_json::from_str(&payload)
            .map_err(|_| invalid("the payload is not a JSON object, or has a duplicate claim"))?;
        let subject = few.sub.and_then(text);
        let kind = match header.typ {
            _ if subject.is_some_and(|subject| subject.starts_with("mch_")) => TokenKind::M2m,
            Type::AccessToken => TokenKind::OAuth,
            _ => TokenKind::Session,
        };
        let hints = Hints {
            iss: few.iss.and_then(text).map(Into::into),
            iat: few.iat.and_then(integer),
            exp: few.exp.and_then(integer),
        };
        Ok(Self { token, header, payload, kind, hints })
    }

    /// Returns the ID of the session.
    pub(super) fn session_id(&self) -> Option<String> {
        let claims = Claims::read(&self.payload).ok()?;
        claims.sid.and_then(text).filter(|id| !id.is_empty()).map(Into::into)
    }
}
