//! The requests say nothing that the user did not ask for.

use std::process::Command;

use clerk_core::Client;
use clerk_testing::{Reply, Script};
use clerk_transport_reqwest::ReqwestTransport;
use other_apis::{
    documents,
    ledger::{self, GetAccount, UpdateAccount},
    payments, repositories,
};

use crate::{calls, script::unredacted};

#[tokio::test]
async fn no_request_names_the_sdk() {
    for over_sockets in [false, true] {
        let script = Script::default();
        let server = script.serve().unwrap();
        let base = match over_sockets {
            true => format!("http://{}", server.address()),
            false => "https://api.test".to_owned(),
        };
        let client = |builder: fn(&str, &str) -> _| -> Client {
            let builder: clerk_core::ClientBuilder = builder(&base, "s3cr3t");
            let builder = match over_sockets {
                true => builder.transport(ReqwestTransport::new().unwrap()),
                false => builder.transport(script.clone()),
            };
            builder.build().unwrap()
        };
        calls::payments(&client(payments::builder), &script).await;
        calls::repositories(&client(repositories::builder), &script).await;
        calls::documents(&client(documents::builder), &script).await;
        calls::ledger(&client(ledger::builder), &script).await;

        let requests = script.take_sent();
        assert_eq!(requests.len(), 31);
        for request in requests {
            let text = unredacted(&request);
            assert!(!text.to_lowercase().contains("clerk"), "{text}");
        }
    }
}

#[tokio::test]
async fn a_request_has_only_the_headers_that_were_asked_for() {
    let script = Script::new(|_| Reply::json(r#"{"id":"a1","balance":0}"#));
    let client = Client::builder("https://api.test").transport(script.clone()).build().unwrap();
    client.send(GetAccount::new("a1")).await.unwrap();
    client.send(GetAccount::new("a1")).header("x-mine", "1").await.unwrap();
    client.send(UpdateAccount::new("a1").if_match("*").owner("Ada")).await.unwrap();

    let names = script.take_sent().into_iter().map(|request| {
        let mut names: Vec<String> = request.headers().keys().map(ToString::to_string).collect();
        names.sort();
        names.join(" ")
    });
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "accept user-agent",
            "accept user-agent x-mine",
            "accept content-type if-match user-agent",
        ]
    );
}

#[test]
fn the_crate_depends_on_the_core_alone() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "other-apis", "--edges", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    let mut crates: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| name.starts_with("clerk"))
        .collect();
    crates.sort_unstable();
    crates.dedup();
    assert_eq!(crates, ["clerk-core", "clerk-macros"], "{:?}", output.status);
}
