//! Implements a transport on hyper, and checks it with the suite for transports.
//!
//! ```text
//! cargo run --example custom_transport --features conformance
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::{error::Error, process::ExitCode, sync::Arc, time::Duration};

use clerk_sdk::{
    Bytes,
    http::{Method, Request, Response, header, response},
    testing::conformance::{Capability, Conformance},
    transport::{
        BodyReader, HttpTransport, RequestContext, TransportError, TransportErrorKind as Kind,
        TransportSettings, async_trait,
    },
};
use http_body_util::{BodyExt, Full};
use hyper::body::Body;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use tokio::time::timeout;
use tokio_rustls::rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject},
};

/// Sends requests with hyper.
#[derive(Debug)]
struct HyperTransport(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl HyperTransport {
    /// Creates a transport that trusts the certificates in `settings` and the system's.
    fn new(settings: &TransportSettings) -> Result<Self, Box<dyn Error>> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for pem in &settings.root_certificates {
            roots.add(CertificateDer::from_pem_slice(pem)?)?;
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

    /// Sends a request, and reads the body of its response into `reader`.
    async fn exchange(
        &self,
        mut request: Request<Bytes>,
        reader: &mut BodyReader,
    ) -> Result<response::Parts, TransportError> {
        // hyper sends no length for an empty body.
        if matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
            let length = request.body().len();
            request.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        }
        let (parts, mut body) = match self.0.request(request.map(Full::new)).await {
            Ok(response) => response.into_parts(),
            Err(error) if error.is_connect() => {
                return Err(TransportError::new(Kind::Connect).with_source(error));
            }
            Err(error) => return Err(reader.explain(failure(error.into()))),
        };
        reader.head(parts.status, &parts.headers, body.size_hint().exact())?;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| reader.explain(failure(error.into())))?;
            if let Ok(chunk) = frame.into_data() {
                reader.push(chunk)?;
            }
        }
        Ok(parts)
    }
}

#[async_trait]
impl HttpTransport for HyperTransport {
    async fn send(
        &self,
        request: Request<Bytes>,
        context: &RequestContext,
    ) -> Result<Response<Bytes>, TransportError> {
        if context.connect_timeout.is_some() {
            let reason = "a connect timeout is not supported";
            return Err(TransportError::new(Kind::Request).with_source(reason));
        }
        let mut reader = BodyReader::new(context);
        let exchange = self.exchange(request, &mut reader);
        match timeout(context.timeout.unwrap_or(Duration::MAX), exchange).await {
            Ok(parts) => Ok(Response::from_parts(parts?, reader.finish())),
            Err(_) => Err(reader.explain(TransportError::new(Kind::Timeout))),
        }
    }
}

/// Classifies an error of hyper after the connection was set up.
fn failure(error: Box<dyn Error + Send + Sync>) -> TransportError {
    let cause = error.downcast_ref().or_else(|| error.source()?.downcast_ref());
    let kind = match cause {
        Some(cause) if hyper::Error::is_parse_too_large(cause) => Kind::HeadTooLarge,
        Some(cause) if hyper::Error::is_parse(cause) => Kind::Protocol,
        _ => Kind::Interrupted,
    };
    TransportError::new(kind).with_source(error)
}

#[tokio::main]
async fn main() -> ExitCode {
    let suite = Conformance::new(HyperTransport::new)
        .unsupported(Capability::Blocking)
        .unsupported(Capability::ConnectTimeout)
        .unsupported(Capability::MaxConnectionAge)
        .unsupported(Capability::Proxy)
        .unsupported(Capability::Runtimes)
        .unsupported(Capability::SilentHttp2);
    let report = suite.run().await;
    println!("{report}");
    if report.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
