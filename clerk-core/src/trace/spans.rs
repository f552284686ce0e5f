//! A span for each call, one for each attempt, and events between attempts.
//!
//! Names and values follow OpenTelemetry's conventions for HTTP clients. Of all texts from the
//! caller and the server, only the error code and the trace ID are recorded. Numbers are `i64`,
//! because unsigned ones would reach OpenTelemetry as text.

use std::{borrow::Cow, time::Duration};

use bytes::Bytes;
use http::{Request, Response, StatusCode, Uri};
use tracing::{Instrument, Level, Span, debug, event, field::Empty, info_span, warn};

use crate::{
    error::{ApiProfile, Attempts, Error, Reading, StopReason, TransportErrorKind},
    metadata::Metadata,
    transport::RequestContext,
};

/// The target of all spans and events.
const TARGET: &str = "clerk_core";

/// The most recorded characters of an error code.
const CODE_CHARS: usize = 100;

/// A call, over all its attempts.
pub(crate) struct CallSpan(Span);

impl CallSpan {
    pub(crate) fn new(metadata: &'static Metadata, api: &ApiProfile) -> Self {
        Self(info_span!(
            target: TARGET,
            "call",
            otel.name = %metadata.label(),
            otel.kind = "internal",
            api.name = Some(&*api.name).filter(|name| !name.is_empty()),
            api.operation = metadata.operation,
            url.template = metadata.path,
            api.attempts = Empty,
            api.error_code = Empty,
            error.type = Empty,
            otel.status_code = Empty,
        ))
    }

    /// Runs `exchange` within the span.
    pub(crate) fn around<F: Future>(&self, exchange: F) -> impl Future<Output = F::Output> {
        exchange.instrument(self.0.clone())
    }

    /// Records the number of attempts. `None` means that the first one succeeded.
    pub(crate) fn attempted(&self, attempts: Option<&Attempts>) {
        if !self.0.is_disabled() {
            self.0.record("api.attempts", i64::from(attempts.map_or(1, Attempts::count)));
        }
    }

    /// Records the error of the call, in the span and as an event.
    pub(crate) fn failed(&self, error: Error) -> Error {
        if !self.0.is_disabled() {
            self.0.record("api.error_code", code(&error));
            record_failure(&self.0, &error_type(&error));
        }
        self.0.in_scope(|| failed(&error));
        error
    }
}

/// One request and its response.
pub(crate) struct AttemptSpan(Span);

impl AttemptSpan {
    pub(crate) fn new(request: &Request<Bytes>, context: &RequestContext) -> Self {
        let &RequestContext { metadata, attempt, .. } = context;
        let method = request.method().as_str();
        let template = metadata.map(|metadata| metadata.path);
        let space = if template.is_some() { " " } else { "" };
        Self(info_span!(
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
            api.trace_id = Empty,
            error.type = Empty,
            otel.status_code = Empty,
        ))
    }

    /// Runs `exchange` within the span.
    pub(crate) fn around<F: Future>(&self, exchange: F) -> impl Future<Output = F::Output> {
        exchange.instrument(self.0.clone())
    }

    /// Records a success, and ends the span.
    pub(crate) fn succeeded(self, response: &Response<Bytes>, reading: Reading<'_>) {
        if !self.0.is_disabled() {
            self.responded(response.status(), reading.trace_id(response.headers()).as_deref());
        }
    }

    /// Records a failure, and ends the span. Among the responses, only 4xx and 5xx count as
    /// failures.
    pub(crate) fn failed(self, error: &Error) {
        if self.0.is_disabled() {
            return;
        }
        let status = error.status();
        if let Some(status) = status {
            self.responded(status, error.trace_id());
        }
        if status.is_none_or(|status| status.is_client_error() || status.is_server_error()) {
            record_failure(&self.0, &error_type(error));
        }
    }

    fn responded(&self, status: StatusCode, trace_id: Option<&str>) {
        self.0.record("http.response.status_code", i64::from(status.as_u16()));
        self.0.record("api.trace_id", trace_id);
    }
}

/// Records that another attempt follows.
pub(crate) fn retrying(failure: &Error, wait: Duration) {
    debug!(target: TARGET, wait_ms = millis(wait), error.type = &*error_type(failure), "retrying");
}

/// Records that a 429 holds back the calls of its operation, or all calls with its credential.
pub(crate) fn pausing(wait: Duration, all_operations: bool) {
    let wait_ms = millis(wait);
    if all_operations {
        warn!(target: TARGET, wait_ms, "rate limited, so all calls with this credential pause");
    } else {
        warn!(target: TARGET, wait_ms, "rate limited, so calls of this operation pause");
    }
}

/// Records that a call waits because another one got a 429.
pub(crate) fn held_back(wait: Duration) {
    debug!(target: TARGET, wait_ms = millis(wait), "held back by a pause");
}

/// Writes the event of a failed call: at `DEBUG` for a 4xx, which programs handle.
fn failed(error: &Error) {
    let status = error.status().map(|status| i64::from(status.as_u16()));
    let attempts = match (error.attempts(), error) {
        (Some(attempts), _) => Some(i64::from(attempts.count())),
        // The first attempt succeeded.
        (None, Error::Decode(_)) => Some(1),
        (None, _) => None,
    };
    // An event's level must be a constant.
    macro_rules! failed {
        ($level:expr) => {
            event!(
                target: TARGET,
                $level,
                {
                    api.operation = error.operation(),
                    http.response.status_code = status,
                    api.error_code = code(error),
                    api.trace_id = error.trace_id(),
                    api.attempts = attempts,
                    api.stop_reason = error.attempts().and_then(stop_reason),
                    error.type = &*error_type(error),
                },
                "call failed"
            )
        };
    }
    match error {
        Error::Api(api) if api.status().is_client_error() => failed!(Level::DEBUG),
        _ => failed!(Level::WARN),
    }
}

/// Returns the start of the error code. The server decides its length.
fn code(error: &Error) -> Option<&str> {
    let code = error.code()?;
    let end = code.char_indices().nth(CODE_CHARS).map_or(code.len(), |(end, _)| end);
    code.get(..end)
}

/// Returns why there is no further attempt, unless the attempts themselves show it.
fn stop_reason(attempts: &Attempts) -> Option<&'static str> {
    match attempts.stop() {
        StopReason::Deadline => Some("deadline"),
        StopReason::Budget => Some("retry_budget"),
        StopReason::Final | StopReason::MaxAttempts => None,
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
