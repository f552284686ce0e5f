//! The refusals of every operation, as one table to read against Clerk's documentation.

use clerk_sdk::{
    Bytes, Json, Part,
    api::{
        email_addresses::*, errors::ErrorCode, organization_invitations::*,
        organization_memberships::*, organizations::*, phone_numbers::*, sign_in_tokens::*,
        users::*,
    },
    http,
    testing::Attribute,
};
use serde_json::{Value, json};

use super::*;

mod organizations;
mod sessions;
mod users;

/// An instance whose refusals become lines of the table.
struct Table {
    instance: Instance,
    /// The operations in order of their first refusal, each with its lines.
    operations: Vec<(&'static str, Vec<String>)>,
}

impl Table {
    fn new() -> Self {
        Self { instance: Instance::new(), operations: Vec::new() }
    }

    /// Adds the refusal of a call to the table.
    fn refuse<E: Endpoint>(&mut self, case: &str, endpoint: E) {
        self.instance.fake.clear();
        assert!(self.instance.call(endpoint).is_err(), "{}: {case}", E::METADATA.name);
        let response = self.instance.fake.exchanges()[0].response.clone();
        self.add(E::METADATA.name, case, &response);
    }

    /// Adds the refusal of a request that the SDK does not send.
    fn refuse_raw<E: Endpoint>(&mut self, case: &str, request: http::Request<Bytes>) {
        let response = self.instance.fake.respond(request);
        self.add(E::METADATA.name, case, &response);
    }

    fn add(&mut self, operation: &'static str, case: &str, response: &http::Response<Bytes>) {
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        let errors = body["errors"].as_array().unwrap().iter().map(|error| {
            let code = error["code"].as_str().unwrap();
            let is_known = !matches!(ErrorCode::from(code), ErrorCode::Unknown(_));
            assert!(is_known || code.starts_with("fake_"), "{code} is not a code of Clerk's");
            let meta = error.get("meta").map_or(String::new(), |meta| format!(" {meta}"));
            format!("{code}{meta}")
        });
        let errors = errors.collect::<Vec<_>>().join(", ");
        let line = format!("  {case}: {} {errors}", response.status().as_u16());
        match self.operations.iter_mut().find(|(name, _)| *name == operation) {
            Some((_, lines)) => lines.push(line),
            None => self.operations.push((operation, vec![line])),
        }
    }

    /// Runs `fill` on an instance with other settings.
    fn with(&mut self, settings: Settings, fill: impl FnOnce(&mut Self)) {
        let instance = std::mem::replace(&mut self.instance, Instance::with(settings));
        fill(self);
        self.instance = instance;
    }
}

#[test]
fn every_operation_refuses_as_documented() {
    let mut table = Table::new();
    requests(&mut table);
    users::fill(&mut table);
    organizations::fill(&mut table);
    sessions::fill(&mut table);
    let served = FakeClerk::with_defaults().operations();
    let missing: Vec<_> = served
        .iter()
        .map(|operation| operation.name)
        .filter(|name| !table.operations.iter().any(|(other, _)| other == name))
        .collect();
    assert!(missing.is_empty(), "the table lacks {missing:?}");
    let operations = table.operations.into_iter();
    let operations: Vec<_> =
        operations.map(|(name, lines)| format!("{name}\n{}", lines.join("\n"))).collect();
    insta::assert_snapshot!("refusals", operations.join("\n\n"));
}

fn large() -> Json {
    json!({ "text": "x".repeat(8 << 10) }).into()
}

fn list() -> Json {
    json!([1]).into()
}

/// Requests that the SDK does not send.
fn requests(table: &mut Table) {
    let request = |call: &str, key: Option<&str>, body: &'static str| {
        let (method, path) = call.split_once(' ').unwrap();
        let mut request = http::Request::builder().method(method).uri(path);
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        request.body(Bytes::from(body)).unwrap()
    };
    let mut add = |case: &str, request: http::Request<Bytes>| {
        let response = table.instance.fake.respond(request);
        table.add("Any operation", case, &response);
    };
    add("no key", request("GET /v1/users", None, ""));
    add("no key, unknown path", request("GET /v1/nothing", None, ""));
    let send = |call, body| request(call, Some("sk_test_x"), body);
    add("unknown path", send("GET /v1/nothing", ""));
    add("unsupported by the fake", send("GET /v1/domains", ""));
    add("limit is not a number", send("GET /v1/users?limit=all", ""));
    add("offset -1", send("GET /v1/users?offset=-1", ""));
    add("body is not JSON", send("POST /v1/users", "name=ada"));
    add("body is not an object", send("POST /v1/users", "[]"));
    add("unknown members", send("POST /v1/users", r#"{"nme":"a","emil":1}"#));
    add("wrong type", send("POST /v1/users", r#"{"first_name":7}"#));
    add("missing member", send("POST /v1/sign_in_tokens", "{}"));
    add("not a time", send("POST /v1/users", r#"{"created_at":"today"}"#));
    let metadata = r#"{"username":"a_user","public_metadata":null}"#;
    add("metadata is null", send("POST /v1/users", metadata));
    add("metadata in UpdateUser", send("PATCH /v1/users/user_1", r#"{"public_metadata":{}}"#));

    let strict = FakeClerk::with_defaults().secret_key("sk_test_x");
    let response = strict.respond(request("GET /v1/users", Some("sk_test_y"), ""));
    table.add("Any operation", "unknown key", &response);
}
