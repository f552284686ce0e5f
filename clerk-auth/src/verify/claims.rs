//! The claims of a token, and the rules that they must keep.

use std::{borrow::Cow, time::Duration};

use clerk_core::Timestamp;
use serde_json::value::RawValue;

use super::{
    raw::{integer, object, raw_object, some_text, text, texts},
    token::invalid,
};
use crate::{error::VerifyError, reason::Reason};

raw_object! {
    /// The claims that are read.
    Claims {
        sub sid aud azp iss exp nbf iat
        v sts fva act fea pla o
        org_id org_role org_slug org_permissions
    }
}

/// The rules for claims that the caller sets.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// Empty: the audience is not checked.
    pub(crate) audiences: Vec<String>,
    /// Empty: the authorized party is not checked.
    pub(crate) parties: Vec<String>,
    /// Whether a token without `azp` passes.
    pub(crate) absent_party: bool,
    /// Empty: the issuer is not checked.
    pub(crate) issuers: Vec<String>,
    pub(crate) clock_skew: Duration,
}

impl<'a> Claims<'a> {
    /// Reads the payload, which is a JSON object.
    pub(crate) fn read(payload: &'a str) -> Result<Self, VerifyError> {
        object(payload)
            .ok_or_else(|| invalid("the payload is not a JSON object, or has a duplicate claim"))
    }

    /// Returns the subject, which must not be empty.
    pub(crate) fn subject(&self) -> Result<Cow<'a, str>, VerifyError> {
        some_text(self.sub).ok_or_else(|| failed("sub"))
    }

    /// Returns subject and session ID of a session token.
    pub(crate) fn session(&self) -> Result<(Cow<'a, str>, Cow<'a, str>), VerifyError> {
        let subject = self.subject()?;
        let mismatch = || VerifyError::new(Reason::TokenTypeMismatch);
        if subject.starts_with("mch_") {
            return Err(mismatch().with_claim("sub").problem("the token is of a machine"));
        }
        let session = some_text(self.sid).ok_or_else(|| {
            mismatch()
                .with_claim("sid")
                .problem("the token has no session ID, so it is of a template")
        })?;
        Ok((subject, session))
    }

    /// Checks the audience, the authorized party, the issuer, and the times, in this order.
    pub(super) fn check(
        &self,
        rules: &Rules,
        skew: Duration,
        now: Timestamp,
    ) -> Result<(), VerifyError> {
        self.check_audience(rules)?;
        self.check_party(rules)?;
        self.check_issuer(rules)?;
        self.check_times(skew, now)
    }

    pub(crate) fn check_audience(&self, rules: &Rules) -> Result<(), VerifyError> {
        let wanted = |audience: &Cow<'_, str>| rules.audiences.iter().any(|it| *it == **audience);
        let found = match self.aud {
            _ if rules.audiences.is_empty() => true,
            Some(raw) => match text(raw) {
                Some(audience) => wanted(&audience),
                None => texts(raw).is_some_and(|audiences| audiences.iter().any(wanted)),
            },
            None => false,
        };
        if found {
            return Ok(());
        }
        let error = failed("aud").problem("the token is for another audience");
        Err(mismatch(error, self.aud, &rules.audiences))
    }

    fn check_party(&self, rules: &Rules) -> Result<(), VerifyError> {
        let passes = match self.azp {
            _ if rules.parties.is_empty() => true,
            Some(party) => is_one_of(party, &rules.parties),
            None => rules.absent_party,
        };
        if passes {
            return Ok(());
        }
        let error = VerifyError::new(Reason::TokenInvalidAuthorizedParties).with_claim("azp");
        let error = match self.azp {
            Some(_) => error,
            None => error.problem("the token has no origin"),
        };
        Err(mismatch(error, self.azp, &rules.parties))
    }

    fn check_issuer(&self, rules: &Rules) -> Result<(), VerifyError> {
        if rules.issuers.is_empty() || self.iss.is_some_and(|iss| is_one_of(iss, &rules.issuers)) {
            return Ok(());
        }
        let error = VerifyError::new(Reason::TokenInvalidIssuer).with_claim("iss");
        Err(mismatch(error, self.iss, &rules.issuers))
    }

    /// Checks `exp`, `nbf`, and `iat`, in this order.
    pub(crate) fn check_times(&self, skew: Duration, now: Timestamp) -> Result<(), VerifyError> {
        let skew = i64::try_from(skew.as_millis()).unwrap_or(i64::MAX);
        let now = now.as_unix_millis();
        let refuse = |reason, claim, difference: i64| {
            Err(VerifyError::new(reason)
                .with_claim(claim)
                .with_clock_difference(Duration::from_millis(difference.unsigned_abs())))
        };

        let expires = time(self.exp, "exp")?.ok_or_else(|| failed("exp"))?;
        if expires <= now.saturating_sub(skew) {
            return refuse(Reason::TokenExpired, "exp", now.saturating_sub(expires));
        }
        for (claim, name, reason) in [
            (self.nbf, "nbf", Reason::TokenNotActiveYet),
            (self.iat, "iat", Reason::TokenIatInTheFuture),
        ] {
            match time(claim, name)? {
                Some(time) if time > now.saturating_add(skew) => {
                    return refuse(reason, name, time.saturating_sub(now));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn is_one_of(found: &RawValue, expected: &[String]) -> bool {
    text(found).is_some_and(|found| expected.iter().any(|it| *it == *found))
}

#[cold]
fn failed(claim: &'static str) -> VerifyError {
    VerifyError::new(Reason::TokenVerificationFailed).with_claim(claim)
}

/// Adds both values. These claims name origins and services, so they are harmless.
#[cold]
fn mismatch(error: VerifyError, found: Option<&RawValue>, expected: &[String]) -> VerifyError {
    let error = match found.map(|raw| text(raw).unwrap_or(Cow::Borrowed(raw.get()))) {
        Some(found) => error.with_found(&found),
        None => error,
    };
    error.with_expected(expected.join(", "))
}

/// Reads a time in seconds as milliseconds, or fails if it is present and not a number.
fn time(raw: Option<&RawValue>, claim: &'static str) -> Result<Option<i64>, VerifyError> {
    let Some(raw) = raw else { return Ok(None) };
    let seconds = integer(raw).ok_or_else(|| failed(claim).problem("the claim is not a number"))?;
    Ok(Some(seconds.saturating_mul(1000)))
}
