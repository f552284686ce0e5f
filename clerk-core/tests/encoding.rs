//! What is encoded, read back by an independent implementation of the WHATWG's URL standard.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

use clerk_core::{BaseUrl, Metadata, RequestEncoder, http::Method};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

static METADATA: Metadata = Metadata::new("Example", Method::GET, "/users/{user_id}/images");

fn encoder() -> RequestEncoder {
    RequestEncoder::new(&BaseUrl::new("https://api.example.com/v1").unwrap(), &METADATA)
}

/// The path with this value in it, as a URL parser sees it; `None` where it is refused.
fn path_with(value: &str) -> Option<Url> {
    let mut encoder = encoder();
    encoder.literal("/users/");
    encoder.segment("user_id", &value).ok()?;
    encoder.literal("/images");
    Some(encoder.finish().unwrap().uri().to_string().parse().unwrap())
}

fn query_with(values: &[String]) -> Url {
    let mut encoder = encoder();
    encoder.literal("/users");
    encoder.query("user_id[]", &values).unwrap();
    encoder.query("last", &true).unwrap();
    encoder.finish().unwrap().uri().to_string().parse().unwrap()
}

fn assert_addresses_one_resource(value: &str) -> Result<(), TestCaseError> {
    let Some(url) = path_with(value) else {
        prop_assert!(matches!(value, "" | "." | ".."), "{value:?} was refused");
        return Ok(());
    };
    let segments: Vec<_> = url.path_segments().unwrap().collect();
    prop_assert_eq!(segments.len(), 4, "{}", url);
    prop_assert_eq!((segments[0], segments[1], segments[3]), ("v1", "users", "images"));
    prop_assert_eq!(percent_decode_str(segments[2]).decode_utf8().unwrap(), value);
    prop_assert_eq!(
        (url.query(), url.fragment(), url.host_str()),
        (None, None, Some("api.example.com"))
    );
    Ok(())
}

proptest! {
    #[test]
    fn no_path_value_addresses_another_resource(value in any::<String>()) {
        assert_addresses_one_resource(&value)?;
    }

    #[test]
    fn no_hostile_path_value_addresses_another_resource(value in r"[./\\%?#2eE&=+@: ;\t\n]{0,12}") {
        assert_addresses_one_resource(&value)?;
    }

    #[test]
    fn query_values_come_back(values: Vec<String>) {
        let url = query_with(&values);
        let mut expected: Vec<_> =
            values.iter().map(|value| ("user_id[]".to_owned(), value.clone())).collect();
        expected.push(("last".to_owned(), "true".to_owned()));
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, expected);
        prop_assert_eq!(url.path(), "/v1/users");
    }
}

#[test]
fn hostile_path_values_arrive_as_one_segment() {
    let paths: String = [
        "../x",
        "a/b",
        "a?b",
        "a#b",
        "a%2e",
        "%2e%2e",
        "a\\b",
        "ü",
        " ",
        "a+b",
        "...",
        "a.b-c_d~e",
    ]
    .into_iter()
    .map(|value| format!("{value:12} {}\n", path_with(value).unwrap().path()))
    .collect();
    insta::assert_snapshot!(paths);
}

#[test]
fn values_that_would_be_folded_away_are_refused() {
    for value in ["", ".", ".."] {
        assert!(path_with(value).is_none(), "{value:?}");
    }
}

#[test]
fn plus_is_not_a_space() {
    assert_eq!(query_with(&["+a b".to_owned()]).query(), Some("user_id%5B%5D=%2Ba%20b&last=true"));
}

#[test]
fn joined_values_keep_their_own_commas_apart() {
    let mut encoder = encoder();
    encoder.query_joined("mode", &["a", "b,c"]).unwrap();
    encoder.query_joined("none", &Vec::<String>::new()).unwrap();
    assert_eq!(encoder.finish().unwrap().uri().query(), Some("mode=a,b%2Cc"));
}

#[test]
fn a_url_that_is_too_long_is_an_error() {
    let mut encoder = encoder();
    encoder.query("q", &"x".repeat(70_000)).unwrap();
    insta::assert_snapshot!(encoder.finish().unwrap_err());
}

#[test]
fn a_display_that_fails_is_an_error() {
    struct Failing;
    impl std::fmt::Display for Failing {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    impl clerk_core::Scalar for Failing {}

    let error = encoder().segment("user_id", &Failing).unwrap_err();
    insta::assert_snapshot!(error);
    assert!(encoder().query("q", &Failing).is_err());
    assert!(encoder().header("x-q", &Failing).is_err());
}
