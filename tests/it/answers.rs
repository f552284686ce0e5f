//! Whatever a server answers, nothing of it is lost.

use std::fmt::Write as _;

use clerk_sdk::{
    Error,
    api::actor_tokens::{Actor, ActorTokenStatus, CreateActorToken},
};

use crate::canned::Canned;

const TOKEN: &str = r#"{"object":"actor_token","id":"act_1","status":"pending","user_id":"user_1","actor":{"sub":"user_2"},"token":"t0k3n","url":"https://x.example/?ticket=t0k3n","created_at":1700000000000,"updated_at":1700000000000}"#;

fn call(canned: &Canned) -> Result<clerk_sdk::api::actor_tokens::ActorToken, Error> {
    let endpoint = CreateActorToken::new("user_1", Actor::new("user_2"));
    smol::block_on(canned.clerk().send(endpoint).into_future())
}

/// The answer, and everything that the error tells of it.
fn report(status: u16, headers: &[(&str, &str)], body: &[u8]) -> String {
    let canned = Canned::new(status, headers, body.to_vec());
    let error = call(&canned).unwrap_err();
    let mut out = format!("HTTP {status}");
    for (name, value) in headers {
        write!(out, "\n{name}: {value}").unwrap();
    }
    write!(out, "\n\n{}\n", String::from_utf8_lossy(body)).unwrap();
    out = out.replace("s3cr3t", "…");
    write!(out, "\n--- Display\n{error}\n\n--- Debug\n{error:#?}\n").unwrap();

    assert_eq!(error.status().unwrap(), status);
    assert_eq!(error.operation(), Some("CreateActorToken"));
    let (kept_headers, kept_body) = match &error {
        Error::Api(error) => (error.headers(), error.body()),
        Error::Decode(error) => (error.headers(), error.body()),
        other => panic!("{other}"),
    };
    assert_eq!(kept_body, body);
    for (name, value) in headers {
        assert_eq!(kept_headers[*name], value);
    }
    out
}

macro_rules! answer {
    ($name:ident, $status:expr, [$($header:expr),*], $body:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(report($status, &[$($header),*], AsRef::<[u8]>::as_ref(&$body)));
        }
    };
}

const JSON: (&str, &str) = ("content-type", "application/json");
const TRACE: (&str, &str) = ("x-clerk-trace-id", "0123abcd");

answer!(success_with_empty_body, 200, [JSON, TRACE], "");
answer!(success_with_truncated_json, 200, [JSON, TRACE], &TOKEN[..60]);
answer!(
    success_with_wrong_type_deep_inside,
    200,
    [JSON, TRACE],
    TOKEN.replace(r#"{"sub":"user_2"}"#, r#"[{"sub":"user_2"}]"#)
);
answer!(success_with_wrong_type, 200, [JSON], TOKEN.replace("1700000000000,", "\"t0k3n\","));
answer!(success_with_missing_member, 200, [JSON], TOKEN.replace("\"status\":\"pending\",", ""));
answer!(success_that_is_not_utf8, 200, [JSON], b"{\"id\":\"\xff\"}");
answer!(success_that_is_html, 200, [("content-type", "text/html")], "<html>Sign in</html>");
answer!(success_without_content, 204, [TRACE], "");

answer!(
    documented_error,
    422,
    [("content-type", "application/json; charset=utf-8")],
    r#"{"errors":[{"message":"is missing","long_message":"user_id must be given","code":"form_param_missing","meta":{"param_name":"user_id"}}],"clerk_trace_id":"4567ef"}"#
);
answer!(
    error_without_long_message_and_with_meta,
    400,
    [],
    r#"{"errors":[{"message":"a","code":"first","meta":{"seats":3}},{"message":"b","code":"second"}],"meta":{"plan":"free"},"clerk_trace_id":"4567ef"}"#
);
answer!(
    error_with_members_of_other_types,
    402,
    [],
    r#"{"errors":[{"message":null,"code":7},"odd",{"code":"quota_exceeded"}],"clerk_trace_id":5}"#
);
answer!(error_with_empty_body, 404, [TRACE], "");
answer!(error_that_is_not_json, 500, [("content-type", "text/plain")], "upstream\r\nfailed");
answer!(error_that_is_not_utf8, 500, [], b"\xff\xfe");
answer!(
    error_that_is_html,
    502,
    [("content-type", "text/html")],
    "<html><h1>502 Bad Gateway</h1></html>"
);
answer!(
    error_that_quotes_the_key,
    502,
    [("content-type", "text/plain")],
    "GET /v1/x\nAuthorization: Bearer sk_test_s3cr3t\n"
);
answer!(
    undocumented_unauthorized,
    401,
    [JSON, ("set-cookie", "__client=s3cr3t")],
    r#"{"errors":[{"message":"Invalid key","long_message":"The key is not valid","code":"authentication_invalid"}]}"#
);
answer!(
    too_many_requests_with_seconds,
    429,
    [("retry-after", "7")],
    r#"{"errors":[{"message":"Too many requests","code":"too_many_requests"}]}"#
);
answer!(
    too_many_requests_with_date,
    429,
    [("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")],
    ""
);
answer!(unavailable, 503, [("retry-after", "soon")], "");
answer!(redirect, 307, [("location", "https://elsewhere.example/v1/actor_tokens")], "");

#[test]
fn any_success_is_a_success() {
    for status in [200, 201, 202, 299] {
        let token = call(&Canned::new(status, &[JSON], TOKEN)).unwrap();
        assert_eq!(token.id, "act_1");
    }
}

#[test]
fn the_content_type_decides_nothing() {
    for headers in [
        &[][..],
        &[("content-type", "application/json; charset=utf-8")],
        &[("content-type", "text/plain")],
    ] {
        assert!(call(&Canned::new(200, headers, TOKEN)).is_ok());
    }
}

#[test]
fn unknown_members_and_statuses_are_kept_or_passed_over() {
    let body = TOKEN.replace("\"pending\"", "\"paused\",\"reason\":{\"deep\":[1]}");
    let token = call(&Canned::new(200, &[JSON], body)).unwrap();
    assert_eq!(token.status, ActorTokenStatus::Unknown("paused".into()));
    assert_eq!(token.status.to_string(), "paused");
    assert!(serde_json::to_string(&token).unwrap().contains(r#""status":"paused""#));
}

#[test]
fn members_that_are_missing_in_practice_may_be_missing() {
    let body =
        r#"{"id":"act_1","status":"revoked","user_id":"user_1","created_at":1,"updated_at":2}"#;
    let token = call(&Canned::new(200, &[JSON], body)).unwrap();
    assert_eq!((token.actor, token.token, token.url), (None, None, None));
}

#[test]
fn a_token_keeps_its_secrets_out_of_debug() {
    let token = call(&Canned::new(200, &[JSON], TOKEN)).unwrap();
    insta::assert_snapshot!(format!("{token:#?}"));
}
