//! The suite on transports that each break one rule of the contract.

use std::time::Duration;

use clerk_sdk::{
    Bytes, ConfigError, ReqwestTransport, http,
    testing::conformance::{Capability, Conformance},
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait},
};
use tokio::runtime::Builder;

/// reqwest with one fault.
#[derive(Debug)]
struct Faulty {
    inner: ReqwestTransport,
    fault: Fault,
}

#[derive(Clone, Copy, Debug)]
enum Fault {
    Retries,
    AddsHeader,
    NamesTheUrl,
    HidesErrors,
    HidesReceived,
    HasOneConnectTimeout,
}

#[async_trait]
impl HttpTransport for Faulty {
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let again = request.clone();
        if matches!(self.fault, Fault::AddsHeader) {
            request.headers_mut().insert("x-added", http::HeaderValue::from_static("1"));
        }
        let outcome = self.inner.send(request, context).await;
        match (self.fault, outcome) {
            (Fault::Retries, Err(error)) if error.kind() == TransportErrorKind::Interrupted => {
                self.inner.send(again, context).await
            }
            (Fault::NamesTheUrl, Err(error)) => {
                let text = format!("calling {}", again.uri());
                Err(TransportError::new(error.kind()).with_source(text))
            }
            (Fault::HidesReceived, Err(error)) => Err(TransportError::new(error.kind())),
            (Fault::HidesErrors, Err(_)) => Ok(http::Response::default()),
            (_, outcome) => outcome,
        }
    }
}

fn suite(fault: Fault) -> Conformance {
    let suite = Conformance::new(move |settings| {
        let mut settings = settings.clone();
        if matches!(fault, Fault::HasOneConnectTimeout) {
            settings.connect_timeout = Duration::from_secs(2);
        }
        Ok::<_, ConfigError>(Faulty { inner: ReqwestTransport::with_settings(&settings)?, fault })
    });
    suite.unsupported(Capability::ConnectTimeoutPerCall)
}

/// Returns the failed checks, each with its problem.
fn failures(suite: Conformance) -> String {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let report = runtime.block_on(suite.run());
    report.failures().map(|(name, problem)| format!("{name}\n  {problem}\n")).collect()
}

#[test]
fn repeating_a_request_is_detected() {
    insta::assert_snapshot!(failures(suite(Fault::Retries).unsupported(Capability::Tls)));
}

#[test]
fn adding_a_header_is_detected() {
    insta::assert_snapshot!(failures(suite(Fault::AddsHeader).unsupported(Capability::Tls)));
}

#[test]
fn naming_the_url_in_an_error_is_detected() {
    insta::assert_snapshot!(failures(suite(Fault::NamesTheUrl).unsupported(Capability::Tls)));
}

#[test]
fn hiding_errors_is_detected() {
    insta::assert_snapshot!(failures(suite(Fault::HidesErrors).unsupported(Capability::Tls)));
}

#[test]
fn hiding_the_received_bytes_is_detected() {
    insta::assert_snapshot!(failures(suite(Fault::HidesReceived).unsupported(Capability::Tls)));
}

#[test]
fn ignoring_the_connect_timeout_is_detected() {
    insta::assert_snapshot!(failures(
        suite(Fault::HasOneConnectTimeout).unsupported(Capability::Http2)
    ));
}
