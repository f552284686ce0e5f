//! The data guard of webhooks.

use clerk_rocket::{ClerkFairing, Rejection, Webhook};
use clerk_sdk::{Timestamp, testing::FakeClerk, webhooks};
use rocket::{
    http::{ContentType, Header},
    local::blocking::{Client, LocalResponse},
    post, routes,
};

use crate::support::{launch, rocket, values};

#[post("/hook", data = "<event>")]
fn hook(event: Webhook) -> String {
    format!("{} of {}", event.kind(), event.id)
}

#[post("/own", data = "<event>")]
fn own(event: Result<Webhook, &Rejection>) -> Result<String, String> {
    event.map(|event| event.0.id).map_err(|rejection| format!("own: {rejection}"))
}

fn app(fairing: ClerkFairing) -> Client {
    launch(rocket().attach(fairing).mount("/", routes![hook, own]))
}

fn verifier() -> webhooks::Webhook {
    FakeClerk::new().webhook()
}

/// Returns an event of this length.
fn event(length: usize) -> String {
    let event = r#"{"type":"user.deleted","object":"event","data":{"id":"user_1","deleted":true,"object":"user"},"timestamp":1,"x":""}"#;
    let padding = "x".repeat(length.saturating_sub(event.len()));
    event.replace(r#""x":"""#, &format!(r#""x":"{padding}""#))
}

fn send<'c>(client: &'c Client, path: &str, body: &str) -> LocalResponse<'c> {
    let now = Timestamp::now().as_unix_millis() / 1000;
    let mut request = client.post(path.to_owned()).header(ContentType::Form).body(body);
    for (name, value) in verifier().sign("msg_1", now, body.as_bytes()) {
        request.add_header(Header::new(name, value));
    }
    request.dispatch()
}

#[test]
fn the_limit_is_ours_and_exact() {
    let default = app(ClerkFairing::default().webhook(verifier()));
    let small = app(ClerkFairing::default().webhook(verifier()).body_limit(300));
    let limit = webhooks::BODY_LIMIT;
    for (client, length, status) in [
        (&default, 150, 200),
        (&default, 100_000, 200),
        (&default, limit, 200),
        (&default, limit + 1, 413),
        (&small, 300, 200),
        (&small, 301, 413),
    ] {
        let body = event(length);
        assert_eq!(body.len(), length);
        let response = send(client, "/hook", &body);
        assert_eq!(response.status().code, status, "{length}");
        let expected = match status {
            200 => "user.deleted of msg_1".to_owned(),
            _ => format!("the body is longer than the limit of {} bytes", length - 1),
        };
        assert_eq!(response.into_string().unwrap(), expected);
    }
}

#[test]
fn a_handler_may_respond_to_a_refusal_in_its_own_way() {
    let client = app(ClerkFairing::default().webhook(verifier()));
    let response = client.post("/hook").body(event(150)).dispatch();
    assert_eq!(values(&response, "content-type"), ["text/plain; charset=utf-8"]);
    let response = client.post("/own").body(event(150)).dispatch();
    assert_eq!(response.into_string().unwrap(), "own: the header `svix-id` is missing");
    assert_eq!(send(&client, "/own", &event(150)).into_string().unwrap(), "msg_1");
}
