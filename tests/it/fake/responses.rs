//! The errors that the fake itself responds with.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::*;

fn respond(fake: &FakeClerk, call: &str, key: Option<&str>, body: &'static str) -> String {
    let (method, target) = call.split_once(' ').unwrap();
    let mut request = http::Request::builder().method(method).uri(target);
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    let response = fake.respond(request.body(Bytes::from_static(body.as_bytes())).unwrap());
    recorded(&response).to_string()
}

fn fake() -> FakeClerk {
    FakeClerk::new()
        .on(|_: CreateActorToken| Ok(ActorToken::sample()))
        .on(|_: RevokeActorToken| panic!("lost the token"))
        .on(|_: CountUsers| Ok(1))
        .on(|_: UploadLogo| Err(ApiFailure::too_many_requests(Duration::from_secs(7))))
}

#[test]
fn an_unknown_path_is_404() {
    insta::assert_snapshot!(respond(&fake(), "GET /v1/nothing?a=1", Some("x"), ""), @r#"
    404 Not Found
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "not found",
          "long_message": "No operation has the path of GET /v1/nothing; add one with `FakeClerk::on`.",
          "code": "resource_not_found"
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
}

#[test]
fn an_operation_without_a_handler_is_501() {
    let fake = fake();
    insta::assert_snapshot!(respond(&fake, "GET /v1/users/user_1", Some("x"), ""), @r#"
    501 Not Implemented
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "unsupported by FakeClerk",
          "long_message": "FakeClerk has no handler for GetUser; add one with `FakeClerk::on`.",
          "code": "fake_operation_unsupported"
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
    assert!(respond(&fake, "GET /v1/users/user_1", None, "").starts_with("401"));
    assert!(respond(&fake, "GET /v1/jwks", Some("x"), "").starts_with("501"));
}

/// Reads any path.
#[derive(Endpoint)]
#[endpoint(method = GET, path = "/{path..}", response = String, decode = text, incoming)]
struct GetAnything {
    path: String,
}

#[test]
fn a_handler_for_every_path_gets_every_path() {
    let fake = FakeClerk::new().on(|request: GetAnything| Ok(request.path));
    assert!(respond(&fake, "GET /v1/users/user_1", Some("x"), "").ends_with("users/user_1"));
}

#[test]
fn a_wrong_method_is_405() {
    insta::assert_snapshot!(respond(&fake(), "DELETE /v1/actor_tokens", Some("x"), ""), @r#"
    405 Method Not Allowed
    Allow: POST
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "method not allowed",
          "long_message": "No operation has the method of DELETE /v1/actor_tokens, only POST.",
          "code": "method_not_allowed"
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
}

#[test]
fn a_missing_or_wrong_key_is_401() {
    let fake = fake();
    insta::assert_snapshot!(respond(&fake, "GET /v1/users/count", None, ""), @r#"
    401 Unauthorized
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "Invalid Authorization header format",
          "long_message": "The request has no bearer token.",
          "code": "authorization_header_format_invalid"
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
    assert!(respond(&fake, "GET /v1/users/count", Some(""), "").starts_with("401"));
    // The key is checked before the path.
    assert!(respond(&fake, "GET /v1/nothing", None, "").starts_with("401"));
    assert!(respond(&fake, "GET /v1/users/count", Some("any"), "").starts_with("200"));

    let fake = fake.secret_key(KEY).secret_key("ak_machine");
    let wrong = respond(&fake, "GET /v1/users/count", Some("sk_test_other"), "");
    insta::assert_snapshot!(wrong, @r#"
    401 Unauthorized
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "The provided Clerk Secret Key is invalid",
          "long_message": "FakeClerk does not accept this key.",
          "code": "clerk_key_invalid"
        }
      ],
      "clerk_trace_id": "fake_trace_4"
    }
    "#);
    assert!(respond(&fake, "GET /users/count", Some(KEY), "").starts_with("200"));
    assert!(respond(&fake, "GET /users/count", Some("ak_machine"), "").starts_with("200"));
    assert!(!format!("{fake:?} {:?}", fake.exchanges()).contains("s3cr3t"));
}

/// Invites several people at once.
#[derive(Endpoint)]
#[endpoint(method = POST, path = "/invitations/bulk", incoming)]
struct Invite {
    #[endpoint(body)]
    _invitations: Vec<Invitation>,
}

#[derive(Serialize, Deserialize)]
struct Invitation {
    email: String,
}

#[test]
fn a_request_that_does_not_decode_is_refused() {
    let fake = fake().on(|_: Invite| Ok(()));
    let create = |body| respond(&fake, "POST /v1/actor_tokens", Some("x"), body);
    let invite = |body| respond(&fake, "POST /v1/invitations/bulk", Some("x"), body);
    insta::assert_snapshot!(create(r#"{"user_id":"user_1"}"#), @r#"
    422 Unprocessable Entity
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "is missing",
          "long_message": "member `actor` is missing",
          "code": "form_param_missing",
          "meta": {
            "param_name": "actor"
          }
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);

    let responses = [
        create(r#"{"user_id":"user_1","actor":"user_2"}"#),
        create(r#"{"user_id":"user_1","actor":{"sub":"a"},"expires_in_seconds":-1}"#),
        create("user_id=user_1"),
        create(""),
        invite(r#"[{"email":"a@b.c"},{"email":7}]"#),
        invite(r#"[{}]"#),
        create(r#"{"user_id":"user_1","actor":{"sub":"a"},"expires":1,"actr":{}}"#),
        respond(&fake, "GET /v1/users/count?query=1&query=2", Some("x"), ""),
        respond(&fake, "PUT /v1/organizations/org_1/logo", Some("x"), ""),
        respond(&fake, "PUT /v1/organizations/%ff/logo", Some("x"), "{}"),
    ];
    let summaries = responses.map(|response| {
        let (head, body) = response.split_once("\n\n").unwrap();
        let body: Value = serde_json::from_str(body).unwrap();
        let error = &body["errors"][0];
        let status = head.lines().next().unwrap();
        format!("{status}: {} {} {}", error["code"], error["meta"], error["long_message"])
    });
    insta::assert_snapshot!(summaries.join("\n"), @r#"
    422 Unprocessable Entity: "form_param_value_invalid" {"param_name":"actor"} "member `actor` is invalid: expected an object, found string"
    422 Unprocessable Entity: "form_param_value_invalid" {"param_name":"expires_in_seconds"} "member `expires_in_seconds` is invalid: expected u64, found integer"
    400 Bad Request: "request_body_invalid" null "the body is invalid: not valid JSON: expected value"
    422 Unprocessable Entity: "form_param_missing" {"param_name":"user_id"} "member `user_id` is missing"
    422 Unprocessable Entity: "form_param_value_invalid" {"param_name":"[1].email"} "member `[1].email` is invalid: expected a string, found integer"
    422 Unprocessable Entity: "form_param_missing" {"param_name":"[0].email"} "member `[0].email` is missing"
    422 Unprocessable Entity: "form_param_unknown" {"param_name":"actr"} "actr is not a valid parameter for this request."
    422 Unprocessable Entity: "form_param_value_invalid" {"param_name":"query"} "query param `query` has 2 values, but takes one"
    422 Unprocessable Entity: "form_param_missing" {"param_name":"file"} "part `file` is missing"
    422 Unprocessable Entity: "form_param_format_invalid" {"param_name":"organization_id"} "path segment `organization_id` is not UTF-8"
    "#);
}

#[test]
fn a_panic_is_500_and_the_fake_stays_usable() {
    let fake = fake();
    let revoke = respond(&fake, "POST /v1/actor_tokens/act_1/revoke", Some("x"), "");
    insta::assert_snapshot!(revoke, @r#"
    500 Internal Server Error
    Content-Type: application/json

    {
      "errors": [
        {
          "message": "a handler panicked",
          "long_message": "The handler of RevokeActorToken panicked: lost the token",
          "code": "fake_handler_panicked"
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
    assert!(respond(&fake, "GET /v1/users/count", Some("x"), "").starts_with("200"));
    assert_eq!(fake.exchanges().len(), 2);
}

#[test]
fn too_many_requests_has_retry_after() {
    let fake = fake();
    let clerk = clerk(&fake);
    let upload = UploadLogo::new("org_1", Part::file("a", &b""[..]));
    let error = block_on(clerk.send(upload).into_future()).unwrap_err();
    assert_eq!(error.api().unwrap().retry_after(), Some(Duration::from_secs(7)));
}
