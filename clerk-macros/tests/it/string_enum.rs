//! Behavior of derived open enums.

use clerk_core::StringEnum;

#[derive(Clone, Debug, PartialEq, Eq, StringEnum)]
enum Status {
    Pending,
    SignUp,
    #[string_enum(rename = "gone-for-good")]
    Gone,
    #[string_enum(unknown)]
    Unknown(Box<str>),
}

#[derive(Debug, PartialEq, StringEnum)]
#[string_enum(rename_all = "SCREAMING_SNAKE_CASE")]
enum Strategy {
    OAuthToken,
    #[string_enum(unknown)]
    Other(String),
}

const CASES: [(&str, Status); 3] =
    [("pending", Status::Pending), ("sign_up", Status::SignUp), ("gone-for-good", Status::Gone)];

#[test]
fn each_known_string_has_a_variant() {
    assert_eq!(Status::KNOWN, CASES.clone().map(|(text, _)| text));
    for (text, status) in CASES {
        assert_eq!(Status::from(text), status);
        assert_eq!(Status::from(text.to_owned()), status);
        assert_eq!(text.parse::<Status>(), Ok(status.clone()));
        assert_eq!(status.as_str(), text);
        assert_eq!(status.as_ref(), text);
        assert_eq!(status.to_string(), text);
        assert_eq!(status, text);
        assert_eq!(status, *text);
        assert!(!status.is_unknown());
    }
}

#[test]
fn unknown_strings_are_kept() {
    let status = Status::from("Pending");
    assert_eq!(status, Status::Unknown("Pending".into()));
    assert!(status.is_unknown());
    assert_eq!(status.as_str(), "Pending");
    assert_eq!(Strategy::from("x"), Strategy::Other("x".to_owned()));
    assert_eq!(Strategy::from("O_AUTH_TOKEN"), Strategy::OAuthToken);
}

#[test]
fn json_strings_are_written_back_unchanged() {
    for text in [r#""pending""#, r#""sign_up""#, r#""tomorrow\n""#, r#""""#] {
        let status: Status = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&status).unwrap(), text);
    }
    let error = serde_json::from_str::<Status>("1").unwrap_err();
    assert!(error.to_string().starts_with("invalid type: integer `1`, expected a string"));
}

mod deprecated {
    #![deny(deprecated)]

    use super::StringEnum;

    #[derive(StringEnum)]
    pub(crate) enum Plan {
        #[deprecated = "no longer sold"]
        Basic,
        #[string_enum(unknown)]
        Unknown(String),
    }
}

#[test]
fn a_variant_may_be_deprecated() {
    assert_eq!(deprecated::Plan::from("basic").as_str(), "basic");
    assert!(!deprecated::Plan::from("basic").is_unknown());
}

#[test]
fn display_respects_the_width() {
    assert_eq!(format!("[{:>9}]", Status::Pending), "[  pending]");
}
