//! Session tokens: whether one is valid, and who it signs in.

pub(crate) mod claims;
mod has;
pub(crate) mod keys;
mod permissions;
mod raw;
mod session;
pub(crate) mod token;

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use clerk_core::Timestamp;

pub use self::{
    has::{
        Requirement, Reverification, all_of, any_of, feature, permission, plan, reverification,
        role,
    },
    session::{Actor, FactorAges, Organization, Session, SessionStatus},
};

use self::{
    claims::{Claims, Rules},
    keys::Keys,
    raw::{integer, some_text, text},
    token::{Header, Token},
};
use crate::error::VerifyError;

/// Verifies tokens by the keys and the rules of one instance. It knows no request.
pub(crate) struct Verifier {
    pub(crate) keys: Keys,
    pub(crate) rules: Rules,
    pub(crate) clock: Clock,
}

/// Returns the current time.
pub(crate) type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

impl Verifier {
    /// Verifies a session token.
    pub(crate) async fn verify(&self, token: &str) -> Result<Session, VerifyError> {
        self.verify_within(self.rules.clock_skew, token).await
    }

    /// Verifies a session token whose times may be off by `skew`.
    pub(crate) async fn verify_within(
        &self,
        skew: Duration,
        token: &str,
    ) -> Result<Session, VerifyError> {
        let payload = self.verify_signature(token).await?;
        let session = self.session(skew, &Claims::read(&payload)?)?;
        Ok(session.with_payload(payload))
    }

    /// Verifies a session token that is decoded already.
    pub(crate) async fn verify_decoded(
        &self,
        unverified: &Unverified<'_>,
    ) -> Result<Session, VerifyError> {
        let Decoded { token, header, payload } = unverified.decoded;
        self.keys.check_signature(*token, header, header.check_session()?).await?;
        let session = self.session(self.rules.clock_skew, &unverified.claims)?;
        Ok(session.with_payload(payload.clone()))
    }

    /// Verifies the header and the signature of a session token or a handshake token, and returns
    /// the payload, which is not read.
    pub(crate) async fn verify_signature(&self, token: &str) -> Result<String, VerifyError> {
        let token = Token::split(token)?;
        let header = token.header()?;
        self.keys.check_signature(token, &header, header.check_session()?).await?;
        token.payload()
    }

    /// Checks the claims of a token whose signature has been checked.
    fn session(&self, skew: Duration, claims: &Claims<'_>) -> Result<Session, VerifyError> {
        let session = Session::new(claims)?;
        claims.check(&self.rules, skew, self.now())?;
        Ok(session)
    }

    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// Shows no key.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// The parts of a token, decoded by the same rules as for its verification.
pub(crate) struct Decoded<'a> {
    token: Token<'a>,
    header: Header,
    payload: String,
}

/// A decoded token and its claims. They select what to do next, and prove nothing.
pub(crate) struct Unverified<'d> {
    decoded: &'d Decoded<'d>,
    claims: Claims<'d>,
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

impl<'d> Unverified<'d> {
    pub(crate) fn header(&self) -> &Header {
        &self.decoded.header
    }

    pub(crate) fn subject(&self) -> Option<Cow<'d, str>> {
        self.claims.sub.and_then(text)
    }

    pub(crate) fn issuer(&self) -> Option<Cow<'d, str>> {
        self.claims.iss.and_then(text)
    }

    /// Returns when the token was issued, in seconds.
    pub(crate) fn issued_at(&self) -> Option<i64> {
        self.claims.iat.and_then(integer)
    }

    /// Returns when the token expires, in seconds.
    pub(crate) fn expires_at(&self) -> Option<i64> {
        self.claims.exp.and_then(integer)
    }

    /// Returns the ID of the session.
    pub(crate) fn session_id(&self) -> Option<String> {
        some_text(self.claims.sid).map(Into::into)
    }
}
