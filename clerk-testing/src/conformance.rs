//! A suite that checks the contract of [`HttpTransport`] on any transport.
//!
//! ```no_run
//! # use clerk_core::{
//! #     Bytes, http,
//! #     transport::{HttpTransport, RequestContext, TransportError, TransportSettings, async_trait},
//! # };
//! # #[derive(Debug)]
//! # struct MyTransport;
//! # impl MyTransport {
//! #     fn new(_: &TransportSettings) -> Result<Self, std::io::Error> { Ok(Self) }
//! # }
//! # #[async_trait]
//! # impl HttpTransport for MyTransport {
//! #     async fn send(&self, _: http::Request<Bytes>, _: &RequestContext)
//! #         -> Result<http::Response<Bytes>, TransportError> { Ok(http::Response::default()) }
//! # }
//! # async fn conforms() {
//! clerk_testing::conformance::check(MyTransport::new).await;
//! # }
//! ```
//!
//! The suite starts its own servers on loopback sockets, over HTTP/1.1 and over TLS with HTTP/2.
//! Some of them misbehave. It runs on any executor and takes a few seconds.
//!
//! # Headers that a transport may add
//! `Host`, `Content-Length`, `Connection`, and those that HTTP/2 and proxies require. Like the
//! client's requests, the suite's always have a `User-Agent`, an `Accept` and, with a body, a
//! `Content-Type`. The suite does not check what a transport does if they are missing.

use std::fmt;

use clerk_core::transport::{HttpTransport, TransportSettings};

use self::harness::Harness;

mod connections;
mod failures;
mod harness;
mod heads;
mod http2;
mod limits;
mod proxies;
mod received;
mod requests;
mod responses;
mod runtimes;
mod secure;
mod server;
mod tls;

/// Checks all behaviors on transports that `make` creates.
///
/// # Panics
/// Panics with the [`Report`] if a check fails.
pub async fn check<T, E>(make: impl Fn(&TransportSettings) -> Result<T, E> + Send + Sync + 'static)
where
    T: HttpTransport,
    E: fmt::Display,
{
    Conformance::new(make).run().await.assert();
}

/// The suite for one type of transport.
#[derive(Debug)]
pub struct Conformance {
    harness: Harness,
    unsupported: Vec<Capability>,
}

/// A capability that a transport may leave unsupported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Capability {
    /// TLS.
    Tls,
    /// [`TransportSettings::root_certificates`]. Without it, the suite's servers are not trusted.
    RootCertificates,
    /// HTTP/2, negotiated in the TLS handshake.
    Http2,
    /// [`TransportSettings::proxy`].
    Proxy,
    /// [`TransportSettings::connect_timeout`].
    ConnectTimeout,
    /// [`RequestContext::connect_timeout`](clerk_core::transport::RequestContext::connect_timeout), which
    /// replaces the setting for one call.
    ConnectTimeoutPerCall,
    /// [`TransportError::received`](clerk_core::transport::TransportError::received).
    Received,
    /// [`RequestContext::blocking`](clerk_core::transport::RequestContext::blocking) in a tokio
    /// runtime.
    Blocking,
    /// Calls from several tokio runtimes.
    Runtimes,
    /// Another connection after an attempt over HTTP/2 timed out.
    SilentHttp2,
    /// [`TransportSettings::max_connection_age`].
    MaxConnectionAge,
}

impl Conformance {
    /// Creates a suite that checks all behaviors. It calls `make` at least once for each.
    pub fn new<T, E>(
        make: impl Fn(&TransportSettings) -> Result<T, E> + Send + Sync + 'static,
    ) -> Self
    where
        T: HttpTransport,
        E: fmt::Display,
    {
        Self { harness: Harness::new(make), unsupported: Vec::new() }
    }

    /// Skips the behaviors that need `capability`. The report lists them.
    #[must_use]
    pub fn unsupported(mut self, capability: Capability) -> Self {
        self.unsupported.push(capability);
        self
    }

    /// Runs all checks, one after another.
    pub async fn run(self) -> Report {
        let mut report = Report::default();
        for behavior in behaviors() {
            if let Some(&capability) =
                behavior.needs.iter().find(|need| self.unsupported.contains(need))
            {
                report.skipped.push((behavior.name, capability));
                continue;
            }
            report.checked += 1;
            let outcome = self.harness.within((behavior.check)(&self.harness)).await;
            if let Err(problem) = outcome.and_then(|outcome| outcome) {
                report.failures.push((behavior.name, problem.to_string()));
            }
        }
        report
    }
}

/// The result of a run. `Display` lists every failure.
#[derive(Clone, Debug, Default)]
#[must_use = "a report may hold failures"]
pub struct Report {
    checked: usize,
    failures: Vec<(&'static str, String)>,
    skipped: Vec<(&'static str, Capability)>,
}

impl Report {
    /// Returns whether all checks passed.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }

    /// Returns the name and the problem of each behavior whose check failed.
    pub fn failures(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.failures.iter().map(|(name, problem)| (*name, problem.as_str()))
    }

    /// Asserts that all checks passed.
    ///
    /// # Panics
    /// Panics with the whole report if a check failed.
    #[track_caller]
    #[allow(clippy::panic, reason = "an assertion panics")]
    pub fn assert(&self) {
        if !self.is_ok() {
            panic!("{self}");
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.checked.saturating_sub(self.failures.len());
        writeln!(f, "{passed} of {} checks passed", self.checked)?;
        for (name, problem) in &self.failures {
            writeln!(f, "- failed: {name}\n    {problem}")?;
        }
        for (name, capability) in &self.skipped {
            writeln!(f, "- skipped, {capability:?} is unsupported: {name}")?;
        }
        Ok(())
    }
}

struct Behavior {
    name: &'static str,
    needs: &'static [Capability],
    check: for<'a> fn(&'a Harness) -> harness::CheckFuture<'a>,
}

/// Lists behaviors: the name in the report, the capabilities needed, and the check.
macro_rules! behaviors {
    ($( $name:literal $([$($need:ident),+])? => $check:path, )+) => {
        &[$( Behavior {
            name: $name,
            needs: &[$($(Capability::$need),+)?],
            check: |harness| Box::pin($check(harness)),
        } ),+]
    };
}

fn behaviors() -> &'static [Behavior] {
    behaviors![
        "sends every method unchanged" => requests::methods,
        "sends path and query unchanged" => requests::targets,
        "rejects a dot segment or sends it unchanged" => requests::dot_segments,
        "sends the given headers and no others" => requests::headers,
        "rejects a non-ASCII header value or sends it unchanged" => requests::header_bytes,
        "sends Content-Length: 0 with a POST, PUT, or PATCH without a body" =>
            requests::zero_length,
        "adds no body to a GET or DELETE" => requests::no_added_body,
        "sends a binary body" => requests::binary_body,
        "sends a large body without Expect: 100-continue" => requests::large_body,

        "returns a response of any status" => responses::statuses,
        "does not follow redirects" => responses::redirects,
        "keeps repeated headers in order" => responses::repeated_headers,
        "skips informational responses" => responses::informational,
        "reads a binary body" => responses::binary_body,
        "reads a large body with a Content-Length" => responses::large_body,
        "reads a large chunked body" => responses::large_chunked_body,
        "reads a body that ends when the connection closes" => responses::body_until_close,
        "does not decompress a body" => responses::compressed,
        "stores no cookies" => responses::cookies,

        "times out before the response" => limits::timeout_before_response,
        "times out within the body" => limits::timeout_within_body,
        "accepts the longest durations" => limits::longest_durations,
        "accepts the longest connect timeout of a call" [ConnectTimeout, ConnectTimeoutPerCall] =>
            limits::longest_connect_timeout_of_a_call,
        "rejects a body whose Content-Length is over the limit" => limits::announced_size,
        "rejects a body that grows over the limit" => limits::actual_size,
        "accepts a body of exactly the limit" => limits::exact_size,
        "rejects endless headers" => heads::too_many_headers,
        "rejects an endless header value" => heads::too_large_headers,
        "stops reading endless informational responses" => heads::informational_flood,

        "reports a refused connection" => failures::refused,
        "reports an unknown host" => failures::unresolvable,
        "reports a connection closed before the response" => failures::closed,
        "reports a body shorter than its Content-Length" => failures::short_body,
        "reports a chunked body without its last chunk" => failures::missing_last_chunk,
        "reports a response that is not HTTP" => failures::not_http,
        "reports an invalid chunk size" => failures::invalid_chunk,
        "reports a connection reset" => failures::reset,
        "reports conflicting Content-Length headers" => heads::conflicting_lengths,
        "does not retry a request after a 503" => failures::no_retry_on_status,
        "does not retry a request when the connection closes" => failures::no_retry,
        "does not retry a request when a reused connection closes" => failures::no_retry_on_reuse,

        "reports no received state if no request was sent" => received::not_sent,
        "reports that nothing was received" [Received] => received::nothing,
        "reports how much of the body was received" [Received] => received::some_of_the_body,
        "reports how much was received of a body over the limit" [Received] => received::too_large,

        "reuses connections" => connections::reuse,
        "sends requests concurrently" => connections::concurrency,
        "discards a connection on which more than the response arrived" =>
            connections::unsolicited_with_response,
        "discards a connection on which something arrived while it was idle" =>
            connections::unsolicited_while_idle,
        "replaces a connection that the server closed while it was idle" =>
            connections::closed_while_idle,
        "replaces a TLS connection that the server closed while it was idle"
            [Tls, RootCertificates] => connections::closed_while_idle_over_tls,
        "replaces a connection at the maximum age" [MaxConnectionAge] => connections::maximum_age,
        "closes the connection of a call dropped before the response" =>
            connections::dropped_before_response,
        "closes the connection of a call dropped within the body" =>
            connections::dropped_within_body,

        "trusts a configured root certificate" [Tls, RootCertificates] => secure::trusted,
        "rejects a certificate from an unknown authority" [Tls] => secure::untrusted,
        "rejects a certificate from an authority that is not configured" [Tls, RootCertificates] =>
            secure::another_authority,
        "rejects a certificate for another host" [Tls, RootCertificates] => secure::another_host,
        "reports a connect timeout" [Tls, ConnectTimeout] => secure::connect_timeout,
        "uses the connect timeout of the call" [Tls, ConnectTimeout, ConnectTimeoutPerCall] =>
            secure::connect_timeout_of_a_call,
        "applies the connect timeout of the call only while connecting"
            [Tls, RootCertificates, Http2, ConnectTimeout, ConnectTimeoutPerCall] =>
            secure::connect_timeout_scope,
        "negotiates HTTP/2" [Tls, RootCertificates, Http2] => secure::http2,
        "sends requests unchanged over HTTP/2" [Tls, RootCertificates, Http2] =>
            secure::http2_requests,
        "reads large bodies over HTTP/2" [Tls, RootCertificates, Http2] => secure::http2_large_body,
        "times out over HTTP/2" [Tls, RootCertificates, Http2] => secure::http2_timeout,
        "closes the stream of a dropped call over HTTP/2" [Tls, RootCertificates, Http2] =>
            secure::http2_dropped,

        "keeps the HTTP/2 connection of a dropped call" [Tls, RootCertificates, Http2] =>
            secure::http2_kept_after_drop,
        "reports an interrupted stream or connection over HTTP/2" [Tls, RootCertificates, Http2] =>
            http2::interrupted,
        "reports how much was received over HTTP/2" [Tls, RootCertificates, Http2, Received] =>
            http2::received,
        "leaves an HTTP/2 connection that has become silent"
            [Tls, RootCertificates, Http2, SilentHttp2] => http2::silent,
        "leaves a silent HTTP/2 connection in calls with their own connect timeout"
            [Tls, RootCertificates, Http2, SilentHttp2, ConnectTimeout, ConnectTimeoutPerCall] =>
            http2::silent_with_connect_timeout_of_a_call,
        "rejects large headers over HTTP/2" [Tls, RootCertificates, Http2] => heads::over_http2,

        "sends through a proxy with its credentials" [Proxy] => proxies::absolute_form,
        "tunnels TLS through a proxy, which does not see the key" [Tls, RootCertificates, Proxy] =>
            proxies::tunnel,
        "reports an unreachable proxy" [Proxy] => proxies::refused,
        "rejects an invalid proxy" [Proxy] => proxies::invalid,

        "completes a call that blocks the thread of a runtime" [Blocking] => runtimes::blocked,
        "completes calls from several runtimes" [Runtimes] => runtimes::several,
    ]
}
