//! A call that is about to be sent.

use std::time::Duration;

use super::{CredentialHeader, RetryPolicy};
use crate::{
    error::{ApiError, Deadline, Error, Reading, TransportError, TransportErrorKind},
    metadata::Metadata,
    transport::{HttpTransport, Outcome, RequestContext},
};

/// The limits of one call.
#[derive(Clone, Copy)]
pub(crate) struct CallLimits {
    /// For the call, over all attempts and the waits between them.
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) max_response_bytes: u64,
    /// Replaces the client's policy.
    pub(crate) policy: Option<RetryPolicy>,
    /// Whether the caller marked the call as safe to repeat.
    pub(crate) idempotent: bool,
    /// Whether the caller blocks its thread until the call is finished.
    pub(crate) blocking: bool,
}

/// The parts that all attempts of a call share, other than the request.
pub(crate) struct Outgoing<'a> {
    pub(crate) transport: &'a dyn HttpTransport,
    pub(crate) metadata: &'static Metadata,
    /// The credential that is sent.
    pub(crate) credential: Option<CredentialHeader<'a>>,
    pub(crate) limits: &'a CallLimits,
    pub(crate) reading: Reading<'a>,
}

impl Outgoing<'_> {
    /// Returns whether the call is safe to repeat.
    pub(super) fn is_idempotent(&self) -> bool {
        let Self { metadata, limits, .. } = self;
        limits.idempotent || metadata.idempotent || metadata.method.is_idempotent()
    }

    /// Returns the context of an attempt and its deadline. `left` is the time until the call's
    /// deadline.
    pub(super) fn context(&self, attempt: u32, left: Duration) -> (RequestContext, Deadline) {
        let limits = self.limits;
        let context = RequestContext {
            metadata: Some(self.metadata),
            timeout: Some(limits.attempt_timeout.min(left)),
            time_left: Some(left),
            connect_timeout: limits.connect_timeout,
            max_response_bytes: Some(limits.max_response_bytes),
            attempt,
            blocking: limits.blocking,
        };
        let deadline = if limits.attempt_timeout < left {
            Deadline::Attempt(limits.attempt_timeout)
        } else {
            Deadline::Call(limits.timeout)
        };
        (context, deadline)
    }

    /// Returns the error of a failed attempt. Only the beginning of a body is kept, unless the
    /// attempt is the last one.
    pub(super) fn error(
        &self,
        failure: Outcome,
        deadline: Deadline,
        left: Duration,
        is_last: bool,
    ) -> Error {
        let &Self { metadata, reading, .. } = self;
        match failure {
            Ok(response) if is_last => ApiError::read(metadata, response, reading).into(),
            Ok(response) => ApiError::read_earlier(metadata, response, reading).into(),
            Err(error) => {
                let error = self.name_deadline(error, deadline, left);
                error.with_call(metadata, &reading.secrets()).into()
            }
        }
    }

    /// Adds which of the two deadlines passed. The transport knows only one.
    fn name_deadline(
        &self,
        error: TransportError,
        attempt: Deadline,
        left: Duration,
    ) -> TransportError {
        if error.kind() != TransportErrorKind::Timeout || error.deadline().is_some() {
            return error;
        }
        // Middleware may have used up most of the time before the attempt began.
        let call = Deadline::Call(self.limits.timeout);
        error.with_deadline(if left.is_zero() { call } else { attempt })
    }

    /// Returns the error of a call that would have to wait past its deadline.
    pub(super) fn throttled(&self, retry_after: Duration) -> Error {
        let error = TransportError::new(TransportErrorKind::Throttled { retry_after });
        error.with_call(self.metadata, &self.reading.secrets()).into()
    }
}
