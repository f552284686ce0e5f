//! Connections to servers and proxies on this machine.

#![cfg_attr(
    not(feature = "rustls-no-provider"),
    allow(dead_code, reason = "the tests of TLS share the helpers")
)]

use std::{
    error::Error as StdError,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use clerk_core::{
    error::{TransportError, TransportErrorKind},
    transport::{TransportSettings, async_trait},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
};

use super::*;

#[cfg(feature = "rustls-no-provider")]
mod secure;

/// The request heads that a server received.
type Heads = Arc<Mutex<Vec<String>>>;

/// Resolves every name to these addresses, if any.
#[derive(Debug)]
struct Fixed(Vec<SocketAddr>);

#[async_trait]
impl Resolve for Fixed {
    async fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(self.0.clone())
    }
}

fn fixed(addresses: &[SocketAddr]) -> Settings {
    Settings { resolver: Some(Arc::new(Fixed(addresses.to_vec()))), ..Settings::default() }
}

fn proxy(url: &str) -> Option<Proxy> {
    let mut settings = TransportSettings::default();
    settings.proxy = Some(url.to_owned());
    Proxy::of(&settings).unwrap()
}

async fn connect(settings: Settings, uri: &str) -> Result<Connected, ConnectError> {
    Connector::new(settings).unwrap().connect(&uri.parse().unwrap()).await
}

/// Returns the kind and all texts of the failure.
async fn failure(settings: Settings, uri: &str) -> (TransportErrorKind, String) {
    let Err(error) = connect(settings, uri).await else { panic!("{uri} has a connection") };
    let error = TransportError::from(error);
    let mut texts = vec![format!("{error:?}")];
    let mut source = error.source();
    while let Some(cause) = source {
        texts.push(cause.to_string());
        source = cause.source();
    }
    let texts = texts.join("\n");
    assert!(!texts.contains("secret"), "{texts}");
    (error.kind(), texts)
}

async fn assert_fails(settings: Settings, uri: &str, kind: TransportErrorKind, text: &str) {
    let (actual, texts) = failure(settings, uri).await;
    assert!(actual == kind && texts.contains(text), "{actual:?} {texts}");
}

/// Sends a byte both ways.
async fn assert_open(connected: &mut Connected) {
    connected.stream.write_all(b"?").await.unwrap();
    connected.stream.flush().await.unwrap();
    assert_eq!(connected.stream.read_u8().await.unwrap(), b'!');
}

/// Responds to one byte.
async fn respond(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    if stream.read_u8().await.is_ok() {
        stream.write_all(b"!").await.unwrap();
        stream.flush().await.unwrap();
    }
}

/// Serves each connection with `serve`.
async fn listen<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        head.push(char::from(stream.read_u8().await.unwrap()));
    }
    head
}

/// Notes the head of a request, responds with `response`, and opens a tunnel if it is a 200.
async fn serve_proxy(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    heads: Heads,
    response: &'static str,
) {
    let head = read_head(&mut stream).await;
    let target = head.split(' ').nth(1).unwrap().to_owned();
    heads.lock().unwrap().push(head);
    stream.write_all(response.as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
    if response == OPENED {
        let mut server = TcpStream::connect(target).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
    }
}

const OPENED: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

/// Starts a proxy, and returns the end of its URL and its requests.
async fn http_proxy(response: &'static str) -> (SocketAddr, Heads) {
    let heads = Heads::default();
    let noted = heads.clone();
    let address = listen(move |stream| serve_proxy(stream, noted.clone(), response)).await;
    (address, heads)
}

#[tokio::test]
async fn an_address_that_refuses_is_followed_by_the_next() {
    let refuses = TcpSocket::new_v4().unwrap();
    refuses.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let refuses_at = refuses.local_addr().unwrap();
    let accepts_at = listen(respond).await;
    let uri = "http://server.example/";
    let mut connected = connect(fixed(&[refuses_at, accepts_at]), uri).await.unwrap();
    assert_open(&mut connected).await;
    assert!(!connected.is_http2 && connected.absolute_form.is_none());
    assert_fails(fixed(&[refuses_at]), uri, TransportErrorKind::Connect, "no connections").await;
}

#[tokio::test]
async fn a_resolver_sees_name_and_port_but_no_address() {
    #[derive(Debug, Default)]
    struct Noting(Mutex<Vec<String>>, Vec<SocketAddr>);

    #[async_trait]
    impl Resolve for Noting {
        async fn resolve(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
            self.0.lock().unwrap().push(format!("{host} {port}"));
            Ok(self.1.clone())
        }
    }

    let address = listen(respond).await;
    let noting = Arc::new(Noting(Mutex::default(), vec![address]));
    let settings = || Settings { resolver: Some(noting.clone()), ..Settings::default() };
    for uri in ["http://a.example/", "http://b.example:8080/", &format!("http://{address}/")] {
        connect(settings(), uri).await.unwrap();
    }
    assert_eq!(*noting.0.lock().unwrap(), ["a.example 80", "b.example 8080"]);
}

#[tokio::test]
async fn a_name_without_an_address_is_no_connection() {
    let uri = "http://server.example/";
    assert_fails(fixed(&[]), uri, TransportErrorKind::Connect, "could not be resolved").await;
}

#[tokio::test]
async fn the_system_resolves_names() {
    let port = listen(respond).await.port();
    let uri = format!("http://localhost:{port}/");
    assert_open(&mut connect(Settings::default(), &uri).await.unwrap()).await;
}

#[tokio::test]
async fn other_schemes_are_refused() {
    let settings = Settings::default();
    assert_fails(settings, "ftp://server.example/", TransportErrorKind::Request, "`http`").await;
}

#[cfg(not(feature = "rustls-no-provider"))]
#[tokio::test]
async fn without_a_tls_library_the_error_names_the_feature() {
    let (settings, uri) = (Settings::default(), "https://127.0.0.1:9/");
    assert_fails(settings, uri, TransportErrorKind::Request, "`rustls`").await;
}

#[tokio::test]
async fn requests_for_http_go_to_the_proxy_with_its_credentials() {
    for (user, header) in [
        ("user:secret%20word@", Some("Basic dXNlcjpzZWNyZXQgd29yZA==")),
        ("user@", Some("Basic dXNlcjo=")),
        ("", None),
    ] {
        let address = listen(respond).await;
        let settings =
            Settings { proxy: proxy(&format!("http://{user}{address}")), ..Settings::default() };
        let mut connected = connect(settings, "http://server.example/").await.unwrap();
        assert_open(&mut connected).await;
        let credentials = connected.absolute_form.unwrap();
        let value = credentials.header();
        assert_eq!(value.map(|value| value.to_str().unwrap()), header);
        assert!(value.is_none_or(http::HeaderValue::is_sensitive));
    }
}

#[tokio::test]
async fn a_proxy_that_cannot_be_reached_is_named() {
    let refuses = TcpSocket::new_v4().unwrap();
    refuses.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://user:secret@{}", refuses.local_addr().unwrap());
    let settings = Settings { proxy: proxy(&url), ..Settings::default() };
    let uri = "http://server.example/";
    assert_fails(settings, uri, TransportErrorKind::Connect, "the proxy accepts no").await;
    let mut settings = fixed(&[]);
    settings.proxy = proxy("http://user:secret@proxy.example");
    assert_fails(settings, uri, TransportErrorKind::Connect, "name of the proxy").await;
}

mod socks {
    use super::*;

    /// Serves one tunnel of a SOCKS5 proxy, and notes the target. It has the status of the credentials
    /// and the reply to the request.
    async fn serve(mut stream: TcpStream, heads: Heads, server: SocketAddr, status: u8, reply: u8) {
        let mut hello = [0; 3];
        stream.read_exact(&mut hello).await.unwrap();
        stream.write_all(&[5, hello[2]]).await.unwrap();
        match hello {
            [5, 1, 0] => {}
            [5, 1, 2] => {
                let mut credentials = [0; 13];
                stream.read_exact(&mut credentials).await.unwrap();
                assert_eq!(&credentials, b"\x01\x04user\x06secret");
                stream.write_all(&[1, status]).await.unwrap();
                if status != 0 {
                    return;
                }
            }
            other => panic!("{other:?}"),
        }
        let mut start = [0; 4];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(start[..3], [5, 1, 0]);
        let host = match start[3] {
            1 => std::net::Ipv4Addr::from(stream.read_u32().await.unwrap()).to_string(),
            4 => std::net::Ipv6Addr::from(stream.read_u128().await.unwrap()).to_string(),
            _ => {
                let mut name = vec![0; usize::from(stream.read_u8().await.unwrap())];
                stream.read_exact(&mut name).await.unwrap();
                String::from_utf8(name).unwrap()
            }
        };
        let port = stream.read_u16().await.unwrap();
        heads.lock().unwrap().push(format!("{host} {port}"));
        // The proxy's own address is a name.
        let _ = stream.write_all(b"\x05").await;
        let _ = stream.write_all(&[reply, 0, 3, 1, b'p', 0, 80]).await;
        let mut server = TcpStream::connect(server).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut stream, &mut server).await;
    }

    async fn socks_proxy(status: u8, reply: u8) -> (SocketAddr, Heads) {
        let server = listen(respond).await;
        let heads = Heads::default();
        let noted = heads.clone();
        let serve = move |stream| serve(stream, noted.clone(), server, status, reply);
        (listen(serve).await, heads)
    }

    #[tokio::test]
    async fn a_socks_proxy_opens_a_tunnel_and_resolves_if_its_scheme_says_so() {
        let resolved = "127.0.0.9:80".parse().unwrap();
        for (scheme, host, target) in [
            ("socks5h", "server.example", "server.example 80"),
            ("socks5h", "[::1]", "::1 80"),
            ("socks5", "server.example", "127.0.0.9 80"),
        ] {
            for credentials in ["", "user:secret@"] {
                let (address, heads) = socks_proxy(0, 0).await;
                let mut settings = fixed(&[resolved]);
                settings.proxy = proxy(&format!("{scheme}://{credentials}{address}"));
                let mut connected = connect(settings, &format!("http://{host}/")).await.unwrap();
                assert_open(&mut connected).await;
                assert!(connected.absolute_form.is_none());
                assert_eq!(*heads.lock().unwrap(), [target]);
            }
        }
    }

    #[tokio::test]
    async fn a_socks_proxy_that_refuses_is_named() {
        for (status, reply, reason) in
            [(1, 0, "refused the credentials"), (0, 2, "does not allow the server")]
        {
            let (address, _) = socks_proxy(status, reply).await;
            let proxy = proxy(&format!("socks5h://user:secret@{address}"));
            let settings = Settings { proxy, ..Settings::default() };
            let (kind, texts) = failure(settings, "http://server.example/").await;
            assert_eq!(kind, TransportErrorKind::Connect);
            assert!(texts.contains("the SOCKS proxy") && texts.contains(reason), "{texts}");
        }
    }

    #[tokio::test]
    async fn a_server_that_is_no_socks_proxy_is_named() {
        let address = listen(|mut stream: TcpStream| async move {
            let _ = stream.read_exact(&mut [0; 3]).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        });
        let address = address.await;
        let settings =
            Settings { proxy: proxy(&format!("socks5h://{address}")), ..Settings::default() };
        let uri = "http://server.example/";
        assert_fails(settings, uri, TransportErrorKind::Connect, "does not speak SOCKS5").await;
    }
}
