//! The requests of every operation, as they are sent.

use clerk_core::{Client, ClientBuilder};
use clerk_transport_reqwest::ReqwestTransport;
use other_apis::{documents, ledger, payments, repositories};

use crate::{
    calls,
    script::{redacted, unredacted, with_absolute_url},
};
use clerk_testing::Script;

/// Sends the calls through memory and through sockets, compares the requests, and returns their
/// text.
async fn requests(
    base: &str,
    builder: fn(&str, &str) -> ClientBuilder,
    calls: impl AsyncFn(&Client, &Script),
) -> String {
    let start = |base: &str| builder(base, "s3cr3t+k/y=").user_agent("other-apis/1.0");

    let script = Script::default();
    let client = start(base).transport(script.clone()).build().unwrap();
    calls(&client, &script).await;
    let in_memory = script.take_sent();

    let script = Script::default();
    let server = script.serve().unwrap();
    let origin = format!("http://{}", server.address());
    let local = base.replace("https://api.test", &origin);
    let client = start(&local).transport(ReqwestTransport::new().unwrap()).build().unwrap();
    calls(&client, &script).await;
    let received: Vec<_> = script.take_sent().into_iter().map(with_absolute_url).collect();

    assert_eq!(in_memory.len(), received.len());
    for (mut sent, received) in in_memory.iter().cloned().zip(&received) {
        // The HTTP client adds the length.
        if let Some(length) = received.headers().get("content-length") {
            assert_eq!(length, &sent.body().len().to_string());
            sent.headers_mut().insert("content-length", length.clone());
        }
        assert_eq!(unredacted(&sent), unredacted(received).replace(&origin, "https://api.test"));
    }
    let texts: Vec<String> = in_memory.iter().map(redacted).collect();
    texts.join("\n----\n")
}

#[tokio::test]
async fn payments_are_form_bodies_with_basic_auth() {
    let text = requests("https://api.test/v1", payments::builder, calls::payments).await;
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn repositories_are_called_with_constant_headers() {
    let text = requests("https://api.test", repositories::builder, calls::repositories).await;
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn documents_are_called_with_a_key_in_its_own_header() {
    let text = requests("https://api.test/v1", documents::builder, calls::documents).await;
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn accounts_are_updated_with_merge_patches() {
    let text = requests("https://api.test/banking/v2/", ledger::builder, calls::ledger).await;
    insta::assert_snapshot!(text);
}
