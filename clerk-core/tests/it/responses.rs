//! Errors keep the whole response.

use std::collections::BTreeMap;

use clerk_core::{Endpoint, Error};

use crate::{
    api::{self, CreateThing, THING, TRACE_HEADER, Thing},
    lossless,
};
use clerk_testing::Script;

fn call(script: &Script) -> Result<Thing, Error> {
    let endpoint = CreateThing::new("Ada", BTreeMap::new());
    smol::block_on(api::client(script).send(endpoint).into_future())
}

fn report(status: u16, headers: &[(&str, &str)], body: &[u8]) -> String {
    lossless::report(|script| call(script).unwrap_err(), "CreateThing", status, headers, body)
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
const TRACE: (&str, &str) = (TRACE_HEADER, "0123abcd");

response!(success_with_empty_body, 200, [JSON, TRACE], "");
response!(success_with_truncated_json, 200, [JSON, TRACE], &THING[..60]);
response!(
    success_with_wrong_type_deep_inside,
    200,
    [JSON, TRACE],
    THING.replace(r#"{"color":"red"}"#, r#"[{"color":"red"}]"#)
);
response!(success_with_wrong_type, 200, [JSON], THING.replace("1700000000000", "\"t0k3n\""));
response!(success_with_missing_member, 200, [JSON], THING.replace("\"status\":\"new\",", ""));
response!(success_that_is_not_utf8, 200, [JSON], b"{\"id\":\"\xff\"}");
response!(success_that_is_html, 200, [("content-type", "text/html")], "<html>Sign in</html>");
response!(success_without_content, 204, [TRACE], "");

response!(error_with_empty_body, 404, [TRACE], "");
response!(error_that_is_not_json, 500, [("content-type", "text/plain")], "upstream\r\nfailed");
response!(error_that_is_not_utf8, 500, [], b"\xff\xfe");
response!(
    error_that_is_html,
    502,
    [("content-type", "text/html")],
    "<html><h1>502 Bad Gateway</h1></html>"
);
response!(
    error_that_quotes_the_token,
    502,
    [("content-type", "text/plain")],
    "GET /v1/x\nAuthorization: Bearer token_s3cr3t\n"
);
response!(
    too_many_requests_with_date,
    429,
    [("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")],
    ""
);
response!(unavailable, 503, [("retry-after", "soon")], "");
response!(redirect, 307, [("location", "https://elsewhere.example/v1/things")], "");

#[test]
fn each_2xx_status_is_a_success() {
    for status in [200, 201, 202, 299] {
        let thing = call(&Script::fixed(status, &[JSON], THING)).unwrap();
        assert_eq!(thing.id, "thing_1");
    }
}

#[test]
fn the_content_type_of_a_success_is_ignored() {
    for headers in [
        &[][..],
        &[("content-type", "application/json; charset=utf-8")],
        &[("content-type", "text/plain")],
    ] {
        assert!(call(&Script::fixed(200, headers, THING)).is_ok());
    }
}

#[derive(Endpoint)]
#[endpoint(method = DELETE, path = "/a", response = Option<Thing>)]
struct Delete {}

#[derive(Endpoint)]
#[endpoint(method = GET, path = "/a", response = Option<Thing>)]
struct Find {}

#[test]
fn the_response_type_decides_on_an_empty_body_that_says_nothing() {
    let client = |status| api::client(&Script::fixed(status, &[], ""));
    for status in [200, 204] {
        let none = smol::block_on(client(status).send(Delete::new()).into_future()).unwrap();
        assert_eq!(none, None);
    }
    assert_eq!(smol::block_on(client(204).send(Find::new()).into_future()).unwrap(), None);
    // Something is missing.
    let error = smol::block_on(client(200).send(Find::new()).into_future()).unwrap_err();
    assert_eq!(error.decode().unwrap().problem(), "empty body, expected JSON");
}
