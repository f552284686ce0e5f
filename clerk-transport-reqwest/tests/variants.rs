//! The tests of features and settings that all transports on tokio pass, and those of a ready-made
//! client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use clerk_transport_reqwest::ReqwestTransport as Transport;

mod ready_made;
#[path = "../../tests/transports/variants.rs"]
mod variants;

const HAS_TLS: bool =
    cfg!(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"));

#[tokio::test]
async fn a_ready_made_client_keeps_its_settings() {
    let client = ready_made::builder().user_agent("mine/1").build().unwrap();
    let transport = Transport::from(client);
    let response = variants::get(&transport, &variants::server()).await.unwrap();
    assert!(String::from_utf8_lossy(response.body()).contains("user-agent: mine/1"));
}
