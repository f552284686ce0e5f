//! The form of a token: three parts, base64url, and JSON objects (RFC 7515, RFC 7519).

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::raw::{object, raw_object, text};
use crate::{crypto::Algorithm, error::VerifyError, reason::Reason};

/// The longest token, in bytes.
pub(crate) const MAX_TOKEN: usize = 64 * 1024;

/// A token whose form is checked: length, characters, and the number of parts.
#[derive(Clone, Copy)]
pub(crate) struct Token<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// The text that is signed: `header.payload`.
    pub(super) signed: &'a str,
}

impl<'a> Token<'a> {
    pub(crate) fn split(token: &'a str) -> Result<Self, VerifyError> {
        if token.len() > MAX_TOKEN {
            return Err(invalid("the token is longer than 64 KiB"));
        }
        if !token.is_ascii() {
            return Err(invalid("the token is not ASCII"));
        }
        let parts = || {
            let (signed, signature) = token.rsplit_once('.')?;
            let (header, payload) = signed.split_once('.')?;
            let three = !payload.contains('.');
            three.then_some(Self { header, payload, signature, signed })
        };
        parts().ok_or_else(|| invalid("the token does not have three parts"))
    }

    /// Reads header and signature.
    pub(crate) fn header(&self) -> Result<Header, VerifyError> {
        let mut buffer = Vec::with_capacity(self.header.len().max(self.signature.len()));
        decode(self.header, &mut buffer).ok_or_else(|| invalid("the header is not base64url"))?;
        let raw = std::str::from_utf8(&buffer).ok().and_then(object::<RawHeader<'_>>);
        let mut header =
            Header::new(&raw.ok_or_else(|| {
                invalid("the header is not a JSON object, or has a duplicate param")
            })?);
        buffer.clear();
        decode(self.signature, &mut buffer)
            .ok_or_else(|| invalid("the signature is not base64url"))?;
        header.signature = buffer;
        Ok(header)
    }

    /// Returns the payload, which is not parsed.
    pub(crate) fn payload(&self) -> Result<String, VerifyError> {
        let mut payload = Vec::with_capacity(self.payload.len());
        decode(self.payload, &mut payload)
            .ok_or_else(|| invalid("the payload is not base64url"))?;
        String::from_utf8(payload).map_err(|_| invalid("the payload is not a JSON object"))
    }
}

/// Decodes base64url without padding whose unused bits are zero.
fn decode(text: &str, bytes: &mut Vec<u8>) -> Option<()> {
    URL_SAFE_NO_PAD.decode_vec(text, bytes).ok()
}

#[cold]
pub(crate) fn invalid(problem: &'static str) -> VerifyError {
    VerifyError::new(Reason::TokenInvalid).problem(problem)
}

raw_object! {
    /// The params of a header that are read. The others are ignored, among them `jku`, `jwk`, `x5u`,
    /// `x5c`, and `b64`.
    RawHeader { typ cat alg kid crit }
}

/// The kinds of signed tokens that the header can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Category {
    Absent,
    Session,
    Template,
    M2m,
    /// A value that says nothing about the kind.
    Neutral,
    /// Another value, or another type than a string.
    Unknown,
}

/// The `typ` of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Absent,
    Jwt,
    /// An OAuth access token (RFC 9068 §2.1).
    AccessToken,
    /// Another value, or another type than a string.
    Unknown,
}

/// The header fields used here, and the signature.
pub(crate) struct Header {
    pub(crate) typ: Type,
    pub(crate) category: Category,
    algorithm: Result<Algorithm, Option<String>>,
    /// The key ID, if it is a string.
    pub(crate) kid: Option<String>,
    critical: bool,
    pub(super) signature: Vec<u8>,
}

impl Header {
    fn new(raw: &RawHeader<'_>) -> Self {
        let typ = raw.typ.map(|typ| text(typ).unwrap_or_default());
        let category = raw.cat.map(|category| text(category).unwrap_or_default());
        let algorithm = raw.alg.map(|algorithm| text(algorithm).unwrap_or_default());
        Self {
            typ: match typ.as_deref() {
                None => Type::Absent,
                Some("JWT") => Type::Jwt,
                Some("at+jwt" | "application/at+jwt") => Type::AccessToken,
                Some(_) => Type::Unknown,
            },
            category: match category.as_deref() {
                None => Category::Absent,
                Some("cl_B7d4PD111AAA") => Category::Session,
                Some("cl_B7d4PD222AAA") => Category::Template,
                Some("cl_B7d4PD333AAA") => Category::M2m,
                Some("cl_I7d4PD111III") => Category::Neutral,
                Some(_) => Category::Unknown,
            },
            algorithm: match algorithm.as_deref() {
                Some(name) => Algorithm::named(name).ok_or_else(|| Some(name.to_owned())),
                None => Err(None),
            },
            kid: raw.kid.and_then(text).map(Cow::into_owned),
            critical: raw.crit.is_some(),
            signature: Vec::new(),
        }
    }

    /// Refuses a header that makes an extension critical (RFC 7515 §4.1.11). None is supported.
    pub(crate) fn refuse_critical(&self) -> Result<(), VerifyError> {
        if self.critical {
            return Err(invalid("the header has critical extensions").with_claim("crit"));
        }
        Ok(())
    }

    /// Checks the header of a session token, and returns its algorithm.
    pub(crate) fn check_session(&self) -> Result<Algorithm, VerifyError> {
        self.refuse_critical()?;
        let mismatch = |param| VerifyError::new(Reason::TokenTypeMismatch).with_claim(param);
        if self.typ == Type::AccessToken {
            return Err(mismatch("typ").problem("the token is an OAuth access token"));
        }
        match self.category {
            Category::Absent | Category::Session | Category::Neutral => {}
            Category::Template => return Err(mismatch("cat").problem("the token is of a template")),
            Category::M2m => return Err(mismatch("cat").problem("the token is of a machine")),
            Category::Unknown => return Err(mismatch("cat")),
        }
        self.jwt_algorithm()
    }

    /// Checks that `typ` is absent or `JWT`, and returns the algorithm.
    pub(crate) fn jwt_algorithm(&self) -> Result<Algorithm, VerifyError> {
        if !matches!(self.typ, Type::Absent | Type::Jwt) {
            return Err(invalid("the type of the token is unknown")
                .with_claim("typ")
                .with_expected("JWT"));
        }
        self.algorithm()
    }

    /// Returns the algorithm, if it is allowed.
    pub(crate) fn algorithm(&self) -> Result<Algorithm, VerifyError> {
        self.algorithm.as_ref().copied().map_err(|found| {
            let error = VerifyError::new(Reason::TokenInvalidAlgorithm)
                .with_claim("alg")
                .with_expected("RS256, RS384, or RS512");
            match found {
                Some(found) => error.with_found(found),
                None => error,
            }
        })
    }
}
