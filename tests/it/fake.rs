//! `FakeClerk`: its responses, and its recorded exchanges.

use std::sync::{Arc, Mutex};

use clerk_sdk::{
    ApiErrorKind, Bytes, Clerk, Endpoint, Error, Part,
    api::actor_tokens::{Actor, ActorToken, CreateActorToken, RevokeActorToken},
    http,
    testing::{ApiFailure, FakeClerk, recorded},
};
use smol::block_on;

mod faults;
mod responses;
mod socket;
mod webhooks;

const KEY: &str = "sk_test_s3cr3t";

fn clerk(fake: &FakeClerk) -> Clerk {
    Clerk::builder(KEY).transport(fake.clone()).build().unwrap()
}

fn create() -> CreateActorToken {
    CreateActorToken::new("user_1", Actor::new("user_2").with("reason", "ticket 4711"))
        .expires_in_seconds(600)
}

/// Uploads a logo.
#[derive(Clone, Debug, Endpoint)]
#[endpoint(method = PUT, path = "/organizations/{organization_id}/logo", errors(413), incoming)]
struct UploadLogo {
    organization_id: String,
    #[endpoint(part)]
    file: Part,
    #[endpoint(part)]
    uploader_user_id: Option<String>,
}

/// Borrows, so it has no incoming half.
#[derive(Endpoint)]
#[endpoint(method = GET, path = "/users/{user_id}", response = String, decode = text, public)]
struct GetUser<'a> {
    user_id: &'a str,
}

/// Has a path that matches `GetUser`, too.
#[derive(Endpoint)]
#[endpoint(method = GET, path = "/users/count", response = u64, incoming)]
struct CountUsers {
    query: Option<String>,
    #[endpoint(comma)]
    mode: Vec<String>,
}

#[test]
fn an_exchange_shows_request_and_response() {
    let fake = FakeClerk::new().on(|request: CreateActorToken| {
        let mut token = ActorToken::sample();
        token.user_id = request.user_id;
        token.actor = Some(request.actor);
        Ok(token)
    });
    let token = block_on(clerk(&fake).send(create()).into_future()).unwrap();
    assert_eq!(token.user_id.as_str(), "user_1");
    assert_eq!(fake.exchanges().len(), 1);
    insta::assert_snapshot!(fake.exchanges()[0], @r#"
    POST /v1/actor_tokens
    Accept: application/json
    Authorization: Bearer [redacted]
    Clerk-Api-Version: 2026-05-12
    Content-Type: application/json
    User-Agent: clerk-sdk-rust/[version] (fake)

    {
      "user_id": "user_1",
      "actor": {
        "sub": "user_2",
        "reason": "ticket 4711"
      },
      "expires_in_seconds": 600
    }

    => 200 OK
    Content-Type: application/json

    {
      "object": "actor_token",
      "id": "act_sample",
      "status": "pending",
      "user_id": "user_1",
      "actor": {
        "sub": "user_2",
        "reason": "ticket 4711"
      },
      "token": "sample-token",
      "url": "https://example.accounts.dev/v1/tickets/accept?ticket=sample-token",
      "created_at": 1700000000000,
      "updated_at": 1700000000000
    }
    "#);
}

#[test]
fn a_request_can_be_recorded_without_being_sent() {
    let clerk = clerk(&FakeClerk::new());
    let request = clerk.request(&RevokeActorToken::new("act/1")).unwrap();
    insta::assert_snapshot!(recorded(&request), @"
    POST /v1/actor_tokens/act%2F1/revoke
    Accept: application/json
    Authorization: Bearer [redacted]
    Clerk-Api-Version: 2026-05-12
    User-Agent: clerk-sdk-rust/[version] (fake)
    ");
}

#[test]
fn handlers_keep_state() {
    let revoked = Mutex::new(false);
    let fake = FakeClerk::new().on(move |_: RevokeActorToken| {
        if std::mem::replace(&mut *revoked.lock().unwrap(), true) {
            return Err(ApiFailure::bad_request("actor_token_cannot_be_revoked"));
        }
        Ok(ActorToken::sample())
    });
    let clerk = clerk(&fake);
    let revoke = || block_on(clerk.send(RevokeActorToken::new("act_1")).into_future());
    assert!(revoke().is_ok());
    assert_eq!(revoke().unwrap_err().api().unwrap().kind(), ApiErrorKind::BadRequest);
    let statuses: Vec<_> =
        fake.exchanges().iter().map(|exchange| exchange.response.status().as_u16()).collect();
    assert_eq!(statuses, [200, 400]);
    fake.clear();
    assert!(fake.requests().is_empty());
}

#[test]
fn a_later_handler_replaces_the_earlier_one_in_all_clones() {
    let fake = FakeClerk::new().on(|_: RevokeActorToken| Ok(ActorToken::sample()));
    let clerk = clerk(&fake);
    fake.clone().on(|_: RevokeActorToken| Err(ApiFailure::not_found("resource_not_found")));
    let error = block_on(clerk.send(RevokeActorToken::new("act_1")).into_future()).unwrap_err();
    assert_eq!(error.status(), Some(http::StatusCode::NOT_FOUND));
    insta::assert_snapshot!(format!("{fake:?}"), @r#"FakeClerk { operations: ["RevokeActorToken"], exchanges: 1, .. }"#);
}

#[test]
fn a_handler_gets_the_parts_of_a_multipart_body() {
    let seen = Arc::new(Mutex::new(None));
    let handler = Arc::clone(&seen);
    let fake = FakeClerk::new().on(move |request: UploadLogo| {
        *handler.lock().unwrap() = Some(request);
        Ok(())
    });
    let logo = Part::file("logo.png", &b"\x89PNG"[..]).content_type("image/png");
    let upload = UploadLogo::new("org_1", logo.clone()).uploader_user_id("user_1");
    block_on(clerk(&fake).send(upload).into_future()).unwrap();

    let seen = seen.lock().unwrap().take().unwrap();
    assert_eq!((seen.organization_id.as_str(), &seen.file), ("org_1", &logo));
    assert_eq!(seen.uploader_user_id.as_deref(), Some("user_1"));
    insta::assert_snapshot!(fake.exchanges()[0], @r#"
    PUT /v1/organizations/org_1/logo
    Accept: application/json
    Authorization: Bearer [redacted]
    Clerk-Api-Version: 2026-05-12
    Content-Type: multipart/form-data; boundary=[boundary]
    User-Agent: clerk-sdk-rust/[version] (fake)

    --[boundary]
    Content-Disposition: form-data; name="file"; filename="logo.png"
    Content-Type: image/png

    <4 bytes>
    --[boundary]
    Content-Disposition: form-data; name="uploader_user_id"

    user_1
    --[boundary]--

    => 204 No Content
    "#);
}

#[test]
fn a_raw_handler_returns_the_whole_response() {
    let fake = FakeClerk::new()
        .on_raw::<GetUser<'_>>(|request| {
            let user_id: String = request.segment("user_id")?;
            let mut response = http::Response::new(Bytes::from(format!("<h1>{user_id}</h1>")));
            response.headers_mut().insert("content-type", "text/html".parse().unwrap());
            Ok(response)
        })
        .on(|request: CountUsers| {
            assert_eq!(request.mode, ["a", "b"]);
            Ok(request.query.map_or(0, |query| u64::try_from(query.len()).unwrap()))
        });
    let clerk = clerk(&fake);
    let user = block_on(clerk.send(GetUser { user_id: "ü" }).into_future()).unwrap();
    assert_eq!(user, "<h1>ü</h1>");

    let count = CountUsers::new().query("a+b c").mode(["a", "b"]);
    assert_eq!(block_on(clerk.send(count).into_future()).unwrap(), 5);
    let log: Vec<_> = fake.exchanges().iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(log.join("\n\n"), @"
    GET /v1/users/%C3%BC
    Accept: application/json
    Clerk-Api-Version: 2026-05-12
    User-Agent: clerk-sdk-rust/[version] (fake)

    => 200 OK
    Content-Type: text/html

    <h1>ü</h1>

    GET /v1/users/count?query=a%2Bb%20c&mode=a,b
    Accept: application/json
    Authorization: Bearer [redacted]
    Clerk-Api-Version: 2026-05-12
    User-Agent: clerk-sdk-rust/[version] (fake)

    => 200 OK
    Content-Type: application/json

    5
    ");
}

#[test]
fn a_failure_can_have_every_member_of_the_error_document() {
    let fake = FakeClerk::new().on(|_: CreateActorToken| {
        Err(ApiFailure::payment_required("quota_exceeded")
            .message("too many impersonations")
            .long_message("The plan's impersonations are used up.")
            .meta(serde_json::json!({ "limit": 5 }))
            .and(ApiFailure::forbidden("second"))
            .header(http::header::RETRY_AFTER, 60.into()))
    });
    let error = block_on(clerk(&fake).send(create()).into_future()).unwrap_err();
    let Error::Api(api) = &error else { panic!("{error:?}") };
    assert_eq!(api.kind(), ApiErrorKind::PaymentRequired);
    assert!(api.has_code("second"));
    insta::assert_snapshot!(error, @"CreateActorToken: 402 Payment Required: quota_exceeded: The plan's impersonations are used up. (and 1 more), retry after 60 s (trace fake_trace_1)");
    insta::assert_snapshot!(fake.exchanges()[0].response, @r#"
    402 Payment Required
    Content-Type: application/json
    Retry-After: 60

    {
      "errors": [
        {
          "message": "too many impersonations",
          "long_message": "The plan's impersonations are used up.",
          "code": "quota_exceeded",
          "meta": {
            "limit": 5
          }
        },
        {
          "message": "Forbidden",
          "code": "second"
        }
      ],
      "clerk_trace_id": "fake_trace_1"
    }
    "#);
}
