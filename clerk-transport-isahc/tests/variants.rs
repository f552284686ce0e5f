//! Behavior that depends on features and settings. The suite for transports checks the rest.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
    time::Duration,
};

use clerk_core::{
    Bytes, http,
    transport::{
        HttpTransport, RequestContext, TransportError, TransportErrorKind, TransportSettings,
    },
};
use clerk_transport_isahc::IsahcTransport;
use isahc::{HttpClient, config::Configurable};

/// Starts a server that responds to each connection with the request that it received.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut text = [0; 4096];
            let length = stream.read(&mut text).unwrap();
            let head =
                format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(text.get(..length).unwrap()).unwrap();
        }
    });
    origin
}

fn get(uri: &str) -> http::Request<Bytes> {
    http::Request::get(uri).body(Bytes::new()).unwrap()
}

fn send(transport: &IsahcTransport, uri: &str) -> Result<http::Response<Bytes>, TransportError> {
    smol::block_on(transport.send(get(uri), &RequestContext::default()))
}

#[test]
fn a_ready_made_client_keeps_its_settings() {
    let client = HttpClient::builder().proxy(None).default_header("x-mine", "1").build().unwrap();
    let transport = IsahcTransport::from(client);
    let response = send(&transport, &server()).unwrap();
    assert!(String::from_utf8_lossy(response.body()).contains("x-mine: 1"));
}

/// A ready-made client may have its own timeout, which does not mean that nothing was sent.
#[test]
fn a_timeout_of_a_ready_made_client_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}", listener.local_addr().unwrap());
    let client = HttpClient::builder().proxy(None).timeout(Duration::from_millis(50));
    let transport = IsahcTransport::from(client.build().unwrap());
    let error = send(&transport, &uri).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

#[test]
fn a_timeout_below_a_millisecond_applies() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let request = get(&format!("http://{}", listener.local_addr().unwrap()));
    let mut context = RequestContext::default();
    context.timeout = Some(Duration::from_nanos(1));
    let transport = IsahcTransport::new().unwrap();
    let error = smol::block_on(transport.send(request, &context)).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

#[test]
fn an_invalid_proxy_url_is_an_error_that_hides_its_password() {
    for url in ["user:secret-password@host", "gopher://user:secret-password@host", "http://a b"] {
        let mut settings = TransportSettings::default();
        settings.proxy = Some(url.to_owned());
        let error = IsahcTransport::with_settings(&settings).unwrap_err();
        assert_eq!(error.setting(), "proxy");
        assert!(!format!("{error} {error:?}").contains("secret-password"), "{error:?}");
    }
}

#[test]
fn an_invalid_certificate_is_an_error() {
    let mut settings = TransportSettings::default();
    settings.root_certificates.push(b"nonsense".to_vec());
    let error = IsahcTransport::with_settings(&settings).unwrap_err();
    assert_eq!(error.setting(), "root certificate");
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[test]
fn without_a_tls_library_the_error_names_the_feature() {
    let transport = IsahcTransport::new().unwrap();
    let error = send(&transport, "https://127.0.0.1:9/").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Request);
    let report = clerk_core::Error::from(error).report().to_string();
    assert!(report.contains("`rustls`"), "{report}");
}

#[test]
fn a_relative_uri_is_refused() {
    let transport = IsahcTransport::new().unwrap();
    let error = send(&transport, "/v1/users").unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Request);
}

/// Makes calls in a process that finds no CA certificates, where this test runs again.
#[cfg(feature = "rustls")]
#[test]
fn without_ca_certificates_http_works_and_the_error_for_https_says_so() {
    const INNER: &str = "CLERK_TEST_WITHOUT_CERTIFICATES";
    if std::env::var_os(INNER).is_none() {
        let empty = env!("CARGO_TARGET_TMPDIR");
        for file in [None, Some(format!("{empty}/missing.pem"))] {
            let mut test = std::process::Command::new(std::env::current_exe().unwrap());
            test.env(INNER, "1").env("SSL_CERT_DIR", format!("{empty}/missing"));
            match file {
                Some(file) => test.env("SSL_CERT_FILE", file),
                None => test.env("SSL_CERT_FILE", ""),
            };
            let output = test.arg("without_ca_certificates").output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("https://{}", listener.local_addr().unwrap());
    // It closes the connection in the handshake.
    thread::spawn(move || listener.incoming().flatten().for_each(drop));
    let transport = IsahcTransport::new().unwrap();
    assert!(send(&transport, &server()).is_ok());
    let error = send(&transport, &uri).unwrap_err();
    if cfg!(feature = "webpki-roots") {
        assert_eq!(error.kind(), TransportErrorKind::Connect);
    } else {
        assert_eq!(error.kind(), TransportErrorKind::Request, "{error}");
        assert!(format!("{error:?}").contains("no CA certificates"), "{error:?}");
    }
}
