//! Every operation of the four APIs, called once.

use clerk_core::{Client, Patch, Timestamp, values::Rfc3339};
use clerk_testing::{Reply, Script};
use serde_json::json;

use crate::script::{self, typed, with_header};

const NOON: Rfc3339 = Rfc3339(Timestamp::from_unix_millis(1_767_268_800_000));

pub(crate) async fn payments(client: &Client, script: &Script) {
    use other_apis::payments::*;

    script.reply(Reply::json(r#"{"id":"cus_1","email":"ada@example.com","object":"customer"}"#));
    let create = CreateCustomer::new().email("ada@example.com").name("Ada & Söhne").city("Köln");
    let customer = client.send(create.plan("50% off")).await.unwrap();
    assert_eq!(customer.email.as_deref(), Some("ada@example.com"));

    script.reply(Reply::json(r#"{"id":"cus_1","email":null}"#));
    let get = GetCustomer::new(customer.id).expand(["default_source", "subscriptions.data"]);
    assert_eq!(client.send(get).await.unwrap().email, None);

    script.reply(Reply::json(r#"{"id":"cus_1"}"#));
    client.send(UpdateCustomer::new("cus_1").email("")).await.unwrap();

    script.reply(Reply::json(r#"{"object":"list","data":[{"id":"cus_1"}],"has_more":false}"#));
    let list = ListCustomers::new().created_since(1_767_268_800_u64).limit(2);
    assert_eq!(client.send(list).await.unwrap().data.len(), 1);

    script.reply(Reply::json(r#"{"id":"pi_1","status":"requires_capture"}"#));
    let create = CreatePayment::new(500_u64, "eur")
        .method_types(["card", "sepa_debit"])
        .order_id("6735")
        .expand(["customer"]);
    let call = client.send(create).header("idempotency-key", "order-6735").idempotent();
    assert_eq!(call.await.unwrap().status, PaymentStatus::RequiresCapture);

    script.reply(Reply::json(r#"{"id":"pi_1","status":"processing"}"#));
    let capture = CapturePayment::new("pi_1").idempotency_key("capture-6735");
    assert!(client.send(capture).await.unwrap().status.is_unknown());

    script.reply(Reply::json(r#"{"id":"cus_1","deleted":true}"#));
    assert!(client.send(DeleteCustomer::new("cus_1")).await.unwrap().deleted);
}

pub(crate) async fn repositories(client: &Client, script: &Script) {
    use other_apis::repositories::*;

    let repository = r#"{"full_name":"ada/engine","homepage":null}"#;
    script.reply(with_header(200, "etag", "\"v1\"", repository));
    let first = client.send(GetRepository::new("ada", "engine")).full().await.unwrap();
    let tag = first.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(first.into_body().unwrap().full_name, "ada/engine");

    script.reply(with_header(304, "etag", "\"v1\"", ""));
    let again = client.send(GetRepository::new("ada", "engine").if_none_match(tag));
    assert_eq!(again.await.unwrap(), None);

    script.reply(Reply::json(repository));
    let update = UpdateRepository::new("ada", "engine").homepage(Patch::Clear).archived(true);
    client.send(update).await.unwrap();

    script.reply(Reply::json(r#"[{"number":7,"title":"Overflow","state":"open"}]"#));
    let list = ListIssues::new("ada", "engine").labels(["bug", "help wanted"]).since(NOON);
    let issues = client.send(list).await.unwrap();
    assert_eq!(issues[0].state, IssueState::Open);

    script.reply(Reply::json(r#"{"number":8,"title":"\"x\" is slow","state":"open"}"#));
    let create = CreateIssue::new("ada", "engine", "\"x\" is slow").body("1\n2");
    assert_eq!(client.send(create.labels(["slow"])).await.unwrap().number, 8);

    script.reply(typed(200, "text/plain", "fn main() {}\n"));
    let read = ReadFile::new("ada", "engine", "src/bin/a b+c?.rs").reference("feature/x");
    assert_eq!(client.send(read).await.unwrap(), "fn main() {}\n");

    script.reply(script::json(201, r#"{"content":{}}"#));
    let write = WriteFile::new("ada", "engine", "src/lib.rs", "Add it", "Zm4gbWFpbigpIHt9Cg==");
    client.send(write).await.unwrap();

    script.reply(Reply::json("{}"));
    client.send(DeleteFile::new("ada", "engine", "src/lib.rs", "Drop it", "3d21")).await.unwrap();

    script.reply(typed(200, "text/plain", "--- a\n+++ b\n"));
    let diff = client.send(ReadDiff::new("ada", "engine", "3d21ec5")).await.unwrap();
    assert!(diff.starts_with("---"));

    script.reply(Reply::status(204));
    client.send(StarRepository::new("ada", "engine")).await.unwrap();

    script.reply(with_header(302, "location", "https://files.test/1.tar.gz", ""));
    let url = client.send(GetArchive::new("ada", "engine", "refs/heads/main")).await.unwrap();
    assert_eq!(url, "https://files.test/1.tar.gz");
}

pub(crate) async fn documents(client: &Client, script: &Script) {
    use other_apis::documents::*;

    let page = r#"{"object":"page","id":"p1","last_edited_time":"2026-01-01T12:00:00.000Z"}"#;
    script.reply(Reply::json(page));
    let parent = Parent::DatabaseId("d1".to_owned());
    let block = Block { id: None, kind: "divider".to_owned() };
    let create = CreatePage::new(parent, json!({"Name": {"title": "Ada"}})).children([block]);
    assert_eq!(client.send(create).await.unwrap().last_edited_time, NOON);

    script.reply(Reply::json(page));
    let get = GetPage::new("p1").filter_properties(["title", "a%3Ab"]);
    assert_eq!(client.send(get).await.unwrap().id, "p1");

    script.reply(Reply::json(page));
    client.send(UpdatePage::new("p1").in_trash(true)).await.unwrap();

    script.reply(Reply::json(r#"{"results":[],"next_cursor":null,"has_more":false}"#));
    let query = QueryDatabase::new("d1").filter(json!({"property": "Done"})).page_size(2);
    assert!(client.send(query).await.unwrap().results.is_empty());

    let block = r#"{"id":"b1","type":"paragraph","paragraph":{}}"#;
    script.reply(Reply::json(format!(
        r#"{{"results":[{block}],"next_cursor":"c2","has_more":true}}"#
    )));
    let blocks = client.send(ListBlocks::new("p1").start_cursor("c1")).await.unwrap();
    assert_eq!(blocks.next_cursor.as_deref(), Some("c2"));

    script.reply(Reply::json(block));
    assert_eq!(client.send(DeleteBlock::new("b1")).await.unwrap().kind, "paragraph");
}

pub(crate) async fn ledger(client: &Client, script: &Script) {
    use other_apis::ledger::*;

    let account = r#"{"id":"a1","balance":-30,"closes_at":"2026-01-01T13:00:00+01:00"}"#;
    script.reply(Reply::json(account));
    let read = client.send(GetAccount::new("a1").at(NOON)).await.unwrap();
    assert_eq!((read.balance, read.closes_at), (-30, Some(NOON)));

    script.reply(Reply::json(account));
    let update = UpdateAccount::new("a1")
        .if_match("\"v1\"")
        .overdraft_limit(Patch::Set(0))
        .closes_at(Patch::Clear);
    client.send(update).await.unwrap();

    let transfer = r#"{"name":"t 1","execute_at":"2026-01-01T12:00:00Z"}"#;
    script.reply(script::json(202, transfer));
    let create = CreateTransfer::new("a1", "a2", 50_u64).execute_at(NOON);
    let created = client.send(create).await.unwrap();
    assert_eq!(created.execute_at, NOON);

    script.reply(Reply::json(transfer));
    client.send(CancelTransfer::new(created.name)).await.unwrap();

    let entry = r#"{"amount":50,"booked_at":"2026-01-01T12:00:00Z"}"#;
    script.reply(Reply::json(format!(r#"{{"data":[{entry}],"total_count":1}}"#)));
    let list = ListEntries::new(["a1", "a2"]).booked_since(NOON).limit(10);
    assert_eq!(client.send(list).await.unwrap()[0].amount, 50);

    script.reply(Reply::json(r#"{"healthy":true}"#));
    assert!(client.send(GetStatus::new()).await.unwrap().healthy);

    script.reply(Reply::json(account));
    client.send(GetAccount::new("public")).anonymous().await.unwrap();
}
