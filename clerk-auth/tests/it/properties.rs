//! Properties of any input.

use clerk_auth::{Authenticator, Reason, permission};
use clerk_testing::FakeClerk;
use proptest::{
    collection::vec,
    prelude::{Strategy, any, proptest},
    prop_assert, prop_assert_eq, prop_oneof,
};
use serde_json::{Value, json};

use crate::support::client;

/// Any JSON value, of a small size.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        proptest::strategy::Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec(("[a-z]{1,3}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_refused_without_a_panic(text in "\\PC*") {
        let auth = Authenticator::builder()
            .client(client(FakeClerk::new().with_tokens()))
            .build()
            .unwrap();
        prop_assert!(pollster::block_on(auth.verify(&text)).is_err());
        let parts = format!("{text}.{text}.{text}");
        prop_assert!(pollster::block_on(auth.verify(&parts)).is_err());
    }

    #[test]
    fn any_signed_text_is_refused_without_a_panic(header in "\\PC*", payload in "\\PC*") {
        let fake = FakeClerk::new().with_tokens();
        let auth = Authenticator::builder().client(client(fake.clone())).build().unwrap();
        let good = r#"{"alg":"RS256","typ":"JWT","kid":"ins_fake"}"#;
        let token = fake.sign_raw(&header, "{}");
        prop_assert!(pollster::block_on(auth.verify(&token)).is_err());
        let error = pollster::block_on(auth.verify(&fake.sign_raw(good, &payload))).unwrap_err();
        if serde_json::from_str::<Value>(&payload).is_err() {
            prop_assert_eq!(error.reason(), &Reason::TokenInvalid);
        }
    }

    #[test]
    fn optional_claims_of_any_type_never_fail_the_session(
        values in vec(json_value(), 14),
        v in prop_oneof![proptest::strategy::Just(json!(2)), json_value()],
    ) {
        let fake = FakeClerk::new().with_tokens();
        let names = [
            "sts", "fva", "act", "fea", "pla", "o", "org_id", "org_role", "org_slug",
            "org_permissions", "azp", "iss", "aud", "jti",
        ];
        let mut sign_in = fake.sign_in("user_1").claim("v", v);
        for (name, value) in names.into_iter().zip(values) {
            sign_in = sign_in.claim(name, value);
        }
        let auth = Authenticator::builder().client(client(fake)).build().unwrap();
        let session = pollster::block_on(auth.verify(&sign_in.token())).unwrap();
        prop_assert_eq!(session.user_id.as_str(), "user_1");
        for granted in session.permissions() {
            if granted.starts_with("org:") && granted.len() > 4 && !granted.starts_with("org:org:") {
                let active = session.organization.is_some() && !session.is_pending();
                prop_assert_eq!(session.has(permission(granted.clone().into_owned())), active);
            }
        }
    }
}
