//! Error documents with an odd value or beginning are read, by each reader. A body that is not JSON is
//! kept as it is.

use clerk_sdk::{
    Bytes,
    api::conventions::read_error,
    error::{ErrorBody, ErrorReader, read_common},
    http::Response,
};

const CLERK: &str = r#"{"errors":[{"code":"a_code","message":"a message","long_message":"x","meta":{"param_name":"a_param"}}],"clerk_trace_id":"a_trace"}"#;
const PROBLEM: &str = r#"{"request_id":"a_trace","type":"a_code","title":"a message","detail":"x","pointer":"a_param"}"#;

const READERS: [(ErrorReader, &str); 2] = [(read_error, CLERK), (read_common, PROBLEM)];

fn read(reader: ErrorReader, body: Vec<u8>) -> ErrorBody {
    reader(&Response::new(Bytes::from(body)))
}

/// Changes a body of `{"…"}` with the value `"x"` in it.
type Damage = fn(&str) -> Vec<u8>;

/// Replaces the value `"x"`.
fn with_value(body: &str, value: &[u8]) -> Vec<u8> {
    let (before, after) = body.split_once("\"x\"").unwrap();
    [before.as_bytes(), value, after.as_bytes()].concat()
}

const DAMAGES: &[(&str, Damage)] = &[
    ("none", |body| body.into()),
    ("half a surrogate pair", |body| with_value(body, br#""\ud800""#)),
    ("a number that is too large", |body| with_value(body, b"1e999")),
    ("deep nesting", |body| {
        with_value(body, format!("{}{}", "[".repeat(200), "]".repeat(200)).as_bytes())
    }),
    ("deep objects", |body| {
        with_value(body, format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200)).as_bytes())
    }),
    ("a byte order mark", |body| format!("\u{feff}{body}").into()),
    ("white space", |body| format!("\r\n\t {body} \n").into()),
    ("a trace ID in the middle of nothing", |body| body.replace("[{", "[null, 1, {").into()),
];

#[test]
fn each_odd_document_is_read() {
    for (reader, body) in READERS {
        for (name, damage) in DAMAGES {
            let read = read(reader, damage(body));
            let [error] = &read.details[..] else { panic!("{name}: {read:?}") };
            assert_eq!((&*error.code, &*error.message), ("a_code", "a message"), "{name}");
            assert_eq!(error.param(), Some("a_param"), "{name}");
            assert_eq!(read.trace_id.as_deref(), Some("a_trace"), "{name}");
        }
    }
}

#[test]
fn a_meta_that_no_tree_can_hold_is_kept_as_text() {
    for value in ["1e999".to_owned(), format!("{}{}", "[".repeat(200), "]".repeat(200))] {
        let meta = format!(r#"{{"limit":{value}}}"#);
        let body = format!(r#"{{"errors":[{{"code":"a","meta":{meta}}}],"meta":{meta}}}"#);
        let read = read(read_error, body.into());
        assert_eq!(read.details[0].meta.as_ref().unwrap().as_str(), meta);
        assert_eq!(read.meta.unwrap().as_str(), meta);
    }
}

#[test]
fn a_body_that_is_not_json_has_no_errors() {
    for (reader, body) in READERS {
        let latin1 = with_value(body, b"\"caf\xe9\"");
        let cut = body.as_bytes()[..body.len() - 1].to_vec();
        for damaged in [latin1, cut, with_value(body, b"NaN"), b"<p>busy</p>".to_vec()] {
            let read = read(reader, damaged);
            assert_eq!(read, ErrorBody::default());
        }
    }
}
