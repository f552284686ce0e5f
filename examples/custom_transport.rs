//! A transport of one's own, on hyper, and the suite that shows it to be one.
//!
//! ```text
//! cargo run --example custom_transport --features conformance
//! ```

#![allow(clippy::print_stdout, reason = "the report is what the program is for")]

use std::{error::Error, process::ExitCode, sync::Arc};

use clerk_sdk::{
    Bytes, HttpTransport, RequestContext, TransportError, TransportErrorKind as Kind,
    TransportSettings, async_trait,
    http::{Request, Response, header},
    testing::conformance::{Ability, Conformance},
};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Body;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{self, Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::time::timeout;
use tokio_rustls::rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject},
};

type Answer = Result<Response<Bytes>, TransportError>;

#[derive(Debug)]
struct HyperTransport(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl HyperTransport {
    fn new(settings: &TransportSettings) -> Result<Self, Box<dyn Error>> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for certificate in
            settings.root_certificates.iter().map(|pem| CertificateDer::from_pem_slice(pem))
        {
            roots.add(certificate?)?;
        }
        let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
        let mut client = Client::builder(TokioExecutor::new());
        client.retry_canceled_requests(false);
        Ok(Self(client.build(connector.enable_all_versions().build())))
    }

    async fn exchange(&self, mut request: Request<Bytes>, limit: u64) -> Answer {
        let length = request.body().len();
        if length > 0 || matches!(request.method().as_str(), "POST" | "PUT" | "PATCH") {
            request.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        }
        let response = self.0.request(request.map(Full::new)).await;
        let (parts, body) = response.map_err(|error| failure(error.into(), limit))?.into_parts();
        RequestContext::check_head(&parts.headers)?;
        if body.size_hint().lower() > limit {
            return Err(TransportError::new(Kind::BodyTooLarge { limit }));
        }
        let body = Limited::new(body, usize::try_from(limit).unwrap_or(usize::MAX)).collect().await;
        let body = body.map_err(|error| failure(error, limit))?;
        Ok(Response::from_parts(parts, body.to_bytes()))
    }
}

fn failure(error: Box<dyn Error + Send + Sync>, limit: u64) -> TransportError {
    let cause = error.downcast_ref().or_else(|| error.source()?.downcast_ref());
    let kind = match cause {
        _ if error.downcast_ref().is_some_and(legacy::Error::is_connect) => Kind::Connect,
        _ if error.is::<LengthLimitError>() => Kind::BodyTooLarge { limit },
        Some(cause) if hyper::Error::is_parse_too_large(cause) => Kind::HeadTooLarge,
        Some(cause) if hyper::Error::is_parse(cause) => Kind::Protocol,
        _ => Kind::Interrupted,
    };
    TransportError::new(kind).with_source(error)
}

#[async_trait]
impl HttpTransport for HyperTransport {
    async fn send(&self, request: Request<Bytes>, context: &RequestContext) -> Answer {
        let exchange = self.exchange(request, context.max_response_bytes.unwrap_or(u64::MAX));
        let Some(time) = context.timeout else { return exchange.await };
        timeout(time, exchange).await.unwrap_or_else(|_| Err(TransportError::new(Kind::Timeout)))
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let suite = Conformance::new(HyperTransport::new)
        .lacks(Ability::ConnectTimeout)
        .lacks(Ability::Proxy)
        .lacks(Ability::Received);
    let report = suite.run().await;
    println!("{report}");
    if report.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
