//! The pages of `ListUsers`: by cursor if its order allows it, else by offset.

use std::sync::{Arc, Mutex};

use clerk_sdk::{
    Clerk, Timestamp,
    api::users::{CreateUser, ListUsers, User},
    http::Response,
    testing::FakeClerk,
};
use serde::Deserialize;
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

#[test]
fn users_and_their_total_are_read_in_one_call() {
    let fake = FakeClerk::with_defaults();
    let clerk = Clerk::builder("sk_test_x").transport(fake.clone()).build().unwrap();
    for number in 0..5 {
        let user = CreateUser::new().external_id(format!("{number}"));
        let user = user.email_address([format!("user{number}@example.com")]);
        smol::block_on(clerk.send(user).into_future()).unwrap();
    }
    let before = fake.requests().len();
    let list = ListUsers::new().query("user").limit(2).offset(1).order_by("created_at");
    let mut pages = clerk.pages(list).with_total();
    let page = smol::block_on(pages.next_page()).unwrap().unwrap();
    assert_eq!((page.len(), page.total_count), (2, Some(5)));
    let requests = fake.requests();
    let sent = requests[before..].iter().map(|request| request.uri().to_string());
    let mut sent: Vec<String> = sent.collect();
    sent.sort();
    assert_eq!(
        sent,
        [
            "https://api.clerk.com/v1/users/count?query=user",
            "https://api.clerk.com/v1/users?query=user&limit=2&offset=1&order_by=created_at",
        ]
    );
}

/// Six of a user's members, with custom types.
#[derive(Debug, PartialEq, Deserialize)]
struct Person {
    id: String,
    first_name: Option<String>,
    last_name: Option<String>,
    username: Option<String>,
    created_at: Timestamp,
    #[serde(rename = "email_addresses")]
    addresses: Vec<Address>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Address {
    email_address: String,
}

#[test]
fn a_list_of_users_can_be_read_into_a_type_with_six_members() {
    let user = |id: &str| {
        json!({
            "id": id, "first_name": "Ada", "last_name": null, "created_at": 1,
            "email_addresses": [{ "email_address": "ada@example.com" }],
            // Not as a `User` has them.
            "object": "user", "phone_numbers": 7, "updated_at": "yesterday",
        })
    };
    let body = json!([user("user_1"), user("user_2")]).to_string();
    let fake =
        FakeClerk::new().on_raw::<ListUsers>(move |_| Ok(Response::new(body.clone().into())));
    let clerk = Clerk::builder("sk_test_x").transport(fake).build().unwrap();
    let people: Vec<Person> =
        smol::block_on(clerk.send(ListUsers::new().limit(500)).json().into_future()).unwrap();
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(ids, ["user_1", "user_2"]);
    assert_eq!(
        people[0],
        Person {
            id: "user_1".into(),
            first_name: Some("Ada".into()),
            last_name: None,
            username: None,
            created_at: Timestamp::from_unix_millis(1),
            addresses: vec![Address { email_address: "ada@example.com".into() }],
        }
    );
    let users: Result<Vec<User>, _> = smol::block_on(clerk.send(ListUsers::new()).into_future());
    assert!(users.unwrap_err().decode().is_some(), "a model that is wrong blocks only its callers");
}
