//! The credential of each request.

use clerk_core::{
    Client, ClientBuilder, Endpoint, Error,
    client::{Call, Credential},
};
use clerk_testing::{Reply, Script};
use other_apis::ledger::{Account, GetAccount, GetStatus};

type Start = fn(ClientBuilder) -> ClientBuilder;
type Options = fn(Call<Account>) -> Call<Account>;

const CLIENTS: [(&str, Start); 4] = [
    ("none", |client| client),
    ("bearer", |client| client.bearer("client-token")),
    ("basic", |client| client.basic("client", "password")),
    ("api_key", |client| client.api_key("x-api-key", "client-key")),
];

const OPTIONS: [(&str, Options); 8] = [
    ("no options", |call| call),
    (".credential(x-api-key)", |call| call.credential(&key("x-api-key"))),
    (".credential(x-other-key)", |call| call.credential(&key("x-other-key"))),
    (".bearer()", |call| call.bearer("call-token")),
    (".anonymous()", Call::anonymous),
    (".credential().bearer()", |call| call.credential(&key("x-other-key")).bearer("call-token")),
    (".credential().anonymous()", |call| call.credential(&key("x-other-key")).anonymous()),
    (".anonymous().bearer()", |call| call.anonymous().bearer("call-token")),
];

fn key(header: &str) -> Credential {
    Credential::header(header, "call-key").unwrap()
}

fn client(start: Start) -> (Client, Script) {
    let script = Script::new(|_| Reply::json(r#"{"id":"a1","balance":0,"healthy":true}"#));
    let builder = start(Client::builder("https://api.test"));
    (builder.transport(script.clone()).build().unwrap(), script)
}

/// Sends a call, and returns the headers of its request that carry a credential.
async fn credentials<R>(call: Call<R>, script: &Script) -> Vec<String> {
    call.await.unwrap();
    let request = script.take_sent().pop().unwrap();
    let names = ["authorization", "x-api-key", "x-other-key"];
    let mut credentials = Vec::new();
    for (name, value) in request.headers() {
        assert_eq!(value.is_sensitive(), names.contains(&name.as_str()), "{name}");
        if value.is_sensitive() {
            credentials.push(format!("{name}: {}", value.to_str().unwrap()));
        }
    }
    assert!(credentials.len() <= 1, "{credentials:?}");
    credentials
}

#[tokio::test]
async fn a_request_has_at_most_one_credential() {
    let mut table = String::new();
    for (name, start) in CLIENTS {
        let (client, script) = client(start);
        table.push_str(&format!("{name}\n"));
        for (option, set) in OPTIONS {
            let call = set(client.send(GetAccount::new("a1")));
            let sent = credentials(call, &script).await.concat();
            table.push_str(format!("    {option:26}{sent}").trim_end());
            table.push('\n');
        }
        let sent = credentials(client.send(GetStatus::new()), &script).await;
        assert!(sent.is_empty(), "a public operation has {sent:?}");
    }
    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn a_header_of_a_call_cannot_replace_its_credential() {
    let problem = |error: Error| error.encode().unwrap().problem().to_owned();
    let (client, script) = client(|client| client.api_key("x-api-key", "client-key"));
    let call = || client.send(GetAccount::new("a1"));
    for call in [
        call().header("x-api-key", "other"),
        call().header("authorization", "Bearer other"),
        call().credential(&key("x-other-key")).header("x-other-key", "other"),
    ] {
        let problem = problem(call.await.unwrap_err());
        assert!(problem.contains("cannot be set: it is"), "{problem}");
    }
    assert!(script.take_sent().is_empty());

    let sent = credentials(call().anonymous().header("x-api-key", "other"), &script).await;
    assert_eq!(sent, ["x-api-key: other"]);
}

#[tokio::test]
async fn each_page_of_a_list_has_the_credential_of_its_calls() {
    use other_apis::documents::{self, ListBlocks};

    let script = Script::default();
    script.reply(Reply::json(r#"{"results":[{"type":"x"}],"next_cursor":"c2","has_more":true}"#));
    script.reply(Reply::json(r#"{"results":[{"type":"x"}],"next_cursor":null,"has_more":false}"#));
    let builder = documents::builder("https://api.test/v1", "client-key");
    let client = builder.transport(script.clone()).build().unwrap();
    let other = Credential::bearer("call-token").unwrap();
    let list = client.pages(ListBlocks::new("p1")).each_call(move |call| call.credential(&other));
    let mut items = list.items();
    while let Some(item) = items.next_item().await {
        item.unwrap();
    }
    let requests = script.take_sent();
    assert_eq!(requests.len(), 2);
    for request in requests {
        assert_eq!(request.headers()["authorization"], "Bearer call-token");
        assert!(!request.headers().contains_key("x-documents-key"));
    }
}

#[test]
fn a_request_without_io_has_the_credential_of_the_client() {
    for (name, start) in CLIENTS {
        let request = client(start).0.request(&GetAccount::new("a1")).unwrap();
        let sensitive = request.headers().values().filter(|value| value.is_sensitive()).count();
        assert_eq!(sensitive, usize::from(name != "none"), "{name}");
        assert_eq!(request.method(), GetAccount::METADATA.method);
    }
}
