//! Connections that take too long to set up, and custom resolvers.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use clerk_core::{
    Bytes, http,
    transport::{
        Deadline, HttpTransport, RequestContext, TransportError, TransportErrorKind, async_trait,
    },
};
use clerk_transport_hyper::{HyperTransport, Resolve};

async fn failure(
    transport: &HyperTransport,
    origin: &str,
    connect_timeout: Option<Duration>,
) -> TransportError {
    let request = http::Request::get(origin).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.connect_timeout = connect_timeout;
    transport.send(request, &context).await.unwrap_err()
}

/// Never finds an address, and counts how often it is asked.
#[derive(Clone, Debug, Default)]
struct Endless(Arc<AtomicUsize>);

#[async_trait]
impl Resolve for Endless {
    async fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        self.0.fetch_add(1, Relaxed);
        std::future::pending().await
    }
}

#[tokio::test]
async fn the_deadline_covers_the_name() {
    let resolver = Endless::default();
    let setting = Duration::from_millis(20);
    let builder = HyperTransport::builder().connect_timeout(setting).resolver(resolver.clone());
    let transport = builder.build().unwrap();
    let error = failure(&transport, "http://name.example", None).await;
    assert_eq!(error.deadline(), Some(Deadline::Connect(setting)), "{error:?}");
    let own = Duration::from_millis(10);
    let error = failure(&transport, "http://name.example", Some(own)).await;
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert_eq!(error.deadline(), Some(Deadline::Connect(own)), "{error:?}");
    assert_eq!(resolver.0.load(Relaxed), 2);
}

/// The server accepts connections and never responds to a handshake.
#[cfg(feature = "rustls-no-provider")]
#[tokio::test]
async fn the_deadline_covers_the_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    let setting = Duration::from_millis(20);
    let transport = HyperTransport::builder().connect_timeout(setting);
    let transport = transport.root_certificate(certificate()).build().unwrap();
    let error = failure(&transport, &origin, None).await;
    assert_eq!(error.deadline(), Some(Deadline::Connect(setting)), "{error:?}");
}

#[cfg(feature = "rustls-no-provider")]
fn certificate() -> String {
    rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem()
}

/// Sends everything to one address.
#[derive(Debug)]
struct To(SocketAddr);

#[async_trait]
impl Resolve for To {
    async fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(vec![self.0])
    }
}

#[tokio::test]
async fn a_resolver_replaces_the_system() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let transport = HyperTransport::builder().resolver(To(address)).build().unwrap();
    let served = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 1_000]).unwrap() > 0);
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    });
    let request = http::Request::get("http://name.invalid").body(Bytes::new()).unwrap();
    let response = transport.send(request, &RequestContext::default()).await.unwrap();
    assert_eq!(response.status(), 204);
    served.join().unwrap();
}
