//! What the suite says of transports that break one rule of the contract each.

use clerk_sdk::{
    Bytes, ConfigError, HttpTransport, ReqwestTransport, TransportError, TransportErrorKind,
    async_trait, http,
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
}

#[async_trait]
impl HttpTransport for Faulty {
    async fn send(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let again = request.clone();
        if matches!(self.fault, Fault::AddsHeader) {
            request.headers_mut().insert("x-added", http::HeaderValue::from_static("1"));
        }
        let outcome = self.inner.send(request).await;
        match (self.fault, outcome) {
            (Fault::Retries, Err(error)) if error.kind() == TransportErrorKind::Interrupted => {
                self.inner.send(again).await
            }
            (Fault::NamesTheUrl, Err(error)) => {
                let text = format!("calling {}", again.uri());
                Err(TransportError::new(error.kind()).with_source(text))
            }
            (Fault::HidesErrors, Err(_)) => Ok(http::Response::default()),
            (_, outcome) => outcome,
        }
    }
}

/// The names of the behaviours that fail, one in a line.
fn failures(fault: Fault) -> String {
    let suite = Conformance::new(move |settings| {
        Ok::<_, ConfigError>(Faulty { inner: ReqwestTransport::with_settings(settings)?, fault })
    });
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let report = runtime.block_on(suite.lacks(Ability::Tls).run());
    report.failures().map(|(name, problem)| format!("{name}\n  {problem}\n")).collect()
}

#[test]
fn repeating_a_request_is_noticed() {
    insta::assert_snapshot!(failures(Fault::Retries));
}

#[test]
fn adding_a_header_is_noticed() {
    insta::assert_snapshot!(failures(Fault::AddsHeader));
}

#[test]
fn naming_the_url_in_an_error_is_noticed() {
    insta::assert_snapshot!(failures(Fault::NamesTheUrl));
}

#[test]
fn hiding_errors_is_noticed() {
    insta::assert_snapshot!(failures(Fault::HidesErrors));
}
