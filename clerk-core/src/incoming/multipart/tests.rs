//! Bodies from the encoder are read, and invalid bodies are refused.

use http::HeaderValue;
use proptest::{collection::vec, option, prelude::*};

use super::*;
use crate::{
    codec::{BaseUrl, RequestEncoder},
    metadata::Metadata,
};

fn request(content_type: &str, body: impl Into<Bytes>) -> http::Request<Bytes> {
    http::Request::post("/").header(CONTENT_TYPE, content_type).body(body.into()).unwrap()
}

/// Any text without an escape, because `"` and `%22` are the same on the wire.
fn name() -> impl Strategy<Value = String> {
    let text = proptest::string::string_regex("([a-z\"\\\\;=: \r\n\u{0}%-é]|\\PC){0,12}").unwrap();
    text.prop_filter("holds an escape", |name| {
        !["%22", "%0D", "%0A"].iter().any(|escape| name.contains(escape))
    })
}

fn content() -> impl Strategy<Value = Vec<u8>> {
    let framing = prop_oneof![
        Just(b"\r\n--".to_vec()),
        Just(b"--0123456789abcdef".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
        vec(any::<u8>(), 0..20),
    ];
    vec(framing, 0..6).prop_map(|pieces| pieces.concat())
}

fn part() -> impl Strategy<Value = Part> {
    let media_type = option::of("[a-z]{1,8}/[a-z0-9.+-]{1,8}(; charset=utf-8)?");
    (content(), option::of(name()), media_type).prop_map(|(bytes, file_name, content_type)| {
        Part::received(bytes.into(), file_name, content_type)
    })
}

proptest! {
    #[test]
    fn encoded_parts_are_read_unchanged(parts in vec((name(), part()), 1..5)) {
        const METADATA: &Metadata = &Metadata::new("Test", http::Method::POST, "/");
        let base = BaseUrl::new("https://api.test").unwrap();
        let mut encoder = RequestEncoder::new(&base, METADATA);
        encoder.literal("/");
        for (name, part) in &parts {
            encoder.part(name.clone().leak(), part).unwrap();
        }
        prop_assert_eq!(decode(&encoder.finish().unwrap()).unwrap(), parts);
    }

    #[test]
    fn no_body_panics(body in vec(prop_oneof![
        Just(&b"--b"[..]), Just(&b"\r\n"[..]), Just(&b"--"[..]), Just(&b"a: b"[..]),
        Just(&b"Content-Disposition: form-data; name=\"a\""[..]), Just(&b"\xff"[..]),
    ], 0..12)) {
        // Any result is fine, unless it panics.
        let _ = decode(&request("multipart/form-data; boundary=b", body.concat()));
    }
}

#[test]
fn a_form_of_another_client_is_read() {
    let body = "preamble\r\n--x y  \r\ncontent-disposition: form-data; filename=a.png; NAME=file\r\n\
                Content-Type: image/png\r\n\r\n\x01\r\n--x y\r\nContent-Disposition: form-data; \
                name=\"empty\"\r\n\r\n\r\n--x y--\r\nepilogue";
    let parts = decode(&request("Multipart/Form-Data; charset=utf-8; Boundary=\"x y\"", body));
    let file = Part::file("a.png", &b"\x01"[..]).content_type("image/png");
    assert_eq!(parts, Ok(vec![("file".to_owned(), file), ("empty".to_owned(), Part::text(""))]));
}

#[test]
fn broken_forms_say_what_is_wrong() {
    let cases = [
        ("application/json", "{}"),
        ("multipart/form-data", "--b--"),
        ("multipart/form-data; boundary=", "--b--"),
        ("multipart/form-data; boundary=b", "nothing"),
        ("multipart/form-data; boundary=b", "--b\r\n\r\ncut"),
        ("multipart/form-data; boundary=b", "--bc\r\n\r\n\r\n--b--"),
        ("multipart/form-data; boundary=b", "--b\r\nno empty line\r\n--b--"),
        ("multipart/form-data; boundary=b", "--b\r\n\r\nno headers\r\n--b--"),
    ];
    let problems = cases
        .map(|(content_type, body)| decode(&request(content_type, body)).unwrap_err().to_string());
    insta::assert_snapshot!(problems.join("\n"), @r"
    the body is not multipart: the content type is not `multipart/form-data` with a boundary
    the body is not multipart: the content type is not `multipart/form-data` with a boundary
    the body is not multipart: the content type is not `multipart/form-data` with a boundary
    the body does not contain its boundary
    the body ends before its last boundary
    the body has text after a boundary
    the body has a part without an empty line
    the body has a part without a name in its `Content-Disposition`
    ");
    let mut odd = request("", "--b--");
    odd.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_bytes(b"\xff").unwrap());
    assert_eq!(decode(&odd).unwrap_err().param(), "");
}
