use http::Method;
use proptest::prelude::*;

use super::*;

const METADATA: &Metadata = &Metadata::new("Test", Method::POST, "/a");

fn encoder() -> RequestEncoder {
    RequestEncoder::new(&BaseUrl::new("https://api.test/v1").unwrap(), METADATA)
}

#[test]
fn the_target_may_continue_after_the_body_has_begun() {
    let mut encoder = encoder();
    encoder.literal("/a/");
    encoder.member("x", "{").unwrap();
    encoder.segment("id", &"é").unwrap();
    encoder.query("q", &["1", "2"]).unwrap();
    encoder.member("y", &2).unwrap();
    encoder.query_joined("r", &["3", "4"]).unwrap();
    let request = encoder.finish().unwrap();
    assert_eq!(request.uri(), "https://api.test/v1/a/%C3%A9?q=1&q=2&r=3,4");
    assert_eq!(request.body(), r#"{"x":"{","y":2}"#);
}

#[test]
fn params_are_not_shown() {
    let mut encoder = encoder();
    encoder.member("password", "s3cr3t").unwrap();
    assert_eq!(format!("{encoder:?}"), r#"RequestEncoder { operation: "Test", .. }"#);
}

proptest! {
    #[test]
    fn target_and_body_do_not_mix(steps: Vec<(bool, String)>) {
        let (mut mixed, mut target_first) = (encoder(), encoder());
        for (is_member, text) in &steps {
            if *is_member {
                mixed.member("m", text).unwrap();
            } else {
                mixed.query("q", text).unwrap();
                target_first.query("q", text).unwrap();
            }
        }
        for (_, text) in steps.iter().filter(|(is_member, _)| *is_member) {
            target_first.member("m", text).unwrap();
        }
        let (mixed, target_first) = (mixed.finish().unwrap(), target_first.finish().unwrap());
        prop_assert_eq!(mixed.uri(), target_first.uri());
        prop_assert_eq!(mixed.body(), target_first.body());
        prop_assert_eq!(mixed.headers(), target_first.headers());
    }
}
