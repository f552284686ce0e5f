//! Invalid settings of a client.

use std::{borrow::Cow, error::Error as StdError, fmt};

use super::shown;

/// An invalid or missing setting of a client. It never shows a credential.
pub struct ConfigError {
    setting: &'static str,
    problem: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl ConfigError {
    /// Creates an error for `setting`. `problem` completes the sentence that begins with its name,
    /// as in "the base URL has no host", and contains no secret.
    pub fn new(setting: &'static str, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { setting, problem: problem.into(), source: None }
    }

    /// Adds the cause. Its text is shown, so it must hold no secret.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns the name of the setting, in words.
    #[must_use]
    pub fn setting(&self) -> &'static str {
        self.setting
    }

    /// Returns what is wrong with the setting.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::line(f, &|f| write!(f, "the {} {}", self.setting, self.problem))
    }
}

/// Shows the message and its causes, then the fields.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown::debug(f, self, &|f| {
            f.debug_struct("ConfigError")
                .field("setting", &self.setting)
                .field("problem", &self.problem)
                .field("source", &self.source)
                .finish()
        })
    }
}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
