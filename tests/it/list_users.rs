//! The pages of `ListUsers`: by cursor if its order allows it, else by offset.

use std::sync::{Arc, Mutex};

use clerk_sdk::{Clerk, api::users::ListUsers, http::Response, testing::FakeClerk};
use serde_json::json;

/// Returns the queries that read three users in pages of two.
fn queries(list: ListUsers) -> String {
    let user = |id| json!({ "id": id, "created_at": 1, "updated_at": 1 });
    let bodies = [json!([user("user_1"), user("user_2")]), json!([user("user_3")])];
    let bodies = Arc::new(Mutex::new(bodies.into_iter()));
    let fake = FakeClerk::new().on_raw::<ListUsers>(move |_| {
        let body = bodies.lock().unwrap().next().unwrap();
        Ok(Response::new(body.to_string().into()))
    });
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build().unwrap();
    let mut users = clerk.pages(list.limit(2)).items();
    for id in ["user_1", "user_2", "user_3"] {
        assert_eq!(smol::block_on(users.next_item()).unwrap().unwrap().id, id);
    }
    assert!(smol::block_on(users.next_item()).is_none());
    let requests = fake.requests();
    requests.iter().map(|request| format!("{}\n", request.uri().query().unwrap())).collect()
}

#[test]
fn users_in_the_order_of_creation_are_read_by_cursor() {
    assert_eq!(queries(ListUsers::new()), "limit=2\nlimit=2&starting_after=user_2\n");
    for order in ["created_at", "+created_at", "-created_at"] {
        let queries = queries(ListUsers::new().order_by(order));
        let second = queries.lines().nth(1).unwrap();
        assert!(second.starts_with("limit=2&starting_after=user_2&order_by="), "{order}: {second}");
    }
    // The server accepts no cursor with an offset, so the offset applies to the first page only.
    assert_eq!(
        queries(ListUsers::new().offset(7)),
        "limit=2&offset=7\nlimit=2&starting_after=user_2\n"
    );
}

#[test]
fn users_in_another_order_are_read_by_offset() {
    assert_eq!(
        queries(ListUsers::new().order_by("username").offset(7)),
        "limit=2&offset=7&order_by=username\nlimit=2&offset=9&order_by=username\n"
    );
}
