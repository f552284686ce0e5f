//! Checks that apply to every error.

use clerk_sdk::{Bytes, Error, http};

/// Checks that the error of `response` keeps the whole response and is one line of text.
pub(super) fn check(error: &Error, response: &http::Response<Bytes>) {
    let (headers, body) = match error {
        Error::Api(error) => (error.headers(), error.body()),
        Error::Decode(error) => (error.headers(), error.body()),
        other => panic!("a response became {other:?}"),
    };
    assert_eq!(error.status(), Some(response.status()));
    assert_eq!(headers, response.headers());
    assert_eq!(body, response.body());

    let display = error.to_string();
    let operation = error.operation().expect("a response belongs to an operation");
    assert!(display.contains(operation), "{display}");
    assert!(!display.contains(char::is_control), "more than one line: {display:?}");
    assert!(display.len() <= 2 << 10, "{} bytes", display.len());
    assert!(format!("{error:?}").len() <= 8 << 10 && format!("{error:#?}").len() <= 8 << 10);
}
