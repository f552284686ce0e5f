//! Error bodies with one odd byte: what can be read is read, by each reader.

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
    ("Latin-1", |body| with_value(body, b"\"caf\xe9\"")),
    ("half a character", |body| with_value(body, b"\"caf\xc3\"")),
    ("half a surrogate pair", |body| with_value(body, br#""\ud800""#)),
    ("an unknown escape", |body| with_value(body, br#""\q""#)),
    ("a line break in a string", |body| with_value(body, b"\"a\nb\"")),
    ("a NUL", |body| with_value(body, b"\"a\0b\"")),
    ("a number that is too large", |body| with_value(body, b"1e999")),
    ("NaN", |body| with_value(body, b"NaN")),
    ("deep nesting", |body| {
        with_value(body, format!("{}{}", "[".repeat(200), "]".repeat(200)).as_bytes())
    }),
    ("deep objects", |body| {
        with_value(body, format!("{}1{}", r#"{"a":"#.repeat(200), "}".repeat(200)).as_bytes())
    }),
    ("a byte order mark", |body| format!("\u{feff}{body}").into()),
    ("white space", |body| format!("\r\n\t {body} \n").into()),
    ("text behind the end", |body| format!("{body}{body}<br>").into()),
    ("a comma too many", |body| body.replace('}', ",}").into()),
    ("the last brace cut", |body| body[..body.len() - 1].into()),
    ("a trace ID in the middle of nothing", |body| body.replace("[{", "[null, 1, {").into()),
];

#[test]
fn each_damaged_body_is_read() {
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
fn text_in_another_encoding_is_read() {
    for (bytes, text) in
        [(&b"\"caf\xe9\""[..], "café"), (br#""\ud83d\ude00 \ud800""#, "😀 \u{fffd}")]
    {
        for (reader, body) in READERS {
            let read = read(reader, with_value(body, bytes));
            assert_eq!(read.details[0].description.as_deref(), Some(text));
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

/// A body that is cut anywhere gives the code as soon as the code is in it.
#[test]
fn a_cut_body_gives_what_is_left() {
    for (reader, body) in READERS {
        let start = body.find("a_code\"").unwrap() + "a_code\"".len();
        for end in 0..body.len() {
            let read = read(reader, body[..end].into());
            if end >= start {
                assert_eq!(read.details[0].code, "a_code", "{}", &body[..end]);
            }
        }
    }
}
