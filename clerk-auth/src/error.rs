//! The error of a token that is not accepted.

use std::{error::Error as StdError, fmt, iter, sync::Arc, time::Duration};

use clerk_core::{error::Error, http::StatusCode};

use crate::reason::Reason;

/// A token that is not accepted, or that cannot be verified because of an outage.
///
/// `Display` is one line: the reason, the claim or header param with its value and the expected
/// one, and for times the difference to this machine's clock. Neither `Display` nor `Debug` shows
/// the token or a key.
#[derive(Clone)]
pub struct VerifyError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    reason: Reason,
    problem: Option<&'static str>,
    claim: Option<&'static str>,
    found: Option<String>,
    expected: Option<String>,
    clock_difference: Option<Duration>,
    source: Option<Arc<Error>>,
}

/// The longest value of a token that an error keeps, in bytes.
const MAX_SHOWN: usize = 100;

impl VerifyError {
    pub(crate) fn new(reason: Reason) -> Self {
        Self(Box::new(Inner {
            reason,
            problem: None,
            claim: None,
            found: None,
            expected: None,
            clock_difference: None,
            source: None,
        }))
    }

    pub(crate) fn with_reason(mut self, reason: Reason) -> Self {
        self.0.reason = reason;
        self
    }

    /// Says what is wrong, in words that complete a line.
    pub(crate) fn problem(mut self, problem: &'static str) -> Self {
        self.0.problem = Some(problem);
        self
    }

    /// Names the claim or the header param.
    pub(crate) fn with_claim(mut self, claim: &'static str) -> Self {
        self.0.claim = Some(claim);
        self
    }

    /// Adds the value in the token, cut to a harmless length.
    pub(crate) fn with_found(mut self, found: &str) -> Self {
        let cut = found.char_indices().map(|(at, _)| at).find(|&at| at >= MAX_SHOWN);
        let shown = cut.and_then(|at| found.get(..at)).unwrap_or(found);
        self.0.found = Some(shown.to_owned());
        self
    }

    pub(crate) fn with_expected(mut self, expected: impl Into<String>) -> Self {
        self.0.expected = Some(expected.into());
        self
    }

    pub(crate) fn with_clock_difference(mut self, difference: Duration) -> Self {
        self.0.clock_difference = Some(difference);
        self
    }

    pub(crate) fn with_source(mut self, source: Arc<Error>) -> Self {
        self.0.source = Some(source);
        self
    }

    /// Returns the reason.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// Returns the name of the claim, or of the header param, that is missing or wrong.
    #[must_use]
    pub fn claim(&self) -> Option<&'static str> {
        self.0.claim
    }

    /// Returns the value in the token, if it is harmless. At most 100 bytes of it are kept.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.0.found.as_deref()
    }

    /// Returns the expected value, or several, separated by commas.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// Returns the time between the claim and this machine's clock, if the reason is a time: how
    /// long ago the token expired, or how long until it is valid.
    #[must_use]
    pub fn clock_difference(&self) -> Option<Duration> {
        self.0.clock_difference
    }

    /// Returns the status of a response that refuses the request: 503 if the keys are unavailable,
    /// or else 401.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.reason.status()
    }

    /// Returns the failed call, if the keys are unavailable.
    #[must_use]
    pub fn api_error(&self) -> Option<&Error> {
        self.0.source.as_deref()
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let problem = inner.problem.unwrap_or_else(|| inner.reason.meaning());
        write!(f, "{}: {problem}", inner.reason)?;
        if let Some(claim) = inner.claim {
            write!(f, "; `{claim}`")?;
            match (&inner.found, inner.clock_difference) {
                (_, Some(difference)) => {
                    let side = if claim == "exp" { "behind" } else { "ahead of" };
                    write!(f, " is {} s {side} this clock", difference.as_secs_f64())?;
                }
                (Some(found), None) => write!(f, " is {found:?}")?,
                (None, None) => {}
            }
            if let Some(expected) = &inner.expected {
                write!(f, ", expected {expected}")?;
            }
        }
        Ok(())
    }
}

/// Shows the message and its causes.
impl fmt::Debug for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        for cause in iter::successors(self.source(), |&cause| cause.source()) {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl StdError for VerifyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
