//! Connections that take too long to set up, or that become silent.

use std::{io::Read, net::TcpListener, time::Duration};

use clerk_core::{
    Bytes, http,
    transport::{
        Deadline, HttpTransport, RequestContext, TransportError, TransportErrorKind,
        TransportSettings,
    },
};
use clerk_testing::RawServer;
use clerk_transport_reqwest::ReqwestTransport;

use crate::ready_made;

/// Returns a server that accepts connections and never responds to a handshake.
fn silent_server() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    (listener, origin)
}

/// Sends a request to `origin`, and returns the error.
async fn failure(
    transport: &ReqwestTransport,
    origin: &str,
    connect_timeout: Option<Duration>,
) -> TransportError {
    let request = http::Request::get(origin).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.connect_timeout = connect_timeout;
    transport.send(request, &context).await.unwrap_err()
}

#[tokio::test]
async fn the_deadline_of_a_ready_made_client_applies_but_is_unknown() {
    let (_listener, origin) = silent_server();
    let client = ready_made::builder().connect_timeout(Duration::from_millis(30));
    let transport = ReqwestTransport::from(client.build().unwrap());
    let error = failure(&transport, &origin, None).await;
    assert_eq!((error.kind(), error.deadline()), (TransportErrorKind::Connect, None));
}

#[tokio::test]
async fn an_error_names_the_deadline_of_the_settings() {
    let (_listener, origin) = silent_server();
    let mut settings = TransportSettings::default();
    settings.connect_timeout = Duration::from_millis(20);
    let transport = ReqwestTransport::with_settings(&settings).unwrap();
    let error = failure(&transport, &origin, None).await;
    let limit = Duration::from_millis(20);
    assert_eq!(error.deadline(), Some(Deadline::Connect(limit)), "{error:?}");
}

#[tokio::test]
async fn a_deadline_of_one_call_is_refused() {
    let (_listener, origin) = silent_server();
    let transport = ReqwestTransport::new().unwrap();
    let error = failure(&transport, &origin, Some(Duration::from_millis(20))).await;
    assert_eq!(error.kind(), TransportErrorKind::Request);
    let report = clerk_core::Error::from(error).report().to_string();
    assert!(report.contains("set it on the client"), "{report}");
}

/// The server may have carried out the request, and no deadline of the call has passed.
#[tokio::test]
async fn a_connection_without_a_response_to_a_ping_is_interrupted() {
    let server = RawServer::start(|mut connection| {
        // Empty SETTINGS of HTTP/2, and nothing else.
        connection.write([0, 0, 0, 4, 0, 0, 0, 0, 0]).unwrap();
        while connection.stream.read(&mut [0; 1024]).is_ok_and(|length| length > 0) {}
    })
    .unwrap();
    let soon = Duration::from_millis(20);
    let client = ready_made::builder().http2_prior_knowledge();
    let client = client.http2_keep_alive_interval(soon).http2_keep_alive_timeout(soon);
    let transport = ReqwestTransport::from(client.build().unwrap());
    let error = failure(&transport, &server.origin(), None).await;
    assert_eq!((error.kind(), error.deadline()), (TransportErrorKind::Interrupted, None));
}
