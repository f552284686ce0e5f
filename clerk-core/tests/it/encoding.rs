//! Encoded requests, read by an independent implementation of the URL standard.

use clerk_core::{
    codec::{BaseUrl, RequestEncoder},
    endpoint::Metadata,
    error::EncodeError,
    http::Method,
};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::Url;

static METADATA: Metadata = Metadata::new("Example", Method::GET, "/users/{user_id}/images");

fn encoder() -> RequestEncoder {
    RequestEncoder::new(&BaseUrl::new("https://api.example.com/v1").unwrap(), &METADATA)
}

/// Returns the URL with what `encode` writes in its path, as a URL parser reads it. `None` if the
/// value is refused.
fn url_with(encode: impl FnOnce(&mut RequestEncoder) -> Result<(), EncodeError>) -> Option<Url> {
    let mut encoder = encoder();
    encoder.literal("/users/");
    encode(&mut encoder).ok()?;
    encoder.literal("/images");
    Some(encoder.finish().unwrap().uri().to_string().parse().unwrap())
}

fn path_with(value: &str) -> Option<Url> {
    url_with(|encoder| encoder.segment("user_id", &value))
}

fn query_with(values: &[String]) -> Url {
    let mut encoder = encoder();
    encoder.literal("/users");
    encoder.query("user_id[]", &values).unwrap();
    encoder.query("last", &true).unwrap();
    encoder.finish().unwrap().uri().to_string().parse().unwrap()
}

/// Checks that `url` has these segments in its path, or that they are refused since a URL parser
/// removes one of them.
fn assert_addresses(url: Option<Url>, segments: &[String]) -> Result<(), TestCaseError> {
    let Some(url) = url else {
        let is_removed = |segment: &String| matches!(segment.as_str(), "" | "." | "..");
        prop_assert!(segments.iter().any(is_removed), "{segments:?} was refused");
        return Ok(());
    };
    let decoded = |segment| percent_decode_str(segment).decode_utf8().unwrap().into_owned();
    let read: Vec<String> = url.path_segments().unwrap().map(decoded).collect();
    let [v1, users, images] = ["v1", "users", "images"].map(str::to_owned);
    prop_assert_eq!(read, [&[v1, users], segments, &[images]].concat(), "{}", url);
    prop_assert_eq!(
        (url.query(), url.fragment(), url.host_str()),
        (None, None, Some("api.example.com"))
    );
    Ok(())
}

proptest! {
    #[test]
    fn no_path_value_addresses_another_resource(value in any::<String>()) {
        assert_addresses(path_with(&value), &[value])?;
    }

    #[test]
    fn no_hostile_path_value_addresses_another_resource(value in r"[./\\%?#2eE&=+@: ;\t\n]{0,12}") {
        assert_addresses(path_with(&value), &[value])?;
    }

    #[test]
    fn segments_address_what_the_value_says(value in "[a./\\\\%?#2eE+@: é]{0,12}") {
        let url = url_with(|encoder| encoder.segments("path", &value));
        let segments: Vec<_> = value.split('/').map(str::to_owned).collect();
        assert_addresses(url, &segments)?;
    }

    #[test]
    fn a_partial_segment_addresses_one_resource(
        affixes in prop::sample::select(vec![
            ("", ".json"), ("v", ""), ("", ":cancel"), (".", ""), ("", "."), ("%2e", ""),
        ]),
        value in "[a./\\\\%?#2eE+@:]{0,4}",
    ) {
        let (prefix, suffix) = affixes;
        let url = url_with(|encoder| encoder.partial_segment("user_id", prefix, &value, suffix));
        // An affix does not make an empty value valid.
        let segment = if value.is_empty() { value } else {
            format!("{}{value}{suffix}", prefix.replace("%2e", "."))
        };
        assert_addresses(url, &[segment])?;
    }

    #[test]
    fn form_fields_are_read_by_the_url_standard(values: Vec<String>) {
        let mut encoder = encoder();
        encoder.form_field("metadata[a b]", &values).unwrap();
        encoder.form_field("last", &true).unwrap();
        let request = encoder.finish().unwrap();
        let mut expected: Vec<_> =
            values.iter().map(|value| ("metadata[a b]".to_owned(), value.clone())).collect();
        expected.push(("last".to_owned(), "true".to_owned()));
        let pairs: Vec<_> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        let written = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&expected)
            .finish();
        prop_assert_eq!(pairs, expected);
        prop_assert_eq!(request.body(), written.as_bytes());
        prop_assert_eq!(
            request.headers().get("content-type").unwrap(),
            "application/x-www-form-urlencoded"
        );
    }

    #[test]
    fn query_values_are_read_back(values: Vec<String>) {
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
fn hostile_path_values_are_one_segment() {
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
fn values_that_url_parsers_remove_are_refused() {
    for value in ["", ".", ".."] {
        assert!(path_with(value).is_none(), "{value:?}");
    }
}

#[test]
fn a_plus_is_encoded_and_a_space_is_not_a_plus() {
    assert_eq!(query_with(&["+a b".to_owned()]).query(), Some("user_id%5B%5D=%2Ba%20b&last=true"));
}

#[test]
fn commas_in_joined_values_are_encoded() {
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
    impl clerk_core::values::Scalar for Failing {}

    let error = encoder().segment("user_id", &Failing).unwrap_err();
    insta::assert_snapshot!(error);
    assert!(encoder().query("q", &Failing).is_err());
    assert!(encoder().header("x-q", &Failing).is_err());
    assert!(encoder().segments("path", &Failing).is_err());
    assert!(encoder().form_field("q", &Failing).is_err());
}
