//! The classes of outcomes, which determine whether a retry follows.

use http::{Response, StatusCode};

use super::{Outgoing, RetryPolicy};
use crate::{
    error::{Error, TransportErrorKind},
    transport::Outcome,
};

/// The class of an attempt's outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Success,
    /// A retry is not safe or does not help.
    Final,
    /// A retry is safe and may help.
    Transient,
    /// The server asks for a pause. It has not carried out the call.
    RateLimited,
}

impl Class {
    pub(super) fn is_retried(self) -> bool {
        matches!(self, Self::Transient | Self::RateLimited)
    }
}

pub(super) fn classify(outcome: &Outcome, call: &Outgoing<'_>, policy: &RetryPolicy) -> Class {
    use TransportErrorKind::{Connect, Interrupted, Timeout};

    let is_transient = match outcome.as_ref().map(Response::status) {
        Ok(status) if call.metadata.is_success(status) => return Class::Success,
        Ok(StatusCode::TOO_MANY_REQUESTS) => return Class::RateLimited,
        Ok(status) => policy.retries(status.as_u16()) && call.is_idempotent(),
        Err(error) => match error.kind() {
            Connect => true,
            Timeout | Interrupted => call.is_idempotent(),
            _ => false,
        },
    };
    if is_transient { Class::Transient } else { Class::Final }
}

/// Returns whether a response deposits a token in the retry budget: it shows that the server works.
pub(super) fn is_deposit(outcome: &Outcome) -> bool {
    let status = outcome.as_ref().map(Response::status);
    status.is_ok_and(|status| !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS)
}

/// Returns whether this error may be due to an earlier attempt that succeeded.
pub(super) fn earlier_may_have_succeeded(
    error: &Error,
    earlier: &[Error],
    call: &Outgoing<'_>,
) -> bool {
    let may_have_succeeded = |error: &Error| match error {
        Error::Transport(error) => !error.kind().is_unsent(),
        error => error.status().is_some_and(|status| status.is_server_error()),
    };
    let is_suspect =
        |status: StatusCode| matches!(status.as_u16(), 400 | 404 | 409 | 410 | 412 | 422);
    error.status().is_some_and(is_suspect)
        && !call.metadata.method.is_safe()
        && earlier.iter().any(may_have_succeeded)
}
