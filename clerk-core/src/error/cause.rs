//! The causes of a failed exchange.

use std::{error::Error as StdError, fmt, iter};

use crate::redact::Secrets;

/// The most bytes that are kept of the text of a cause.
const MAX_TEXT: usize = 1024;

/// The text of an error that quotes a secret, without it.
#[derive(Debug)]
pub(super) struct Cause {
    text: String,
    source: Option<Box<Cause>>,
}

type BoxError = Box<dyn StdError + Send + Sync>;

impl Cause {
    /// Returns `error` itself, so that a program can downcast it, unless it or one of its causes
    /// shows a secret or is long.
    pub(super) fn redacted(error: BoxError, secrets: &Secrets) -> BoxError {
        let shows_secret = |text: &str| secrets.redact(text) != text;
        let first: &(dyn StdError + 'static) = &*error;
        let chain = || iter::successors(Some(first), |&cause| cause.source());
        let is_fine = |cause: &(dyn StdError + 'static)| {
            let text = cause.to_string();
            text.len() <= MAX_TEXT && !shows_secret(&text) && !shows_secret(&format!("{cause:?}"))
        };
        if chain().all(is_fine) {
            return error;
        }
        let texts: Vec<String> =
            chain().map(|cause| secrets.line(&cause.to_string(), MAX_TEXT)).collect();
        let whole = texts
            .into_iter()
            .rev()
            .fold(None, |source, text| Some(Box::new(Self { text, source })));
        match whole {
            Some(cause) => cause,
            None => error,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
