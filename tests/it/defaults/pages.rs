//! Lists with several pages.

use clerk_sdk::api::users::{CountUsers, DeleteUser, ListUsers};

use super::*;

/// Reads all pages, and returns the IDs and the queries.
fn all(instance: &Instance, list: ListUsers) -> (Vec<UserId>, Vec<String>) {
    instance.fake.clear();
    let (mut pages, mut ids) = (instance.clerk.pages(list), Vec::new());
    while let Some(page) = block_on(pages.next_page()) {
        ids.extend(page.unwrap().into_iter().map(|user| user.id));
    }
    let requests = instance.fake.requests();
    (ids, requests.iter().map(|request| request.uri().query().unwrap().to_owned()).collect())
}

#[test]
fn twelve_hundred_users_are_read_by_cursor_and_by_offset() {
    let instance = Instance::new();
    let mut expected: Vec<_> =
        (0..1200).map(|index| instance.user(&format!("u{index:04}")).id).collect();
    assert_eq!(instance.send(CountUsers::new()).total_count, 1200);

    let (ids, queries) = all(&instance, ListUsers::new().limit(500).order_by("username"));
    assert_eq!(ids, expected);
    assert_eq!(queries.len(), 3);
    assert!(queries[2].contains("offset=1000"), "{queries:?}");

    expected.reverse();
    let (ids, queries) = all(&instance, ListUsers::new().limit(500));
    assert_eq!(ids, expected);
    assert_eq!(queries.len(), 3);
    assert!(queries[2].contains(&format!("starting_after={}", expected[999])), "{queries:?}");
}

#[test]
fn a_page_has_from_1_to_500_items() {
    let instance = Instance::new();
    for index in 0..11 {
        instance.user(&format!("u{index}"));
    }
    assert_eq!(instance.send(ListUsers::new()).len(), 10);
    assert_eq!(instance.send(ListUsers::new().limit(500).offset(8)).len(), 3);
    assert!(instance.send(ListUsers::new().offset(12)).is_empty());
    for limit in [0, 501] {
        let refusal = instance.refusal(ListUsers::new().limit(limit));
        assert_eq!(refusal, "422 form_param_value_invalid limit");
    }
    insta::assert_snapshot!(instance.fake.exchanges().last().unwrap().response, @r#"
    422 Unprocessable Entity
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "is invalid",
          "long_message": "limit must be from 1 to 500.",
          "code": "form_param_value_invalid",
          "meta": {
            "param_name": "limit"
          }
        }
      ],
      "clerk_trace_id": "fake_trace_2"
    }
    "#);
}

#[test]
fn a_cursor_requires_its_order_and_an_existing_user() {
    let instance = Instance::new();
    let [first, last] = ["ada", "bob"].map(|name| instance.user(name));
    let list = || ListUsers::new().starting_after(&first.id);
    let after = instance.send(list().order_by("created_at").banned(false));
    assert_eq!(after, [last]);
    let refusal = instance.refusal(list().order_by("username"));
    assert_eq!(refusal, "422 form_param_value_invalid order_by");
    let refusal = instance.refusal(list().offset(1));
    assert_eq!(refusal, "422 form_conditional_param_disallowed starting_after");
    instance.send(DeleteUser::new(&first.id));
    let refusal = instance.refusal(list());
    assert_eq!(refusal, "422 form_resource_not_found starting_after");
}
