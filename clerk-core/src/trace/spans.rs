//! A span for each call, one for each attempt, and events for what happens between attempts.
//!
//! Names and values follow OpenTelemetry's conventions for HTTP clients. Of what a caller or a
//! server wrote, only the status and the trace ID are told. Numbers are `i64`: unsigned ones would
//! reach OpenTelemetry as text.

use std::{borrow::Cow, time::Duration};

use bytes::Bytes;
use http::{Request, Response, Uri};
use tracing::{Instrument, Span, debug, field::Empty, info_span, warn};

use crate::{
    ApiError, Attempts, Error, Metadata, RequestContext, Stop, TransportError, TransportErrorKind,
    error::trace_id,
};

/// What filters know these spans and events by.
const TARGET: &str = "clerk_sdk";

/// From a call to its value or error, over all attempts.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(crate) fn new(metadata: &'static Metadata) -> Self {
        Self(info_span!(
            target: TARGET,
            "call",
            otel.name = metadata.operation,
            otel.kind = "internal",
            clerk.operation = metadata.operation,
            url.template = metadata.path,
            clerk.attempts = Empty,
            error.type = Empty,
            otel.status_code = Empty,
        ))
    }

    /// `exchange`, with everything that happens in it below the span.
    pub(crate) fn around<F: Future>(&self, exchange: F) -> impl Future<Output = F::Output> {
        exchange.instrument(self.0.clone())
    }

    /// The attempts are over.
    pub(crate) fn tried(&self, answer: &Result<Response<Bytes>, Error>) {
        if !self.0.is_disabled() {
            let attempts = match answer {
                Ok(response) => Some(Attempts::of(response).map_or(1, |attempts| attempts.count())),
                Err(error) => error.attempts().map(Attempts::count),
            };
            self.0.record("clerk.attempts", attempts.map(i64::from));
        }
    }

    /// There is a value or an error.
    pub(crate) fn ended<T>(&self, outcome: Result<T, Error>) -> Result<T, Error> {
        outcome.inspect_err(|error| self.failed(error))
    }

    fn failed(&self, error: &Error) {
        if !self.0.is_disabled() {
            record_failure(&self.0, &error_type(error));
        }
    }
}

/// One request and its answer.
pub(crate) struct AttemptSpan {
    span: Span,
    metadata: Option<&'static Metadata>,
}

impl AttemptSpan {
    pub(crate) fn new(request: &Request<Bytes>, context: &RequestContext) -> Self {
        let RequestContext { metadata, attempt, .. } = *context;
        let method = request.method().as_str();
        let template = metadata.map(|metadata| metadata.path);
        let space = if template.is_some() { " " } else { "" };
        let span = info_span!(
            target: TARGET,
            "attempt",
            otel.name = format_args!("{method}{space}{}", template.unwrap_or_default()),
            otel.kind = "client",
            http.request.method = method,
            url.template = template,
            server.address = request.uri().host().map(|host| host.trim_matches(['[', ']'])),
            server.port = port(request.uri()),
            http.request.resend_count = (attempt > 1).then(|| i64::from(attempt) - 1),
            http.response.status_code = Empty,
            clerk.trace_id = Empty,
            error.type = Empty,
            otel.status_code = Empty,
        );
        Self { span, metadata }
    }

    /// `exchange`, with a record of what came of it. Where it is dropped there is none.
    pub(crate) async fn around(
        self,
        exchange: impl Future<Output = Result<Response<Bytes>, TransportError>>,
    ) -> Result<Response<Bytes>, TransportError> {
        let outcome = exchange.instrument(self.span.clone()).await;
        if !self.span.is_disabled() {
            match &outcome {
                Ok(response) => self.answered(response),
                Err(error) => record_failure(&self.span, kind_name(error.kind())),
            }
        }
        outcome
    }

    fn answered(&self, response: &Response<Bytes>) {
        let status = response.status();
        let is_error = status.is_client_error() || status.is_server_error();
        let trace_id = match self.metadata {
            // The body of an error may name it, too.
            Some(metadata) if is_error => {
                ApiError::new(metadata, response.clone()).trace_id().map(str::to_owned)
            }
            _ => trace_id(response.headers()),
        };
        self.span.record("http.response.status_code", i64::from(status.as_u16()));
        self.span.record("clerk.trace_id", trace_id);
        if is_error {
            record_failure(&self.span, status.as_str());
        }
    }
}

/// There will be another attempt.
pub(crate) fn retrying(failure: &Error, wait: Duration) {
    debug!(target: TARGET, wait_ms = millis(wait), error.type = &*error_type(failure), "retrying");
}

/// A 429 holds all calls of the client back.
pub(crate) fn pausing(wait: Duration) {
    warn!(target: TARGET, wait_ms = millis(wait), "rate limited, so all calls pause");
}

/// A call has to wait because another one was answered with 429.
pub(crate) fn held_back(wait: Duration) {
    debug!(target: TARGET, wait_ms = millis(wait), "held back by a pause");
}

/// There will be no further attempt, for a reason that the attempts themselves do not show.
pub(crate) fn stopping(stop: Stop, attempts: u32) {
    let attempts = i64::from(attempts);
    match stop {
        Stop::Deadline => {
            warn!(target: TARGET, attempts, "giving up: the wait would pass the call's deadline");
        }
        Stop::Budget => {
            warn!(target: TARGET, attempts, "giving up: the retry budget is used up");
        }
        Stop::Final | Stop::Attempts => {}
    }
}

fn record_failure(span: &Span, error_type: &str) {
    span.record("error.type", error_type).record("otel.status_code", "ERROR");
}

fn error_type(error: &Error) -> Cow<'static, str> {
    match error {
        Error::Config(_) => "config".into(),
        Error::Encode(_) => "encode".into(),
        Error::Transport(error) => kind_name(error.kind()).into(),
        Error::Api(error) => error.status().as_str().to_owned().into(),
        Error::Decode(_) => "decode".into(),
    }
}

fn kind_name(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Request => "request",
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Throttled { .. } => "throttled",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Interrupted => "interrupted",
        TransportErrorKind::Protocol => "protocol",
        TransportErrorKind::HeadTooLarge => "head_too_large",
        TransportErrorKind::BodyTooLarge { .. } => "body_too_large",
        TransportErrorKind::Other => "_OTHER",
    }
}

fn port(uri: &Uri) -> Option<i64> {
    uri.port_u16().map(i64::from).or_else(|| match uri.scheme_str()? {
        "https" => Some(443),
        "http" => Some(80),
        _ => None,
    })
}

fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
}
