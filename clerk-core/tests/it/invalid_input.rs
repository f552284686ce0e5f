//! Invalid settings and params: a clear error before anything is sent.

use std::time::Duration;

use clerk_core::{
    Client, ClientBuilder, Error,
    codec::{BaseUrl, RequestEncoder},
    endpoint::Metadata,
    http::Method,
};
use clerk_testing::Script;

use crate::api::{self, FinishThing, THING};

const HEADERS_OF_THE_CONNECTION: [&str; 13] = [
    "Connection",
    "Content-Length",
    "Content-Type",
    "Expect",
    "Host",
    "HTTP2-Settings",
    "Keep-Alive",
    "Proxy-Connection",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Authorization",
];

fn script() -> Script {
    Script::fixed(200, &[], THING)
}

#[test]
fn invalid_settings_are_refused() {
    fn builder() -> ClientBuilder {
        api::builder(script())
    }

    type Builder = fn() -> ClientBuilder;
    let cases: [(&str, Builder); 8] = [
        ("an empty token", || builder().bearer("")),
        ("a token with a line break", || builder().bearer("s3cr3t\n")),
        ("a relative base URL", || builder().base_url("/v1")),
        ("plain HTTP", || builder().base_url("http://api.example.com/v1")),
        ("a header name", || builder().header("a b", "c")),
        ("a header value", || builder().header("a", "s3cr3t\r\nb: c")),
        ("a header of the client", || builder().header("Authorization", "c")),
        ("a user agent", || builder().user_agent("a\nb")),
    ];
    let report: String = cases
        .into_iter()
        .map(|(name, builder)| {
            let error = builder().build().unwrap_err();
            let debug = format!("{error:?} {:?}", builder());
            assert!(!debug.contains("s3cr3t"), "{debug}");
            format!("{name}\n    {error}\n")
        })
        .collect();
    assert!(!report.contains("s3cr3t"));
    insta::assert_snapshot!(report);
}

#[test]
fn settings_of_connections_are_refused_beside_a_transport() {
    type Set = fn(ClientBuilder) -> ClientBuilder;
    let settings: [(&str, Set); 4] = [
        ("connect timeout", |builder| builder.connect_timeout(Duration::from_secs(10))),
        ("maximum connection age", |builder| builder.max_connection_age(Duration::MAX)),
        ("proxy", |builder| builder.proxy("http://u:s3cr3t@proxy.example")),
        ("root certificate", |builder| builder.root_certificate("s3cr3t")),
    ];
    for (name, set) in settings {
        let plain = || Client::builder(api::BASE_URL);
        for builder in [set(plain()).transport(script()), set(plain().transport(script()))] {
            let error = builder.build().unwrap_err();
            assert_eq!(error.setting(), name);
            assert!(error.problem().contains("set it where you create that transport"), "{error}");
            assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
        }
        // The transport that the builder creates has the settings.
        let made = set(plain()).default_transport(|_| Ok(Box::new(script())));
        assert!(made.build().is_ok(), "{name}");
    }
}

#[test]
fn a_missing_transport_is_named() {
    let error = Client::builder(api::BASE_URL).build().unwrap_err();
    assert_eq!(error.to_string(), "the transport is missing: pass one to `transport`");
}

#[test]
fn headers_of_the_connection_are_refused_by_name() {
    let report: String = HEADERS_OF_THE_CONNECTION
        .into_iter()
        .map(|name| format!("{}\n", api::builder(script()).header(name, "a").build().unwrap_err()))
        .collect();
    insta::assert_snapshot!(report);
}

#[test]
fn the_encoder_refuses_them_too() {
    const METADATA: &Metadata = &Metadata::new("Test", Method::GET, "/a");
    for name in ["connection", "expect", "content-length"] {
        let base = BaseUrl::new(api::BASE_URL).unwrap();
        let error = RequestEncoder::new(&base, METADATA).header(name, &"a").unwrap_err();
        assert_eq!(error.param(), Some(name));
    }
}

#[test]
fn plain_http_can_be_allowed() {
    let builder = Client::builder("http://example.internal/v1").transport(script());
    let client = builder.allow_insecure_http().build().unwrap();
    assert_eq!(client.base_url().to_string(), "http://example.internal/v1");
}

#[test]
fn path_values_that_address_another_resource_are_not_sent() {
    let script = script();
    let client = api::client(&script);
    let report: String = ["", ".", ".."]
        .into_iter()
        .map(|id| {
            let error =
                smol::block_on(client.send(FinishThing::new(id)).into_future()).unwrap_err();
            assert!(matches!(&error, Error::Encode(error) if error.param() == Some("thing_id")));
            format!("{id:?}\n    {error}\n    {error:?}\n")
        })
        .collect();
    insta::assert_snapshot!(report);
    assert!(script.sent().is_empty());
}

#[test]
fn invalid_headers_of_a_call_are_refused() {
    let script = script();
    let client = api::client(&script);
    let call = || client.send(FinishThing::new("thing_1"));
    let report: String =
        [("x-reason", "a\r\nb: s3cr3t"), ("x reason", "a"), ("authorization", "Bearer s3cr3t")]
            .into_iter()
            .chain(HEADERS_OF_THE_CONNECTION.map(|name| (name, "a")))
            .map(|(name, value)| {
                let error = smol::block_on(call().header(name, value).into_future()).unwrap_err();
                assert!(!error.to_string().contains("s3cr3t"));
                format!("{name}: {:?}\n    {error}\n", value.replace("s3cr3t", "…"))
            })
            .collect();
    insta::assert_snapshot!(report);
    assert!(script.sent().is_empty());
}
