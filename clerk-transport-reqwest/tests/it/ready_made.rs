//! Clients that a test makes with reqwest.

use clerk_transport_reqwest::ReqwestTransport;

use crate::variants;

/// Returns a builder. reqwest panics if neither it nor the process has a crypto provider.
pub(crate) fn builder() -> reqwest::ClientBuilder {
    #[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy()
}

#[tokio::test]
async fn a_ready_made_client_keeps_its_settings() {
    let client = builder().user_agent("mine/1").build().unwrap();
    let transport = ReqwestTransport::from(client);
    let response = variants::get(&transport, &variants::server()).await.unwrap();
    assert!(String::from_utf8_lossy(response.body()).contains("user-agent: mine/1"));
}
