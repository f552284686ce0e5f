//! Lists, read to their end.

use std::collections::VecDeque;

use clerk_core::{
    Bytes, ClientBuilder, Error,
    http::Response,
    pages::{ItemOf, ListEndpoint},
};
use clerk_testing::Script;
use other_apis::{
    documents::{self, ListBlocks, QueryDatabase},
    ledger::{self, ListEntries},
    payments::{self, ListCustomers},
    repositories::{self, ListIssues},
};

use crate::script::{json, line, with_header};

/// A list that was read to its end.
struct Read<T> {
    items: Vec<T>,
    errors: Vec<Error>,
    /// Method, URL, and body of each request.
    requests: Vec<String>,
}

async fn read<E: ListEndpoint>(
    builder: ClientBuilder,
    list: E,
    responses: impl IntoIterator<Item = Response<Bytes>>,
) -> Read<ItemOf<E>> {
    let mut responses: VecDeque<_> = responses.into_iter().collect();
    let script = Script::new(move |_| {
        // The last response is repeated.
        let next = (responses.len() > 1).then(|| responses.pop_front()).flatten();
        next.unwrap_or_else(|| responses[0].clone())
    });
    let client = builder.transport(script.clone()).build().unwrap();
    let mut items = client.pages(list).items();
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    while let Some(item) = items.next_item().await {
        match item {
            Ok(item) => found.push(item),
            Err(error) => errors.push(error),
        }
        assert!(found.len() + errors.len() < 20, "the list does not end");
    }
    let requests = script.take_sent();
    let text = |request| format!("{} {}", line(request), String::from_utf8_lossy(request.body()));
    let requests = requests.iter().map(|request| text(request).trim_end().to_owned()).collect();
    Read { items: found, errors, requests }
}

async fn customers(responses: &[&str]) -> Read<String> {
    let builder = payments::builder("https://api.test/v1", "key");
    let responses = responses.iter().map(|body| json(200, body));
    let list = read(builder, ListCustomers::new().limit(2), responses).await;
    let items = list.items.into_iter().map(|customer| customer.id).collect();
    Read { items, errors: list.errors, requests: list.requests }
}

#[tokio::test]
async fn a_list_by_last_id_ends_without_more() {
    let list = customers(&[
        r#"{"data":[{"id":"cus_1"},{"id":"cus_2"}],"has_more":true}"#,
        r#"{"data":[{"id":"cus_3"}],"has_more":true}"#,
        r#"{"data":[{"id":"cus_4"}],"has_more":false}"#,
    ])
    .await;
    assert_eq!(list.items, ["cus_1", "cus_2", "cus_3", "cus_4"]);
    assert!(list.errors.is_empty());
    assert_eq!(
        list.requests,
        [
            "GET https://api.test/v1/customers?limit=2",
            "GET https://api.test/v1/customers?limit=2&starting_after=cus_2",
            "GET https://api.test/v1/customers?limit=2&starting_after=cus_3",
        ]
    );
}

#[tokio::test]
async fn an_empty_list_is_one_request() {
    let list = customers(&[r#"{"data":[],"has_more":false}"#]).await;
    assert_eq!((list.items.len(), list.errors.len(), list.requests.len()), (0, 0, 1));
}

#[tokio::test]
async fn a_list_by_last_id_that_repeats_its_page_is_an_error() {
    let list = customers(&[r#"{"data":[{"id":"cus_1"}],"has_more":true}"#]).await;
    assert_eq!(list.items, ["cus_1", "cus_1"]);
    assert_eq!((list.errors.len(), list.requests.len()), (1, 2));

    let list = customers(&[r#"{"data":[],"has_more":true}"#]).await;
    assert_eq!((list.items.len(), list.errors.len(), list.requests.len()), (0, 1, 1));
}

async fn issues(links: &[&'static str]) -> Read<u64> {
    let builder = repositories::builder("https://api.test", "token");
    let responses = (1..).zip(links).map(|(number, link)| {
        let body = format!(r#"[{{"number":{number},"title":"","state":"open"}}]"#);
        match *link {
            "" => json(200, &body),
            link => with_header(200, "link", link, &body),
        }
    });
    let list = read(builder, ListIssues::new("ada", "engine").per_page(1), responses).await;
    let items = list.items.into_iter().map(|issue| issue.number).collect();
    Read { items, errors: list.errors, requests: list.requests }
}

#[tokio::test]
async fn a_list_by_link_ends_without_a_link_to_the_next_page() {
    let second = r#"<https://api.test/x?page=2&per_page=1>; rel="next", <https://api.test/x?page=3>; rel="last""#;
    let third =
        r#"<https://api.test/x?page=1>; rel="prev first", </x?page=3>; title="a, b"; rel=next"#;
    let last = r#"<https://api.test/x?page=2>; rel="prev""#;
    for links in [[second, third, last], [second, third, ""]] {
        let list = issues(&links).await;
        assert_eq!(list.items, [1, 2, 3]);
        assert!(list.errors.is_empty());
        assert_eq!(
            list.requests,
            [
                "GET https://api.test/repos/ada/engine/issues?per_page=1",
                "GET https://api.test/repos/ada/engine/issues?per_page=1&page=2",
                "GET https://api.test/repos/ada/engine/issues?per_page=1&page=3",
            ]
        );
    }
}

#[tokio::test]
async fn a_link_that_leads_to_its_own_page_is_an_error() {
    let list = issues(&[r#"<https://api.test/x?page=2>; rel="next""#]).await;
    assert_eq!(list.items, [1, 1]);
    assert_eq!((list.errors.len(), list.requests.len()), (1, 2));
}

const FIRST: &str = r#"{"results":[{"id":"b1","type":"x"}],"next_cursor":"c/2","has_more":true}"#;
const EMPTY: &str = r#"{"results":[],"next_cursor":"c3","has_more":true}"#;

async fn blocks(responses: &[&str]) -> Read<String> {
    let builder = documents::builder("https://api.test/v1", "key");
    let responses = responses.iter().map(|body| json(200, body));
    let list = read(builder, ListBlocks::new("p1"), responses).await;
    let items = list.items.into_iter().filter_map(|block| block.id).collect();
    Read { items, errors: list.errors, requests: list.requests }
}

#[tokio::test]
async fn a_list_by_cursor_continues_after_an_empty_page_and_ends_at_null() {
    for last in [
        r#"{"results":[{"id":"b2","type":"x"}],"next_cursor":null,"has_more":false}"#,
        r#"{"results":[{"id":"b2","type":"x"}],"has_more":true}"#,
        r#"{"results":[{"id":"b2","type":"x"}],"next_cursor":"c4","has_more":false}"#,
    ] {
        let list = blocks(&[FIRST, EMPTY, last]).await;
        assert_eq!(list.items, ["b1", "b2"]);
        assert!(list.errors.is_empty());
        assert_eq!(
            list.requests,
            [
                "GET https://api.test/v1/blocks/p1/children",
                "GET https://api.test/v1/blocks/p1/children?start_cursor=c%2F2",
                "GET https://api.test/v1/blocks/p1/children?start_cursor=c3",
            ]
        );
    }
}

#[tokio::test]
async fn a_cursor_that_stays_the_same_is_an_error() {
    let list = blocks(&[FIRST]).await;
    assert_eq!(list.items, ["b1", "b1"]);
    assert_eq!(list.requests.len(), 2);
    assert_eq!(list.errors.len(), 1);
    insta::assert_snapshot!(list.errors[0], @"ListBlocks was not sent: the next page was already read, so the list would never end");

    let list = blocks(&[EMPTY]).await;
    assert_eq!((list.items.len(), list.errors.len(), list.requests.len()), (0, 1, 2));
}

#[tokio::test]
async fn a_list_by_post_sends_its_cursor_in_the_body() {
    let page = r#"{"id":"p1","last_edited_time":"2026-01-01T12:00:00Z"}"#;
    let first = format!(r#"{{"results":[{page}],"next_cursor":"c2","has_more":true}}"#);
    let last = format!(r#"{{"results":[{page}],"next_cursor":null,"has_more":false}}"#);
    let builder = || documents::builder("https://api.test/v1", "key");
    let query = || QueryDatabase::new("d1").page_size(1);

    let list = read(builder(), query(), [json(200, &first), json(200, &last)]).await;
    assert_eq!((list.items.len(), list.errors.len()), (2, 0));
    assert_eq!(
        list.requests,
        [
            r#"POST https://api.test/v1/databases/d1/query {"page_size":1}"#,
            r#"POST https://api.test/v1/databases/d1/query {"page_size":1,"start_cursor":"c2"}"#,
        ]
    );

    let list = read(builder(), query(), [json(200, &first)]).await;
    assert_eq!((list.items.len(), list.errors.len(), list.requests.len()), (2, 1, 2));
}

#[tokio::test]
async fn a_list_by_offset_ends_at_its_total_and_at_an_empty_page() {
    let page = |count: usize, total| {
        let entry = r#"{"amount":1,"booked_at":"2026-01-01T12:00:00Z"}"#;
        let body =
            format!(r#"{{"data":[{}],"total_count":{total}}}"#, [entry].repeat(count).join(","));
        json(200, &body)
    };
    let builder = || ledger::builder("https://api.test", "token");

    let list =
        read(builder(), ListEntries::new(["a1"]).limit(2), [page(2, "3"), page(1, "3")]).await;
    assert_eq!((list.items.len(), list.errors.len()), (3, 0));
    assert_eq!(
        list.requests,
        [
            r#"GET https://api.test/entries?limit=2 {"accounts":["a1"]}"#,
            r#"GET https://api.test/entries?limit=2&offset=2 {"accounts":["a1"]}"#,
        ]
    );

    let pages = [page(2, "null"), page(2, "null"), page(0, "null")];
    let list = read(builder(), ListEntries::new(["a1"]), pages).await;
    assert_eq!((list.items.len(), list.errors.len(), list.requests.len()), (4, 0, 3));
}
