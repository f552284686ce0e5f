//! Encoded requests are read back, and invalid params are refused by name.

use std::collections::BTreeMap;

use http::Method;
use proptest::{collection::vec, prelude::*};
use serde::Deserialize;

use super::*;
use crate::{
    codec::{BaseUrl, RequestEncoder},
    values::Json,
};

const METADATA: &Metadata = &Metadata::new("Test", Method::POST, "/things/{thing_id}");

fn request(target: &str, body: &'static str) -> http::Request<Bytes> {
    http::Request::post(target).body(Bytes::from(body)).unwrap()
}

fn with_body<T>(
    body: &'static str,
    read: impl FnOnce(&mut RequestDecoder<'_>) -> Result<T, RequestError>,
) -> Result<T, RequestError> {
    read(&mut RequestDecoder::new(METADATA, &request("/things/1", body), "").unwrap())
}

fn with_query<T>(
    query: &str,
    read: impl FnOnce(&mut RequestDecoder<'_>) -> Result<T, RequestError>,
) -> Result<T, RequestError> {
    let request = request(&format!("/things/1?{query}"), "");
    read(&mut RequestDecoder::new(METADATA, &request, "").unwrap())
}

#[derive(Debug, Deserialize, PartialEq)]
struct Actor {
    sub: String,
    #[serde(default)]
    tags: Vec<u8>,
}

proptest! {
    #[test]
    fn encoded_params_are_read_back(
        segment in "\\PC{1,20}".prop_filter("refused", |text| text != "." && text != ".."),
        one in any::<String>(),
        all in vec(any::<String>(), 0..4),
        joined in vec("[^\u{0}]{1,5}", 0..4),
        header in "[!-~]([ -~]{0,10}[!-~])?",
        number in any::<i64>(),
        flag in any::<bool>(),
        members in any::<(String, Option<u32>, Option<String>)>(),
    ) {
        let mut encoder = RequestEncoder::new(&BaseUrl::new("https://api.test/p/v1").unwrap(), METADATA);
        encoder.literal("/things/");
        encoder.segment("thing_id", &segment).unwrap();
        encoder.query("one", &one).unwrap();
        encoder.query("all[]", &all).unwrap();
        encoder.query_joined("joined", &joined).unwrap();
        encoder.query("number", &number).unwrap();
        encoder.query("flag", &flag).unwrap();
        encoder.header("x-header", &header).unwrap();
        encoder.member("text", &members.0).unwrap();
        encoder.member("nullable", &members.1).unwrap();
        let patch = members.2.map_or(Patch::Keep, Patch::Set);
        encoder.patch("patch", &patch).unwrap();
        encoder.patch("cleared", &Patch::<u8>::Clear).unwrap();
        let request = encoder.finish().unwrap();

        let mut decoder = RequestDecoder::new(METADATA, &request, "/p/v1").unwrap();
        prop_assert_eq!(decoder.segment("thing_id"), Ok(segment));
        prop_assert_eq!(decoder.query("one"), Ok(one));
        prop_assert_eq!(decoder.query_all("all[]"), Ok(all));
        prop_assert_eq!(decoder.query_joined("joined"), Ok(joined));
        prop_assert_eq!(decoder.query_optional("number"), Ok(Some(number)));
        prop_assert_eq!(decoder.query("flag"), Ok(flag));
        prop_assert_eq!(decoder.header("x-header"), Ok(header));
        prop_assert_eq!(decoder.member("text"), Ok(members.0));
        prop_assert_eq!(decoder.member("nullable"), Ok(members.1));
        prop_assert_eq!(decoder.patch("patch"), Ok(patch));
        prop_assert_eq!(decoder.patch::<u8>("cleared"), Ok(Patch::Clear));
        prop_assert_eq!(decoder.patch::<u8>("absent"), Ok(Patch::Keep));
    }
}

#[test]
fn another_path_does_not_match() {
    for target in ["/things", "/things/1/2", "/v1/things/1", "/other/1"] {
        assert!(RequestDecoder::new(METADATA, &request(target, ""), "").is_none(), "{target}");
    }
    assert!(RequestDecoder::new(METADATA, &request("/v1/things/1", ""), "/v1").is_some());
}

#[test]
fn a_plus_in_the_query_is_a_space() {
    assert_eq!(with_query("a=x+y%2B&b", |r| r.query("a")), Ok("x y+".to_owned()));
    assert_eq!(with_query("a=x&b", |r| r.query("b")), Ok(String::new()));
}

#[test]
fn an_encoded_comma_belongs_to_its_value() {
    let joined = with_query("a=x,y%2Cz,&a=w", |r| r.query_joined::<String>("a"));
    assert_eq!(joined.unwrap(), ["x", "y,z", "", "w"]);
}

#[test]
fn optional_params_may_be_absent() {
    assert_eq!(with_query("", |r| r.query_optional::<u8>("a")), Ok(None));
    assert_eq!(with_query("", |r| r.query_all::<u8>("a")), Ok(Vec::new()));
    assert_eq!(with_query("", |r| r.header_optional::<u8>("a")), Ok(None));
    assert_eq!(with_query("", |r| r.header_all::<u8>("a")), Ok(Vec::new()));
    assert_eq!(with_body("", |r| r.member_optional::<u8>("a")), Ok(None));
    assert_eq!(with_body("{}", |r| r.member_optional::<u8>("a")), Ok(None));
    assert_eq!(with_body("", |r| r.raw_optional::<Vec<u8>>()), Ok(None));
    assert_eq!(with_body("", |r| r.part_optional("a")), Ok(None));
    assert_eq!(with_body("", |r| r.part_text_optional::<u8>("a")), Ok(None));
}

#[test]
fn a_whole_body_is_json_or_bytes() {
    let actor = Actor { sub: "user_1".to_owned(), tags: vec![1] };
    assert_eq!(with_body(r#"{"sub":"user_1","tags":[1]}"#, |r| r.body()), Ok(actor));
    assert_eq!(with_body("abc", |r| r.raw()), Ok(Bytes::from("abc")));
    assert_eq!(with_body("abc", |r| r.raw()), Ok(b"abc".to_vec()));
    assert_eq!(with_body("abc", |r| r.raw_optional()), Ok(Some("abc".to_owned())));
}

#[test]
fn parts_are_read_by_name() {
    let mut encoder = RequestEncoder::new(&BaseUrl::new("https://api.test").unwrap(), METADATA);
    encoder.literal("/things/1");
    let file = Part::file("a.png", &b"\xff"[..]);
    encoder.part("file", &file).unwrap();
    encoder.part("n", &Part::text("1")).unwrap();
    encoder.part("n", &Part::text("2")).unwrap();
    let request = encoder.finish().unwrap();

    let mut decoder = RequestDecoder::new(METADATA, &request, "").unwrap();
    assert_eq!(decoder.part("file"), Ok(file.clone()));
    assert_eq!(decoder.part_all("file"), Ok(vec![file]));
    assert_eq!(decoder.part_text_all("n"), Ok(vec![1, 2]));
    let errors = [
        decoder.part("absent").unwrap_err(),
        decoder.part("n").unwrap_err(),
        decoder.part_text::<u8>("n").unwrap_err(),
        decoder.part_text::<String>("file").unwrap_err(),
    ];
    insta::assert_snapshot!(lines(&errors), @r#"
    Missing "absent": part `absent` is missing
    Invalid "n": part `n` has 2 values, but takes one
    Invalid "n": part `n` has 2 values, but takes one
    Invalid "file": part `file` is not UTF-8
    "#);
}

#[test]
fn errors_name_the_param() {
    let bad_path = request("/things/%ff", "");
    let mut bad_header = request("/things/x", "");
    bad_header.headers_mut().insert("x-h", http::HeaderValue::from_bytes(b"\xff").unwrap());
    let mut header = RequestDecoder::new(METADATA, &bad_header, "").unwrap();
    let mut path = RequestDecoder::new(METADATA, &bad_path, "").unwrap();
    let errors = [
        path.segment::<String>("thing_id").unwrap_err(),
        header.segment::<u8>("thing_id").unwrap_err(),
        header.segment::<u8>("undeclared").unwrap_err(),
        header.header::<String>("x-h").unwrap_err(),
        header.header::<String>("x-absent").unwrap_err(),
        with_query("a=1", |r| r.query::<u8>("b")).unwrap_err(),
        with_query("a=1&a=2", |r| r.query::<u8>("a")).unwrap_err(),
        with_query("a=256", |r| r.query_optional::<u8>("a")).unwrap_err(),
        with_query("a=true&a=yes", |r| r.query_all::<bool>("a")).unwrap_err(),
        with_query("a=%ff", |r| r.query::<String>("a")).unwrap_err(),
        with_body("\u{fffd}", |r| r.raw::<String>().and_then(|_| r.body::<u8>())).unwrap_err(),
    ];
    insta::assert_snapshot!(lines(&errors), @r#"
    Invalid "thing_id": path segment `thing_id` is not UTF-8
    Invalid "thing_id": path segment `thing_id` is invalid: invalid digit found in string
    Missing "undeclared": path segment `undeclared` is missing
    Invalid "x-h": header `x-h` is not UTF-8
    Missing "x-absent": header `x-absent` is missing
    Missing "b": query param `b` is missing
    Invalid "a": query param `a` has 2 values, but takes one
    Invalid "a": query param `a` is invalid: number too large to fit in target type
    Invalid "a": query param `a` is invalid: provided string was not `true` or `false`
    Invalid "a": query param `a` is not UTF-8
    Invalid "": the body is invalid: not valid JSON: expected value
    "#);
}

#[test]
fn an_optional_member_may_be_null() {
    let body = r#"{"a":null}"#;
    assert_eq!(with_body(body, |r| r.member_optional::<u8>("a")).unwrap(), None);
    let json = with_body(body, |r| r.member_optional::<Json>("a")).unwrap();
    assert_eq!(json, Some(Json::default()));
    assert!(with_body(r#"{"a":"b"}"#, |r| r.member_optional::<u8>("a")).is_err());
}

#[test]
fn errors_have_the_path_inside_json() {
    type Actors = BTreeMap<String, Actor>;
    let errors = [
        with_body("", |r| r.member::<Actor>("actor")).unwrap_err(),
        with_body("{}", |r| r.member::<Actor>("actor")).unwrap_err(),
        with_body(r#"{"actor":null}"#, |r| r.member::<Actor>("actor")).unwrap_err(),
        with_body(r#"{"actor":{}}"#, |r| r.member::<Actor>("actor")).unwrap_err(),
        with_body(r#"{"actor":{"sub":1}}"#, |r| r.member::<Actor>("actor")).unwrap_err(),
        with_body(r#"{"actor":{"sub":"a","tags":[1,"b"]}}"#, |r| r.patch::<Actor>("actor"))
            .unwrap_err(),
        with_body(r#"[{"sub":"a"},{"sub":{}}]"#, |r| r.body::<Vec<Actor>>()).unwrap_err(),
        with_body(r#"[{"sub":"a"},{}]"#, |r| r.body::<Vec<Actor>>()).unwrap_err(),
        with_body(r#"{"a-b":{}}"#, |r| r.body::<Actors>()).unwrap_err(),
        with_body("[]", |r| r.member::<u8>("a")).unwrap_err(),
        with_body(r#"{"a":1"#, |r| r.member::<u8>("a")).unwrap_err(),
        with_body("user_id=1", |r| r.member::<u8>("a")).unwrap_err(),
    ];
    insta::assert_snapshot!(lines(&errors), @r#"
    Missing "actor": member `actor` is missing
    Missing "actor": member `actor` is missing
    Invalid "actor": member `actor` is invalid: expected struct Actor, found null
    Missing "actor.sub": member `actor.sub` is missing
    Invalid "actor.sub": member `actor.sub` is invalid: expected a string, found integer
    Invalid "actor.tags[1]": member `actor.tags[1]` is invalid: expected u8, found string
    Invalid "[1].sub": member `[1].sub` is invalid: expected a string, found map
    Missing "[1].sub": member `[1].sub` is missing
    Missing "[\"a-b\"].sub": member `["a-b"].sub` is missing
    Invalid "": the body is invalid: expected a map, found sequence
    Invalid "a": member `a` is invalid: the JSON ends too early
    Invalid "": the body is invalid: not valid JSON: expected value
    "#);
}

/// The param and the text of each error.
fn lines(errors: &[RequestError]) -> String {
    let lines =
        errors.iter().map(|error| format!("{:?} {:?}: {error}", error.kind(), error.param()));
    lines.collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn form_fields_are_read_back(one in any::<String>(), all in vec(any::<String>(), 0..4)) {
        let base = BaseUrl::new("https://api.test").unwrap();
        let mut encoder = RequestEncoder::new(&base, METADATA);
        encoder.literal("/things/1");
        encoder.form_field("a b[]", &all).unwrap();
        encoder.form_field("one", &one).unwrap();
        encoder.form_field("none", &None::<u8>).unwrap();
        let request = encoder.finish().unwrap();

        let mut decoder = RequestDecoder::new(METADATA, &request, "").unwrap();
        prop_assert_eq!(decoder.form_field_all("a b[]"), Ok(all));
        prop_assert_eq!(decoder.form_field("one"), Ok(one));
        prop_assert_eq!(decoder.form_field_optional::<u8>("none"), Ok(None));
    }
}

#[test]
fn a_form_is_refused_by_name() {
    let read = |content_type, body: &'static [u8]| {
        let request = http::Request::post("/things/1").header(CONTENT_TYPE, content_type);
        let request = request.body(Bytes::from_static(body)).unwrap();
        let mut decoder = RequestDecoder::new(METADATA, &request, "").unwrap();
        decoder.form_field::<u8>("a").map_err(|error| error.to_string())
    };
    let form = "application/x-www-form-urlencoded";
    assert_eq!(read(form, b"b=2&a=1"), Ok(1));
    let errors = [
        read(form, b"b=2"),
        read(form, b"a=x"),
        read(form, b"a=1&a=2"),
        read(form, b"a=%ff"),
        read(form, b"a=\xff"),
        read("text/plain", b"a=1"),
    ];
    let errors: Vec<_> = errors.into_iter().map(Result::unwrap_err).collect();
    insta::assert_snapshot!(errors.join("\n"), @r"
    form field `a` is missing
    form field `a` is invalid: invalid digit found in string
    form field `a` has 2 values, but takes one
    form field `a` is not UTF-8
    the body is not UTF-8
    the body is not a form: the content type is not `application/x-www-form-urlencoded`
    ");
}
