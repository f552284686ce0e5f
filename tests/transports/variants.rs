//! Behavior that depends on features, settings, and the runtime. The transports on tokio share these
//! tests, each with its own `Transport`. The suite for transports checks the rest.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use clerk_core::{
    Bytes, http,
    transport::{
        HttpTransport, RequestContext, TransportError, TransportErrorKind, TransportSettings,
    },
};

use crate::Transport;

/// Starts a server that responds to each connection with the request that it received.
pub(crate) fn server() -> String {
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

pub(crate) async fn get(
    transport: &Transport,
    uri: &str,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = http::Request::get(uri).body(Bytes::new()).unwrap();
    transport.send(request, &RequestContext::default()).await
}

#[tokio::test]
async fn several_origins_can_be_called() {
    let transport = Transport::new().unwrap();
    for origin in [server(), server()] {
        for path in ["/a", "/b?c=d"] {
            let response = get(&transport, &format!("{origin}{path}")).await.unwrap();
            let text = String::from_utf8_lossy(response.body()).into_owned();
            assert!(text.starts_with(&format!("GET {path} HTTP/1.1\r\n")), "{text}");
            assert!(origin.ends_with(text.split("host: ").nth(1).unwrap().lines().next().unwrap()));
        }
    }
}

#[test]
fn an_invalid_proxy_url_is_an_error_that_hides_its_password() {
    let mut settings = TransportSettings::default();
    settings.proxy = Some("http://user:secret-password@:".to_owned());
    let error = Transport::with_settings(&settings).unwrap_err();
    assert_eq!(error.setting(), "proxy");
    assert!(!format!("{error} {error:?}").contains("secret-password"), "{error:?}");
}

#[test]
fn an_invalid_certificate_is_an_error() {
    for pem in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let mut settings = TransportSettings::default();
        settings.root_certificates.push(pem.into());
        let error = Transport::with_settings(&settings).unwrap_err();
        assert!(["root certificate", "transport"].contains(&error.setting()), "{error}");
    }
}

/// Makes calls in a process that finds no CA certificates, where this test runs again.
#[cfg(any(feature = "rustls", feature = "rustls-ring"))]
#[test]
fn without_ca_certificates_http_works_and_the_error_for_https_says_so() {
    const INNER: &str = "CLERK_TEST_WITHOUT_CERTIFICATES";
    if std::env::var_os(INNER).is_none() {
        let mut test = std::process::Command::new(std::env::current_exe().unwrap());
        test.env(INNER, "1")
            .env("SSL_CERT_FILE", "/nonexistent")
            .env("SSL_CERT_DIR", "/nonexistent");
        let output = test.arg("without_ca_certificates").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let transport = Transport::new().unwrap();
        assert!(get(&transport, &server()).await.is_ok());
        let error = get(&transport, "https://127.0.0.1:9/").await.unwrap_err();
        if cfg!(feature = "webpki-roots") {
            assert_eq!(error.kind(), TransportErrorKind::Connect);
        } else {
            assert_eq!(error.kind(), TransportErrorKind::Request);
            assert!(format!("{error:?}").contains("no CA certificates"), "{error:?}");
        }
    });
}

#[tokio::test]
async fn without_a_tls_library_the_error_names_the_feature() {
    if crate::HAS_TLS {
        return;
    }
    let transport = Transport::new().unwrap();
    let error = get(&transport, "https://127.0.0.1:9/").await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Request);
    let report = clerk_core::Error::from(error).report().to_string();
    assert!(report.contains("`rustls`"), "{report}");
}

#[cfg(not(feature = "blocking"))]
#[test]
fn outside_tokio_the_error_names_the_feature() {
    let transport = Transport::new().unwrap();
    let error = pollster::block_on(get(&transport, &server())).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Request);
    let report = clerk_core::Error::from(error).report().to_string();
    assert!(report.contains("`blocking`"), "{report}");
}

#[cfg(feature = "blocking")]
mod blocking {
    use std::sync::mpsc;

    use pollster::FutureExt;

    use super::*;

    #[test]
    fn a_call_outside_tokio_works() {
        let transport = Transport::new().unwrap();
        for _ in 0..2 {
            let response = get(&transport, &server()).block_on();
            assert_eq!(response.unwrap().status(), http::StatusCode::OK);
        }
        let error = get(&transport, "http://127.0.0.1:9/").block_on().unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
    }

    #[test]
    fn a_transport_with_a_thread_can_be_dropped_in_a_runtime() {
        let transport = Transport::new().unwrap();
        get(&transport, &server()).block_on().unwrap();
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(async move { drop(transport) });
    }

    #[test]
    fn dropping_a_call_outside_tokio_closes_its_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let uri = format!("http://{}", listener.local_addr().unwrap());
        let (arrived, wait_for_arrival) = mpsc::channel();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut text = [0; 4096];
            assert!(stream.read(&mut text).unwrap() > 0);
            arrived.send(()).unwrap();
            stream.read(&mut text).unwrap()
        });
        let transport = Transport::new().unwrap();
        let mut call = Box::pin(get(&transport, &uri));
        let waker = std::task::Waker::noop();
        let first = call.as_mut().poll(&mut std::task::Context::from_waker(waker));
        assert!(first.is_pending());
        wait_for_arrival.recv().unwrap();
        drop(call);
        assert_eq!(server.join().unwrap(), 0);
    }
}
