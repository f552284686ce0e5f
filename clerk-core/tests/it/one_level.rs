//! The rule for the texts of errors: `Display` prints one level, and `source` has the next. So a
//! program that prints the chain of an error prints nothing twice.

use std::{error::Error, iter};

/// Checks the rule for an error and all its causes.
pub fn check(error: &(dyn Error + 'static)) {
    for error in iter::successors(Some(error), |&error| error.source()) {
        let Some(cause) = error.source() else { continue };
        let (text, cause) = (error.to_string(), cause.to_string());
        assert!(!text.contains(&cause), "printed twice: {text:?} and its cause {cause:?}");
    }
}

/// Prints an error with all its causes, as programs do.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let chain = iter::successors(Some(error), |&error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
