//! What the suite says of transports that break one rule of the contract each.

use std::time::Duration;

use clerk_sdk::{
    Bytes, ConfigError, HttpTransport, RequestContext, ReqwestTransport, TransportError,
    TransportErrorKind, async_trait, http,
    testing::conformance::{Ability, Conformance},
};
use tokio::runtime::Builder;

/// reqwest, and one fault.
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
    ForgetsWhatArrived,
    HasOneConnectTimeout,
}

#[async_trait]
impl HttpTransport for Faulty {
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
        context: &RequestContext,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut context = *context;
        let again = request.clone();
        if matches!(self.fault, Fault::AddsHeader) {
            request.headers_mut().insert("x-added", http::HeaderValue::from_static("1"));
        }
        if matches!(self.fault, Fault::HasOneConnectTimeout) {
            context.connect_timeout = Some(Duration::from_secs(2));
        }
        let outcome = self.inner.send(request, &context).await;
        match (self.fault, outcome) {
            (Fault::Retries, Err(error)) if error.kind() == TransportErrorKind::Interrupted => {
                self.inner.send(again, &context).await
            }
            (Fault::NamesTheUrl, Err(error)) => {
                let text = format!("calling {}", again.uri());
                Err(TransportError::new(error.kind()).with_source(text))
            }
            (Fault::ForgetsWhatArrived, Err(error)) => Err(TransportError::new(error.kind())),
            (Fault::HidesErrors, Err(_)) => Ok(http::Response::default()),
            (_, outcome) => outcome,
        }
    }
}

fn suite(fault: Fault) -> Conformance {
    Conformance::new(move |settings| {
        Ok::<_, ConfigError>(Faulty { inner: ReqwestTransport::with_settings(settings)?, fault })
    })
}

/// The behaviours that fail, each with what was seen instead.
fn failures(suite: Conformance) -> String {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let report = runtime.block_on(suite.run());
    report.failures().map(|(name, problem)| format!("{name}\n  {problem}\n")).collect()
}

#[test]
fn repeating_a_request_is_noticed() {
    insta::assert_snapshot!(failures(suite(Fault::Retries).lacks(Ability::Tls)));
}

#[test]
fn adding_a_header_is_noticed() {
    insta::assert_snapshot!(failures(suite(Fault::AddsHeader).lacks(Ability::Tls)));
}

#[test]
fn naming_the_url_in_an_error_is_noticed() {
    insta::assert_snapshot!(failures(suite(Fault::NamesTheUrl).lacks(Ability::Tls)));
}

#[test]
fn hiding_errors_is_noticed() {
    insta::assert_snapshot!(failures(suite(Fault::HidesErrors).lacks(Ability::Tls)));
}

#[test]
fn not_saying_what_arrived_is_noticed() {
    insta::assert_snapshot!(failures(suite(Fault::ForgetsWhatArrived).lacks(Ability::Tls)));
}

#[test]
fn another_connect_timeout_is_noticed() {
    insta::assert_snapshot!(failures(suite(Fault::HasOneConnectTimeout).lacks(Ability::Http2)));
}
