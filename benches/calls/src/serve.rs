//! The server.

use std::{fs, io, net::Ipv4Addr, process, sync::Arc, thread};

use bytes::Bytes;
use calls::{
    Failure, Outcome,
    responses::{HEADERS, Responses},
};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use rcgen::CertifiedKey;
use tokio::{net::TcpSocket, runtime};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivatePkcs8KeyDer},
};

/// Connections that wait to be accepted. The default of 128 drops some of those that 512 concurrent
/// calls open.
const BACKLOG: u32 = 1024;

/// Serves until standard input is closed. Prints the base URL.
pub(crate) fn until_end(certificate: Option<&str>) -> Outcome {
    let tls = certificate.map(acceptor).transpose()?;
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    });
    runtime::Builder::new_current_thread().enable_io().build()?.block_on(serve(tls))
}

/// Creates a certificate for `localhost`, which is written to a file.
fn acceptor(path: &str) -> Result<TlsAcceptor, Failure> {
    let CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
    fs::write(path, cert.pem())?;
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())?;
    Ok(Arc::new(config).into())
}

async fn serve(tls: Option<TlsAcceptor>) -> Outcome {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = socket.listen(BACKLOG)?;
    let address = listener.local_addr()?;
    match tls {
        None => println!("http://{address}/v1"),
        Some(_) => println!("https://localhost:{}/v1", address.port()),
    }
    let responses = Arc::new(Responses::default());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let responses = responses.clone();
        let service = service_fn(move |request| respond(responses.clone(), request));
        let (http, tls) = (http1::Builder::new(), tls.clone());
        // A client that disconnects is not an error.
        tokio::spawn(async move {
            match tls {
                None => http.serve_connection(TokioIo::new(stream), service).await?,
                Some(tls) => {
                    let stream = TokioIo::new(tls.accept(stream).await?);
                    http.serve_connection(stream, service).await?;
                }
            }
            Ok::<_, Failure>(())
        });
    }
}

async fn respond(
    responses: Arc<Responses>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, http::Error> {
    let (request, body) = request.into_parts();
    // hyper keeps a connection open only if the whole request was read.
    let _ = body.collect().await;
    let mut response = match responses.find(&request.method, &request.uri) {
        Some(body) => Response::new(Full::new(body)),
        None => Response::builder().status(StatusCode::NOT_FOUND).body(Full::default())?,
    };
    let headers = HEADERS
        .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
    response.headers_mut().extend(headers);
    Ok(response)
}
