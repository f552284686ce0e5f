//! Verification of the tokens that a handshake brings.

use std::time::Duration;

use serde_json::Value;

use crate::{
    authenticator::Authenticator,
    claims::Rules,
    error::VerifyError,
    session::Session,
    token::{Token, invalid},
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Authenticator {
    /// Verifies a session token whose times may be off by a day.
    pub(super) async fn verify_within_a_day(&self, token: &str) -> Result<Session, VerifyError> {
        let rules = Rules { clock_skew: DAY, ..self.rules().clone() };
        self.verify_by(&rules, token).await
    }

    /// Verifies header and signature of a handshake token, which has no claims but its payload, and
    /// returns that.
    pub(super) async fn verify_handshake(&self, token: &str) -> Result<Value, VerifyError> {
        let token = Token::split(token)?;
        let header = token.header()?;
        let algorithm = header.check_session()?;
        self.check_signature(token, &header, algorithm).await?;
        let payload = token.payload()?;
        serde_json::from_str(&payload).map_err(|_| invalid("the payload is not a JSON object"))
    }
}
