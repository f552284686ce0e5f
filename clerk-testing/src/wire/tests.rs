//! What is shown, and what is not.

use clerk_core::{BaseUrl, Metadata, RequestEncoder};

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
    let shown = wire(&request).to_string();
    assert_eq!(format!("{:?}", wire(&request)), shown);
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

#[test]
fn a_form_is_shown_part_by_part() {
    const METADATA: &Metadata = &Metadata::new("Upload", http::Method::POST, "/upload");
    let mut encoder = RequestEncoder::new(&BaseUrl::new("https://api.test").unwrap(), METADATA);
    encoder.literal("/upload");
    encoder.part("title", &Part::text("Our \"logo\"")).unwrap();
    encoder.part("meta", &Part::text("{\"a\":1}").content_type("application/json")).unwrap();
    let file = Part::file("a\"\r\nb.png", &b"abcde"[..]).content_type("image/png");
    encoder.part("file", &file).unwrap();
    insta::assert_snapshot!(wire(&encoder.finish().unwrap()), @r#"
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
        let shown = wire(&request(&[], body)).to_string();
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
    insta::assert_snapshot!(wire(&response), @"
    502 Bad Gateway
    Content-Type: text/html
    Set-Cookie: [redacted]

    <h1>Bad</h1>
    ");
}
