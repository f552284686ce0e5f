//! Verification of machine tokens: opaque ones by Clerk, signed ones here.

use clerk_api::{
    api_keys::VerifyApiKey, m2m_tokens::VerifyM2mToken, oauth_applications::VerifyOAuthAccessToken,
};
use clerk_core::{
    Json,
    client::{Call, Client, Credential},
    error::{ApiErrorKind, Error},
};
use serde::Deserialize;
use serde_json::{Map, Value, value::RawValue};

use super::{cache::Cache, kinds::TokenKind, token::MachineToken};
use crate::{
    calls::once,
    error::VerifyError,
    reason::Reason,
    verify::{
        Verifier,
        claims::{Claims, Rules},
        token::{Category, Token, Type, invalid},
    },
};

/// The members of Clerk's response that decide about a token. The models of `clerk-api` need
/// further members, and nobody should be locked out because one of those is missing.
#[derive(Deserialize)]
struct Verified {
    id: Option<String>,
    subject: Option<String>,
    scopes: Option<Vec<String>>,
    claims: Option<Json>,
    client_id: Option<String>,
    aud: Option<Box<RawValue>>,
    /// `false` if the token is not valid. Absent otherwise.
    active: Option<bool>,
    revoked: Option<bool>,
    expired: Option<bool>,
}

/// Verifies the tokens of machines.
#[derive(Debug)]
pub(crate) struct Machines {
    pub(crate) client: Option<Client>,
    /// The credential for M2M tokens. Default: the client's.
    pub(crate) credential: Option<Credential>,
    pub(crate) cache: Option<Cache>,
}

impl Machines {
    /// Verifies a token of a known kind.
    pub(crate) async fn verify(
        &self,
        verifier: &Verifier,
        token: &str,
        kind: TokenKind,
    ) -> Result<MachineToken, VerifyError> {
        if TokenKind::of_opaque(token).is_none() {
            return verify_jwt(verifier, token, kind).await.map_err(|error| match error.reason() {
                reason if reason.is_outage() || *reason == Reason::TokenInvalid => error,
                _ => error.with_reason(Reason::TokenVerificationFailed),
            });
        }
        if let Some(known) = self.cache.as_ref().and_then(|cache| cache.get(token)) {
            return Ok(known);
        }
        let Some(client) = &self.client else {
            return Err(unexpected("no client is set, so no machine token can be verified"));
        };
        let response = self.ask(client, token, kind).await.map_err(|error| refused(&error))?;
        let verified = response.check(kind, &verifier.rules)?;
        if let Some(cache) = &self.cache {
            cache.keep(token, &verified);
        }
        Ok(verified)
    }

    async fn ask(&self, client: &Client, token: &str, kind: TokenKind) -> Result<Verified, Error> {
        let call: Call<Verified> = match kind {
            TokenKind::ApiKey => client.send(VerifyApiKey::new(token)).json(),
            TokenKind::OAuth => {
                client.send(VerifyOAuthAccessToken::new().access_token(token)).json()
            }
            TokenKind::M2m | TokenKind::Session => {
                let call = client.send(VerifyM2mToken::new(token)).json();
                match &self.credential {
                    Some(credential) => call.credential(credential),
                    None => call,
                }
            }
        };
        once(call).await
    }
}

impl Verified {
    /// Only a token that Clerk clearly calls neither revoked nor expired is valid.
    fn check(self, kind: TokenKind, rules: &Rules) -> Result<MachineToken, VerifyError> {
        if self.active == Some(false) || self.revoked == Some(true) || self.expired == Some(true) {
            return Err(invalid("the token was revoked, or has expired"));
        }
        let subject = self.subject.filter(|subject| !subject.is_empty());
        let (Some(subject), Some(false), Some(false)) = (subject, self.revoked, self.expired)
        else {
            return Err(unexpected("the response does not say whether the token is valid"));
        };
        Claims { aud: self.aud.as_deref(), ..Claims::default() }.check_audience(rules)?;
        Ok(MachineToken {
            kind,
            id: self.id.unwrap_or_default(),
            subject,
            scopes: self.scopes.unwrap_or_default(),
            claims: self.claims,
            client_id: self.client_id,
        })
    }
}

/// The response may quote the token, so its text is not kept.
fn refused(error: &Error) -> VerifyError {
    match error.kind() {
        Some(ApiErrorKind::Unauthorized) => VerifyError::new(Reason::SecretKeyInvalid),
        Some(ApiErrorKind::NotFound) => invalid("Clerk does not know the token"),
        Some(_) => unexpected("Clerk's response is an error"),
        None if error.transport().is_some() => unexpected("Clerk cannot be reached"),
        None => unexpected("Clerk's response cannot be read"),
    }
}

fn unexpected(problem: &'static str) -> VerifyError {
    VerifyError::new(Reason::UnexpectedError).problem(problem)
}

/// Verifies a signed token. Only a class of another kind is `token-invalid`.
async fn verify_jwt(
    verifier: &Verifier,
    token: &str,
    kind: TokenKind,
) -> Result<MachineToken, VerifyError> {
    let failed = |problem| VerifyError::new(Reason::TokenVerificationFailed).problem(problem);
    let malformed = |error: VerifyError| error.with_reason(Reason::TokenVerificationFailed);
    let token = Token::split(token).map_err(malformed)?;
    let header = token.header().map_err(malformed)?;
    header.refuse_critical().map_err(malformed)?;
    let algorithm = match kind {
        TokenKind::OAuth if header.typ != Type::AccessToken => {
            return Err(failed("the token is not an OAuth access token").with_claim("typ"));
        }
        TokenKind::OAuth => header.algorithm(),
        _ => match header.category {
            Category::Absent | Category::M2m | Category::Neutral => {
                header.jwt_algorithm().map_err(malformed)
            }
            _ => return Err(invalid("the token is not of a machine").with_claim("cat")),
        },
    }?;
    verifier.keys.check_signature(token, &header, algorithm).await?;
    let payload = token.payload().map_err(malformed)?;
    let claims = Claims::read(&payload).map_err(malformed)?;
    claims.subject()?;
    claims.check_audience(&verifier.rules)?;
    claims.check_times(verifier.rules.clock_skew, verifier.now())?;
    let members: Map<String, Value> =
        serde_json::from_str(&payload).map_err(|_| failed("the payload cannot be read"))?;
    MachineToken::from_claims(kind, &members).ok_or_else(|| failed("the token has no subject"))
}
