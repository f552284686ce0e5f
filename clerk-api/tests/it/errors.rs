//! Error codes and the data that comes with them.

use clerk_api::errors::{ErrorCode, ErrorMeta, PasswordAdvice};
use clerk_core::{
    Bytes,
    error::{ApiError, ErrorDetail},
    http::Response,
};

fn error(body: &'static str) -> ApiError {
    let response =
        Response::builder().status(422).body(Bytes::from_static(body.as_bytes())).unwrap();
    let metadata = clerk_api::ENDPOINTS.first().unwrap();
    ApiError::new(metadata, response, clerk_api::conventions::read_error)
}

fn details(body: &'static str) -> Vec<ErrorDetail> {
    error(body).errors().to_vec()
}

#[test]
fn known_and_unknown_codes_are_read() {
    let known = error(r#"{"errors": [{"code": "form_identifier_exists", "message": "taken"}]}"#);
    assert_eq!(ErrorCode::of(&known), Some(ErrorCode::FormIdentifierExists));

    let new = error(r#"{"errors": [{"code": "comet_overhead", "message": "look up"}]}"#);
    assert_eq!(ErrorCode::of(&new), Some(ErrorCode::Unknown("comet_overhead".into())));
    assert_eq!(ErrorCode::of(&new).unwrap().as_str(), "comet_overhead");

    assert_eq!(ErrorCode::of(&error("{}")), None);
    assert_eq!(ErrorCode::of_detail(&ErrorDetail::new("", "no code")), None);
}

#[test]
fn known_members_of_meta_are_read() {
    let details = details(
        r#"{"errors": [
            {"code": "form_password_not_strong_enough", "message": "weak", "meta": {
                "param_name": "password",
                "zxcvbn": {"suggestions": [{"code": "anotherWord", "message": "Add more words."}, 1]}
            }},
            {"code": "duplicate_record", "message": "twice", "meta": {"email_addresses": ["a@b.c"]}},
            {"code": "impersonation_limit_exceeded", "message": "used up", "meta": {"limit": 5, "used": 5}},
            {"code": "organization_role_on_set_assigned_to_user", "message": "used", "meta": {"role_key": "org:a"}}
        ]}"#,
    );
    let meta: Vec<ErrorMeta> = details.iter().map(ErrorMeta::of).collect();
    let [password, duplicate, limit, role] = meta.as_slice() else { panic!("four errors") };
    assert_eq!(password.param_name.as_deref(), Some("password"));
    let [PasswordAdvice { code, message, .. }] = password.password_advice.as_slice() else {
        panic!("one piece of advice");
    };
    assert_eq!((code.as_str(), message.as_str()), ("anotherWord", "Add more words."));
    assert_eq!(duplicate.email_addresses, ["a@b.c"]);
    assert_eq!((limit.limit, limit.used), (Some(5), Some(5)));
    assert_eq!(role.role_keys, ["org:a"]);
}

#[test]
fn members_of_another_type_read_as_absent() {
    let details = details(
        r#"{"errors": [{"code": "x", "message": "y", "meta": {
            "param_name": 1, "email_addresses": {"a": 1}, "limit": "many", "zxcvbn": [], "used": null
        }}, {"code": "x", "message": "y", "meta": [1]}, {"code": "x", "message": "y"}]}"#,
    );
    assert_eq!(details.len(), 3);
    for detail in &details {
        assert_eq!(ErrorMeta::of(detail), ErrorMeta::default());
    }
}
