//! How long setting up a connection may take, by client and by call.

#![cfg(any(feature = "rustls", feature = "native-tls"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{net::TcpListener, time::Duration};

use clerk_core::{
    Bytes, Deadline, HttpTransport, RequestContext, TransportError, TransportErrorKind,
    TransportSettings, http,
};
use clerk_transport_reqwest::ReqwestTransport;

/// Where connections are accepted and no handshake is answered.
fn silent() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    (listener, origin)
}

/// How sending a request there fails.
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
async fn that_of_a_ready_made_client_holds_and_is_not_known() {
    let (_listener, origin) = silent();
    let client = reqwest::Client::builder().no_proxy().connect_timeout(Duration::from_millis(30));
    let transport = ReqwestTransport::from(client.build().unwrap());
    for own in [None, Some(Duration::from_secs(60))] {
        let error = failure(&transport, &origin, own).await;
        assert_eq!((error.kind(), error.deadline()), (TransportErrorKind::Connect, None));
    }
}

#[tokio::test]
async fn each_of_several_calls_at_once_has_its_own() {
    let (_listener, origin) = silent();
    let mut settings = TransportSettings::default();
    settings.connect_timeout = Duration::from_millis(20);
    let transport = ReqwestTransport::with_settings(&settings).unwrap();
    let calls = [None, Some(60), Some(40), Some(30)].map(|own| {
        let own = own.map(Duration::from_millis);
        let limit = own.unwrap_or(settings.connect_timeout);
        let (transport, origin) = (transport.clone(), origin.clone());
        tokio::spawn(async move { (failure(&transport, &origin, own).await, limit) })
    });
    for call in calls {
        let (error, limit) = call.await.unwrap();
        assert_eq!(error.deadline(), Some(Deadline::Connect(limit)), "{error:?}");
    }
}
