//! What every error of an answer keeps, and what it never shows.

use clerk_sdk::{Bytes, Error, http};

/// Checks the error that `answer` led to.
pub(super) fn check(error: &Error, answer: &http::Response<Bytes>) {
    let (headers, body) = match error {
        Error::Api(error) => (error.headers(), error.body()),
        Error::Decode(error) => (error.headers(), error.body()),
        other => panic!("an answer led to {other:?}"),
    };
    assert_eq!(error.status(), Some(answer.status()));
    assert_eq!(headers, answer.headers());
    assert_eq!(body, answer.body());
    check_texts(error);
}

fn check_texts(error: &Error) {
    let (display, debug) = (error.to_string(), format!("{error:?}"));
    let operation = error.operation().expect("an answer is one to an operation");
    assert!(display.starts_with(operation), "{display}");
    assert!(!display.contains(char::is_control), "more than one line: {display:?}");
    for text in [display, debug] {
        assert!(!shows_key(&text), "shows a key: {text}");
    }
}

/// Whether there is a secret key whose own part is not left out.
fn shows_key(text: &str) -> bool {
    ["sk_test_", "sk_live_"].iter().any(|prefix| {
        let mut after = text.split(prefix).skip(1);
        after.any(|key| key.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
    })
}
