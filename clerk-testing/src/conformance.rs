//! The behaviours that every transport must show, as a suite that any transport can run.
//!
//! ```no_run
//! # use clerk_core::{
//! #     Bytes, HttpTransport, RequestContext, TransportError, TransportSettings, async_trait, http,
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
//! It talks to servers of its own on loopback sockets, over HTTP/1.1 and over TLS with HTTP/2, some
//! of which misbehave. It runs on any executor, and takes a few seconds.
//!
//! # What may be added to a request
//! `Host`, `Content-Length` and `Connection`, and what HTTP/2 and proxies demand. Every request of
//! the suite has a `User-Agent`, an `Accept` and, with a body, a `Content-Type`, as every request of
//! the client has: what a transport does where they are missing is not looked at.

use std::fmt;

use clerk_core::{HttpTransport, TransportSettings};

use self::bench::Bench;

mod bench;
mod connections;
mod failures;
mod heads;
mod http2;
mod limits;
mod progress;
mod proxies;
mod requests;
mod responses;
mod secure;
mod server;
mod tls;

/// Checks all behaviours on transports that `make` makes.
///
/// # Panics
/// When a behaviour is not as it must be, with a [`Report`] of all that are not.
pub async fn check<T, E>(make: impl Fn(&TransportSettings) -> Result<T, E> + Send + Sync + 'static)
where
    T: HttpTransport,
    E: fmt::Display,
{
    Conformance::new(make).run().await.assert();
}

/// The suite for one kind of transport.
#[derive(Debug)]
pub struct Conformance {
    bench: Bench,
    lacks: Vec<Ability>,
}

/// What a transport may lack and still be of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ability {
    /// TLS.
    Tls,
    /// [`TransportSettings::root_certificates`], without which no server of the suite is trusted.
    RootCertificates,
    /// HTTP/2, agreed on during the TLS handshake.
    Http2,
    /// [`TransportSettings::proxy`].
    Proxy,
    /// [`TransportSettings::connect_timeout`], and [`RequestContext::connect_timeout`] in its place.
    ///
    /// [`RequestContext::connect_timeout`]: clerk_core::RequestContext::connect_timeout
    ConnectTimeout,
    /// [`TransportError::received`](clerk_core::TransportError::received).
    Received,
}

impl Conformance {
    /// A suite that checks everything. `make` is called once or more for each behaviour.
    pub fn new<T, E>(
        make: impl Fn(&TransportSettings) -> Result<T, E> + Send + Sync + 'static,
    ) -> Self
    where
        T: HttpTransport,
        E: fmt::Display,
    {
        Self { bench: Bench::new(make), lacks: Vec::new() }
    }

    /// Leaves out what depends on `ability`. The report says so.
    #[must_use]
    pub fn lacks(mut self, ability: Ability) -> Self {
        self.lacks.push(ability);
        self
    }

    /// Checks one behaviour after the other.
    pub async fn run(self) -> Report {
        let mut report = Report::default();
        for behaviour in behaviours() {
            if let Some(&ability) = behaviour.needs.iter().find(|need| self.lacks.contains(need)) {
                report.skipped.push((behaviour.name, ability));
                continue;
            }
            report.checked += 1;
            let outcome = self.bench.within((behaviour.check)(&self.bench)).await;
            if let Err(problem) = outcome.and_then(|outcome| outcome) {
                report.failures.push((behaviour.name, problem.to_string()));
            }
        }
        report
    }
}

/// How the suite ended. `Display` shows every failure.
#[derive(Clone, Debug, Default)]
#[must_use = "a report has to be looked at"]
pub struct Report {
    checked: usize,
    failures: Vec<(&'static str, String)>,
    skipped: Vec<(&'static str, Ability)>,
}

impl Report {
    /// Whether all behaviours that were checked are as they must be.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty()
    }

    /// The behaviours that are not as they must be, each with what was seen instead.
    pub fn failures(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.failures.iter().map(|(name, problem)| (*name, problem.as_str()))
    }

    /// Fails the test that calls it, if there is a failure.
    ///
    /// # Panics
    /// With the whole report, if there is a failure.
    #[track_caller]
    #[allow(clippy::panic, reason = "it is what a test calls to fail")]
    pub fn assert(&self) {
        if !self.is_ok() {
            panic!("{self}");
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passed = self.checked.saturating_sub(self.failures.len());
        writeln!(f, "{passed} of {} behaviours are as they must be", self.checked)?;
        for (name, problem) in &self.failures {
            writeln!(f, "- failed: {name}\n    {problem}")?;
        }
        for (name, ability) in &self.skipped {
            writeln!(f, "- not checked for lack of {ability:?}: {name}")?;
        }
        Ok(())
    }
}

struct Behaviour {
    name: &'static str,
    needs: &'static [Ability],
    check: for<'a> fn(&'a Bench) -> bench::Checking<'a>,
}

/// Lists behaviours, each with the sentence that names it in the report and what it needs.
macro_rules! behaviours {
    ($( $name:literal $([$($need:ident),+])? => $check:path, )+) => {
        &[$( Behaviour {
            name: $name,
            needs: &[$($(Ability::$need),+)?],
            check: |bench| Box::pin($check(bench)),
        } ),+]
    };
}

fn behaviours() -> &'static [Behaviour] {
    behaviours![
        "sends every method as it is" => requests::methods,
        "sends path and query as they are" => requests::targets,
        "refuses a dot segment or sends it as it is" => requests::dot_segments,
        "sends the headers that it is given and no others" => requests::headers,
        "refuses a header value that is not ASCII or sends it as it is" => requests::header_bytes,
        "sends a length of 0 with a POST, PUT or PATCH without a body" => requests::no_body,
        "sends no body with a GET or DELETE without one" => requests::no_body_at_all,
        "sends a body of any bytes" => requests::binary_body,
        "sends a large body without asking first" => requests::large_body,

        "gives an answer of any status" => responses::statuses,
        "follows no redirect" => responses::redirects,
        "keeps repeated headers, in order" => responses::repeated_headers,
        "skips informational answers" => responses::informational,
        "reads a body of any bytes" => responses::binary_body,
        "reads a large body, with a length" => responses::large_body,
        "reads a large body, in chunks" => responses::large_chunked_body,
        "reads a body that ends with the connection" => responses::body_until_close,
        "leaves a compressed body as it is" => responses::compressed,
        "keeps no cookies" => responses::cookies,

        "stops when the time is up, before the answer" => limits::time_before_the_answer,
        "stops when the time is up, within the body" => limits::time_within_the_body,
        "refuses a body that is announced too large" => limits::announced_size,
        "refuses a body that becomes too large" => limits::actual_size,
        "accepts a body as large as allowed" => limits::exact_size,
        "refuses headers without end" => heads::too_many_headers,
        "refuses a header without end" => heads::too_large_headers,
        "stops within informational answers without end" => heads::informational_flood,

        "reports a port that nobody listens on" => failures::refused,
        "reports a host that does not exist" => failures::unresolvable,
        "reports a connection closed before the answer" => failures::closed,
        "reports a body cut short of its length" => failures::cut_short,
        "reports a body cut short of its last chunk" => failures::cut_short_in_chunks,
        "reports an answer that is not HTTP" => failures::not_http,
        "reports a chunk that has no size" => failures::broken_chunk,
        "reports a connection that is reset" => failures::reset,
        "reports two lengths of one body" => heads::conflicting_lengths,
        "does not repeat a request that got a 503" => failures::no_retry_on_status,
        "does not repeat a request when the connection closes" => failures::no_retry,
        "does not repeat a request when a reused connection closes" => failures::no_retry_on_reuse,

        "says of no answer how much had arrived where nothing was sent" => progress::not_sent,
        "says that nothing had arrived" [Received] => progress::nothing,
        "says how much of the body had arrived" [Received] => progress::some_of_the_body,
        "says how much had arrived of a body that is too large" [Received] => progress::too_large,

        "reuses connections" => connections::reuse,
        "sends requests at the same time" => connections::concurrency,
        "closes the connection of a call dropped before the answer" =>
            connections::dropped_before_the_answer,
        "closes the connection of a call dropped within the body" =>
            connections::dropped_within_the_body,

        "trusts a root certificate that it is given" [Tls, RootCertificates] => secure::trusted,
        "refuses a certificate of an unknown authority" [Tls] => secure::untrusted,
        "refuses a certificate of an authority not given" [Tls, RootCertificates] =>
            secure::another_authority,
        "refuses a certificate of another host" [Tls, RootCertificates] => secure::another_host,
        "reports a connection that takes too long to set up" [Tls, ConnectTimeout] =>
            secure::connect_timeout,
        "keeps to a connect timeout of the call" [Tls, ConnectTimeout] =>
            secure::connect_timeout_of_a_call,
        "ends no exchange with a connect timeout of the call"
            [Tls, RootCertificates, Http2, ConnectTimeout] => secure::connect_timeout_kept,
        "agrees on HTTP/2" [Tls, RootCertificates, Http2] => secure::http2,
        "sends over HTTP/2 what it is given" [Tls, RootCertificates, Http2] => secure::http2_requests,
        "reads large bodies over HTTP/2" [Tls, RootCertificates, Http2] => secure::http2_large_body,
        "stops when the time is up, over HTTP/2" [Tls, RootCertificates, Http2] => secure::http2_time,
        "ends the stream of a dropped call, over HTTP/2" [Tls, RootCertificates, Http2] => secure::http2_dropped,

        "reports a stream or connection that is broken off, over HTTP/2"
            [Tls, RootCertificates, Http2] => http2::broken_off,
        "says how much had arrived, over HTTP/2"
            [Tls, RootCertificates, Http2, Received] => http2::received,
        "refuses large headers, over HTTP/2" [Tls, RootCertificates, Http2] => heads::over_http2,

        "sends through a proxy, with its password" [Proxy] => proxies::absolute_form,
        "tunnels TLS through a proxy, which sees no key" [Tls, RootCertificates, Proxy] => proxies::tunnel,
        "reports a proxy that does not answer" [Proxy] => proxies::refused,
    ]
}
