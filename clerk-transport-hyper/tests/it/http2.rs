//! Calls over HTTP/2 and TLS. Tests beside the pool count the connections.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportError, TransportErrorKind},
};
use clerk_transport_hyper::HyperTransport;
use http_body_util::Full;
use hyper::{server::conn::http2, service::service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{net::TcpListener, sync::Semaphore};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
};

/// A server that responds to as many requests as there are permits.
struct Server {
    origin: String,
    root: String,
    opened: AtomicUsize,
    requests: AtomicUsize,
    permits: Semaphore,
}

impl Server {
    async fn start(max_streams: u32) -> Arc<Self> {
        let certified = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der());
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], PrivateKeyDer::Pkcs8(key))
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Arc::new(Self {
            origin: format!("https://{}", listener.local_addr().unwrap()),
            root: certified.cert.pem(),
            opened: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            permits: Semaphore::new(0),
        });
        let shared = server.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (server, acceptor) = (shared.clone(), acceptor.clone());
                tokio::spawn(async move {
                    // The client may close the connection at any time.
                    let Ok(stream) = acceptor.accept(stream).await else { return };
                    server.opened.fetch_add(1, SeqCst);
                    let service = service_fn(move |_| server.clone().respond());
                    let mut builder = http2::Builder::new(TokioExecutor::new());
                    builder.max_concurrent_streams(max_streams);
                    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        server
    }

    async fn respond(self: Arc<Self>) -> Result<http::Response<Full<Bytes>>, Infallible> {
        self.requests.fetch_add(1, SeqCst);
        self.permits.acquire().await.unwrap().forget();
        Ok(http::Response::new(Full::new(Bytes::from("ok"))))
    }

    fn transport(&self) -> HyperTransport {
        HyperTransport::builder().root_certificate(self.root.as_str()).build().unwrap()
    }

    /// Waits until this many requests have arrived.
    async fn requests(&self, number: usize) {
        while self.requests.load(SeqCst) < number {
            tokio::task::yield_now().await;
        }
    }

    async fn post(
        &self,
        transport: &HyperTransport,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = http::Request::post(&self.origin).body(Bytes::from("body")).unwrap();
        transport.send(request, &RequestContext::default()).await
    }

    /// Makes calls at the same time, and waits until each has arrived or has to wait.
    fn calls(
        self: &Arc<Self>,
        transport: &HyperTransport,
        number: usize,
    ) -> Vec<tokio::task::JoinHandle<()>> {
        let call = |_| {
            let (server, transport) = (self.clone(), transport.clone());
            tokio::spawn(async move {
                let response = server.post(&transport).await.unwrap();
                assert_eq!(response.body(), "ok");
            })
        };
        (0..number).map(call).collect()
    }
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_connection() {
    let server = Server::start(100).await;
    let transport = server.transport();
    let calls = server.calls(&transport, 50);
    server.requests(50).await;
    server.permits.add_permits(50);
    for call in calls {
        call.await.unwrap();
    }
    // A slow machine may open another one. The pool's own tests count them.
    assert!(server.opened.load(SeqCst) < 5);
}

#[tokio::test]
async fn the_calls_that_wait_for_connections_fail_with_them() {
    let server = Server::start(100).await;
    // It does not trust the server.
    let transport = HyperTransport::builder().root_certificate(
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem(),
    );
    let transport = transport.build().unwrap();
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let (server, transport) = (server.clone(), transport.clone());
            tokio::spawn(async move { server.post(&transport).await.unwrap_err() })
        })
        .collect();
    for call in calls {
        let error = call.await.unwrap();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert!(format!("{error:?}").contains("invalid peer certificate"), "{error:?}");
    }
}
