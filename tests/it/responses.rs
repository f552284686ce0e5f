//! Responses: Clerk's error document, and models that lack members or have new ones.

use clerk_sdk::{
    Error,
    api::actor_tokens::{Actor, ActorToken, ActorTokenStatus, CreateActorToken},
    testing::Script,
};

use crate::{clerk, lossless};

const TOKEN: &str = r#"{"object":"actor_token","id":"act_1","status":"pending","user_id":"user_1","actor":{"sub":"user_2"},"token":"t0k3n","url":"https://x.example/?ticket=t0k3n","created_at":1700000000000,"updated_at":1700000000000}"#;

fn call(script: &Script) -> Result<ActorToken, Error> {
    let endpoint = CreateActorToken::new("user_1", Actor::new("user_2"));
    smol::block_on(clerk(script).send(endpoint).into_future())
}

fn report(status: u16, headers: &[(&str, &str)], body: &[u8]) -> String {
    let failed = |script: &Script| {
        let error = call(script).unwrap_err();
        assert!(error.api().is_some(), "{error}");
        error
    };
    lossless::report(failed, "CreateActorToken", status, headers, body)
}

macro_rules! response {
    ($name:ident, $status:expr, [$($header:expr),*], $body:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(report($status, &[$($header),*], AsRef::<[u8]>::as_ref(&$body)));
        }
    };
}

const JSON: (&str, &str) = ("content-type", "application/json");

response!(
    documented_error,
    422,
    [("content-type", "application/json; charset=utf-8")],
    r#"{"errors":[{"message":"is missing","long_message":"user_id must be given","code":"form_param_missing","meta":{"param_name":"user_id"}}],"clerk_trace_id":"4567ef"}"#
);
response!(
    error_without_long_message_and_with_meta,
    400,
    [],
    r#"{"errors":[{"message":"a","code":"first","meta":{"seats":3}},{"message":"b","code":"second"}],"meta":{"plan":"free"},"clerk_trace_id":"4567ef"}"#
);
response!(
    error_with_members_of_other_types,
    402,
    [],
    r#"{"errors":[{"message":null,"code":7},"odd",{"code":"quota_exceeded"}],"clerk_trace_id":5}"#
);
response!(
    undocumented_unauthorized,
    401,
    [JSON, ("set-cookie", "__client=s3cr3t")],
    r#"{"errors":[{"message":"Invalid key","long_message":"The key is not valid","code":"authentication_invalid"}]}"#
);
response!(
    too_many_requests_with_seconds,
    429,
    [("retry-after", "7")],
    r#"{"errors":[{"message":"Too many requests","code":"too_many_requests"}]}"#
);

#[test]
fn unknown_members_are_ignored_and_unknown_statuses_kept() {
    let body = TOKEN.replace("\"pending\"", "\"paused\",\"reason\":{\"deep\":[1]}");
    let token = call(&Script::fixed(200, &[JSON], body)).unwrap();
    assert_eq!(token.status, ActorTokenStatus::Unknown("paused".into()));
    assert_eq!(token.status.to_string(), "paused");
    assert!(serde_json::to_string(&token).unwrap().contains(r#""status":"paused""#));
}

#[test]
fn optional_members_may_be_missing() {
    let body =
        r#"{"id":"act_1","status":"revoked","user_id":"user_1","created_at":1,"updated_at":2}"#;
    let token = call(&Script::fixed(200, &[JSON], body)).unwrap();
    assert_eq!((token.actor, token.token, token.url), (None, None, None));
}

#[test]
fn debug_of_a_token_shows_no_secret() {
    let token = call(&Script::fixed(200, &[JSON], TOKEN)).unwrap();
    insta::assert_snapshot!(format!("{token:#?}"));
}
