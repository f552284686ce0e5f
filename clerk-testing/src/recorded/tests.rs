//! Tests of the text of recorded messages.

use clerk_core::{
    codec::{BaseUrl, RequestEncoder},
    endpoint::Metadata,
};

use super::*;

const KEY: &str = "sk_test_secret";

fn request(headers: &[(&str, &str)], body: &'static [u8]) -> http::Request<Bytes> {
    let mut request = http::Request::post(format!("http://localhost/v1/a?key={KEY}&b=%2F"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Bytes::from_static(body)).unwrap()
}

#[test]
fn headers_are_sorted_and_credentials_redacted() {
    let request = request(
        &[
            ("x-many", "2"),
            ("host", "localhost:54321"),
            ("content-length", "44"),
            ("x-many", "1"),
            ("user-agent", "clerk-sdk-rust/12.3.4-beta (reqwest)"),
            ("cookie", "session=abc"),
            ("proxy-authorization", "secret-without-scheme"),
            ("authorization", "Bearer sk_test_secret"),
        ],
        br#"{"z":"sk_live_secret","a":[1,"Bearer sk_test_secret"]}"#,
    );
    let shown = recorded(&request).to_string();
    assert_eq!(format!("{:?}", recorded(&request)), shown);
    insta::assert_snapshot!(shown, @r#"
    POST /v1/a?key=sk_test_[redacted]&b=%2F
    Authorization: Bearer [redacted]
    Cookie: [redacted]
    Proxy-Authorization: [redacted]
    User-Agent: clerk-sdk-rust/[version] (reqwest)
    X-Many: 2
    X-Many: 1

    {
      "z": "sk_live_[redacted]",
      "a": [
        1,
        "Bearer sk_test_[redacted]"
      ]
    }
    "#);
}

fn sensitive(value: &'static str) -> HeaderValue {
    let mut value = HeaderValue::from_static(value);
    value.set_sensitive(true);
    value
}

/// Quotes `topsecret` in the URL, a header and the body.
fn quoting_request(name: &'static str, value: HeaderValue) -> http::Request<Bytes> {
    http::Request::post("http://localhost/v1/top%73ecret?key=topsecret&more=%74opsecre%74s")
        .header(name, value)
        .header("x-quote", "<topsecret>")
        .body(Bytes::from_static(br#"{"key":"topsecret","text":"not-topsecret-1"}"#))
        .unwrap()
}

#[test]
fn a_sensitive_header_is_redacted_wherever_it_is_quoted() {
    let request = quoting_request("x-custom", sensitive("topsecret"));
    insta::assert_snapshot!(recorded(&request), @r#"
    POST /v1/[redacted]?key=[redacted]&more=[redacted]s
    X-Custom: [redacted]
    X-Quote: <[redacted]>

    {
      "key": "[redacted]",
      "text": "not-[redacted]-1"
    }
    "#);
}

#[test]
fn credential_headers_are_redacted_even_if_not_sensitive() {
    for (name, value) in [
        ("authorization", "Bearer topsecret"),
        ("authorization", "topsecret"),
        ("proxy-authorization", "Basic topsecret"),
        ("cookie", "theme=dark; session=topsecret"),
        ("x-api-key", "topsecret"),
        ("api-key", "topsecret"),
        ("x-auth-token", "topsecret"),
    ] {
        let shown = recorded(&quoting_request(name, HeaderValue::from_static(value))).to_string();
        assert!(!shown.contains("opsecre"), "{name}: {shown}");
        assert_eq!(shown.matches("[redacted]").count(), 7, "{name}: {shown}");
    }
}

#[test]
fn a_response_does_not_show_the_secrets_of_its_request() {
    let mut response =
        http::Response::new(Bytes::from("no topsecret, no %74opsecret, no session-1"));
    response.headers_mut().insert("x-quote", HeaderValue::from_static("topsecret"));
    response.headers_mut().insert("x-custom", sensitive("other-secret"));
    let set_cookie = HeaderValue::from_static("id=session-1; Path=/");
    response.headers_mut().insert("set-cookie", set_cookie);
    let request = quoting_request("x-custom", sensitive("topsecret"));
    let exchange = Exchange::new(request, response);
    insta::assert_snapshot!(exchange.response, @"
    200 OK
    Set-Cookie: [redacted]
    X-Custom: [redacted]
    X-Quote: [redacted]

    no [redacted], no [redacted], no [redacted]
    ");
    assert!(!format!("{exchange} {exchange:?}").contains("topsecret"));
}

#[test]
fn the_longest_secret_is_redacted_whole() {
    let mut request = request(&[], b"topsecret, topsecret-2, prefix.sk_test_a!suffix");
    for value in ["topsecret", "topsecret-2", "prefix.sk_test_a!suffix"] {
        request.headers_mut().append("x-api-key", HeaderValue::from_static(value));
    }
    let shown = recorded(&request).to_string();
    assert!(shown.ends_with("\n\n[redacted], [redacted], [redacted]"), "{shown}");
}

#[test]
fn a_short_secret_is_redacted_in_its_header_only() {
    let request = request(&[("x-api-key", "x")], b"next");
    let shown = recorded(&request).to_string();
    assert!(shown.ends_with("X-Api-Key: [redacted]\n\nnext"), "{shown}");
}

#[test]
fn a_form_is_shown_part_by_part() {
    const METADATA: &Metadata = &Metadata::new("Upload", http::Method::POST, "/upload");
    let mut encoder = RequestEncoder::new(&BaseUrl::new("https://api.test").unwrap(), METADATA);
    encoder.literal("/upload");
    encoder.part("title", &Part::text("Our \"logo\"")).unwrap();
    encoder.part("meta", &Part::text("{\"a\":1}").content_type("application/json")).unwrap();
    let file = Part::file("a\"\r\nb.png", &b"abcde"[..]).content_type("image/png");
    encoder.part("file", &file).unwrap();
    insta::assert_snapshot!(recorded(&encoder.finish().unwrap()), @r#"
    POST /upload
    Content-Type: multipart/form-data; boundary=[boundary]

    --[boundary]
    Content-Disposition: form-data; name="title"

    Our "logo"
    --[boundary]
    Content-Disposition: form-data; name="meta"
    Content-Type: application/json

    {
      "a": 1
    }
    --[boundary]
    Content-Disposition: form-data; name="file"; filename="a\"\r\nb.png"
    Content-Type: image/png

    <5 bytes>
    --[boundary]--
    "#);
}

#[test]
fn any_other_body_is_text_or_a_length() {
    let shown = |body| {
        let shown = recorded(&request(&[], body)).to_string();
        shown.split_once('\n').map_or(String::new(), |(_, body)| body.trim().to_owned())
    };
    assert_eq!(shown(b""), "");
    assert_eq!(shown(b"a=sk_test_1"), "a=sk_test_[redacted]");
    assert_eq!(shown(b"\xff\xfe"), "<2 bytes>");
    assert_eq!(shown(br#"{"a":1"#), r#"{"a":1"#);
}

#[test]
fn a_response_begins_with_its_status() {
    let mut response = http::Response::new(Bytes::from("<h1>Bad</h1>"));
    *response.status_mut() = http::StatusCode::BAD_GATEWAY;
    response.headers_mut().insert("set-cookie", HeaderValue::from_static("session=abc"));
    response.headers_mut().insert("content-type", HeaderValue::from_static("text/html"));
    response.headers_mut().insert("date", HeaderValue::from_static("Sun, 06 Nov 1994"));
    insta::assert_snapshot!(recorded(&response), @"
    502 Bad Gateway
    Content-Type: text/html
    Set-Cookie: [redacted]

    <h1>Bad</h1>
    ");
}
