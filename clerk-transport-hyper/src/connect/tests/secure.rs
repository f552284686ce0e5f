//! Connections over TLS.

use clerk_transport_common::tls::ClientCertificate;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
        server::WebPkiClientVerifier,
    },
};

use super::*;

/// A certificate authority.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
    der: CertificateDer<'static>,
}

impl Authority {
    fn new() -> Self {
        Self::named("CA")
    }

    fn named(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        let (pem, der) = (certificate.pem(), certificate.der().clone());
        Self { issuer: Issuer::new(params, key), pem, der }
    }

    fn certificate(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// Returns an acceptor for the server `localhost`, which asks for a certificate of `clients`.
    fn acceptor(&self, clients: Option<&Self>) -> TlsAcceptor {
        let provider = Arc::new(ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(clients) => {
                let mut roots = RootCertStore::empty();
                roots.add(clients.der.clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
                config.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let (certificate, key) = self.certificate("localhost");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = config.with_single_cert(vec![certificate.der().clone()], key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Arc::new(config).into()
    }

    async fn serve(&self, clients: Option<&Self>) -> u16 {
        let acceptor = self.acceptor(clients);
        let serve = move |stream| {
            let acceptor = acceptor.clone();
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    respond(stream).await;
                }
            }
        };
        listen(serve).await.port()
    }

    /// Returns settings that trust this authority.
    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        settings.tls.root_certificates.push(self.pem.clone().into());
        settings
    }
}

fn localhost(port: u16) -> String {
    format!("https://localhost:{port}/")
}

#[tokio::test]
async fn http2_is_chosen_unless_it_is_turned_off() {
    let authority = Authority::new();
    let uri = localhost(authority.serve(None).await);
    for http1_only in [false, true] {
        let settings = Settings { http1_only, ..authority.settings() };
        let mut connected = connect(settings, &uri).await.unwrap();
        assert_open(&mut connected).await;
        assert_eq!(connected.is_http2, !http1_only);
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_trusted_is_no_connection() {
    let (authority, other) = (Authority::new(), Authority::named("other CA"));
    let port = authority.serve(None).await;
    let kind = TransportErrorKind::Connect;
    assert_fails(other.settings(), &localhost(port), kind, "`root_certificate`").await;
    let uri = format!("https://127.0.0.1:{port}/");
    assert_fails(authority.settings(), &uri, kind, "is for another name").await;
    let uri = localhost(listen(respond).await.port());
    assert_fails(authority.settings(), &uri, kind, "the TLS handshake with the server").await;
}

#[tokio::test]
async fn a_client_certificate_is_shown() {
    let (authority, clients) = (Authority::new(), Authority::new());
    let port = authority.serve(Some(&clients)).await;
    let (certificate, key) = clients.certificate("client");
    let mut settings = authority.settings();
    settings.tls.client_certificate =
        Some(ClientCertificate::from_pem(certificate.pem(), key.serialize_pem()));
    assert_open(&mut connect(settings, &localhost(port)).await.unwrap()).await;
    // A server with TLS 1.3 says that it needs one when the client has finished the handshake.
    let mut without = connect(authority.settings(), &localhost(port)).await.unwrap();
    let error = without.stream.read_u8().await.unwrap_err();
    assert!(error.to_string().contains("CertificateRequired"), "{error}");
}

#[tokio::test]
async fn a_tunnel_leads_to_the_server() {
    let authority = Authority::new();
    let port = authority.serve(None).await;
    let (address, heads) = http_proxy(OPENED).await;
    let mut settings = authority.settings();
    settings.proxy = proxy(&format!("http://user:secret%20word@{address}"));
    let mut connected = connect(settings, &localhost(port)).await.unwrap();
    assert_open(&mut connected).await;
    assert!(connected.is_http2 && connected.absolute_form.is_none());
    let head = heads.lock().unwrap().concat();
    let start = format!("CONNECT localhost:{port} HTTP/1.1\r\n");
    assert!(head.starts_with(&start), "{head}");
    let head = head.to_lowercase();
    assert!(head.contains(&format!("\r\nhost: localhost:{port}\r\n")), "{head}");
    let credentials = "\r\nproxy-authorization: basic dxnlcjpzzwnyzxqgd29yza==\r\n";
    assert!(head.contains(credentials), "{head}");
}

/// Starts an HTTPS proxy.
async fn https_proxy(authority: &Authority) -> (u16, Heads) {
    let acceptor = authority.acceptor(None);
    let heads = Heads::default();
    let noted = heads.clone();
    let serve = move |stream| {
        let (acceptor, noted) = (acceptor.clone(), noted.clone());
        async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                assert_eq!(stream.get_ref().1.alpn_protocol(), None);
                serve_proxy(stream, noted, OPENED).await;
            }
        }
    };
    (listen(serve).await.port(), heads)
}

#[tokio::test]
async fn an_https_proxy_opens_a_tunnel_within_tls() {
    let authority = Authority::new();
    let (proxy_port, heads) = https_proxy(&authority).await;
    let port = authority.serve(None).await;
    let mut settings = authority.settings();
    settings.proxy = proxy(&format!("https://user:secret@localhost:{proxy_port}"));
    let mut connected = connect(settings, &localhost(port)).await.unwrap();
    assert_open(&mut connected).await;
    assert!(connected.is_http2 && connected.absolute_form.is_none());
    assert_eq!(heads.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn requests_for_http_go_to_an_https_proxy_within_tls() {
    let authority = Authority::new();
    let port = authority.serve(None).await;
    let mut settings = authority.settings();
    settings.proxy = proxy(&format!("https://user:secret@localhost:{port}"));
    let mut connected = connect(settings, "http://server.example/").await.unwrap();
    assert_open(&mut connected).await;
    assert!(!connected.is_http2);
    assert!(connected.absolute_form.unwrap().header().is_some());
}

#[tokio::test]
async fn an_https_proxy_that_cannot_be_trusted_is_named() {
    let (authority, other) = (Authority::new(), Authority::named("other CA"));
    let (port, _) = https_proxy(&authority).await;
    let mut settings = other.settings();
    settings.proxy = proxy(&format!("https://user:secret@localhost:{port}"));
    let uri = "http://server.example/";
    let text = "the TLS handshake with the proxy failed";
    assert_fails(settings, uri, TransportErrorKind::Connect, text).await;
}

#[tokio::test]
async fn a_proxy_that_opens_no_tunnel_is_an_error_that_says_why() {
    for (user, response, text) in [
        ("", "HTTP/1.1 407 Needed\r\n\r\n", "asks for credentials"),
        ("user:secret@", "HTTP/1.1 407 Needed\r\n\r\n", "refused the credentials"),
        ("user:secret@", "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno", "status 403"),
        ("user:secret@", "HTTP/1.1 200 OK\r\n\r\nbytes", "its own bytes"),
        ("user:secret@", "nonsense\r\n\r\n", "did not open a tunnel"),
        ("user:secret@", "", "did not open a tunnel"),
    ] {
        let (address, _) = http_proxy(response).await;
        let mut settings = Authority::new().settings();
        settings.proxy = proxy(&format!("http://{user}{address}"));
        let uri = "https://server.example/";
        assert_fails(settings, uri, TransportErrorKind::Connect, text).await;
    }
}

#[tokio::test]
async fn a_head_without_end_of_a_proxy_is_an_error() {
    let address = listen(|mut stream| async move {
        read_head(&mut stream).await;
        let line = "X-Filler: 0123456789012345678901234567890123456789\r\n".repeat(1_000);
        let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{line}").as_bytes()).await;
        let _ = stream.read_u8().await;
    })
    .await;
    let mut settings = Authority::new().settings();
    settings.proxy = proxy(&format!("http://{address}"));
    let uri = "https://server.example/";
    assert_fails(settings, uri, TransportErrorKind::Connect, "did not open a tunnel").await;
}
