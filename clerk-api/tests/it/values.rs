//! Values that read and write themselves.

use std::borrow::Cow;

use clerk_api::{
    OrderBy,
    actor_tokens::Actor,
    users::{User, UserOrder, Verification, VerificationStatus},
};
use serde_json::{Map, Value, json};

#[test]
fn the_text_of_an_order_is_read_and_written() {
    for (text, order, written) in [
        ("created_at", UserOrder::CreatedAt.ascending(), "created_at"),
        ("+created_at", UserOrder::CreatedAt.into(), "created_at"),
        ("-created_at", UserOrder::CreatedAt.descending(), "-created_at"),
        ("-age", UserOrder::Unknown("age".into()).descending(), "-age"),
        ("", UserOrder::Unknown("".into()).ascending(), ""),
    ] {
        assert_eq!(OrderBy::<UserOrder>::from(text), order, "{text}");
        assert_eq!(order.to_string(), written);
    }
}

#[test]
fn an_actor_keeps_every_member_of_its_json_object() {
    for members in [
        json!({ "sub": "user_2" }),
        json!({ "sub": "user_2", "reason": "ticket 4711", "level": 3, "by": { "a": [null] } }),
        json!({ "sub": 7 }),
        json!({ "reason": null }),
        json!({}),
    ] {
        let actor: Actor = serde_json::from_value(members.clone()).unwrap();
        let seen: Map<_, _> =
            actor.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect();
        assert_eq!(Value::Object(seen), members);
        assert_eq!(serde_json::to_value(&actor).unwrap(), members);
        assert_eq!(actor.get("sub"), members.get("sub"));
        assert_eq!(actor.get("level"), members.get("level"));
        assert_eq!(actor.sub(), members["sub"].as_str());
    }
}

#[test]
fn with_replaces_the_member_of_the_same_name() {
    let actor = Actor::new("user_1").with("level", 1).with("level", 2).with("sub", "user_2");
    let text = serde_json::to_string(&actor).unwrap();
    assert_eq!(text, r#"{"sub":"user_2","level":2}"#);
    assert_eq!(actor.clone().with("sub", Value::Null), actor);
}

#[test]
fn a_minimal_user_deserializes_and_returns_its_primary_address() {
    let text = r#"{"id":"user_1","created_at":1,"updated_at":2,
        "email_addresses":[
            {"email_address":"none@example.com","created_at":1,"updated_at":1},
            {"id":"idn_1","email_address":"ada@example.com","created_at":1,"updated_at":1}]}"#;
    let mut user: User = serde_json::from_str(text).unwrap();
    assert_eq!(user.primary_email_address(), None);
    user.primary_email_address_id = Some("idn_1".into());
    let address = user.primary_email_address().map(|address| address.email_address.as_str());
    assert_eq!(address, Some("ada@example.com"));
    assert_eq!(user.primary_phone_number(), None);
}

fn verification(json: &str) -> Verification {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_object_member_selects_the_kind() {
    let text = r#"{"object":"verification_otp","status":"expired","strategy":"phone_code","attempts":3,"expire_at":null,"channel":"sms"}"#;
    let found = verification(text);
    assert!(matches!(&found, Verification::Otp(otp) if otp.attempts == Some(3)));
    assert_eq!(found.status(), Some(VerificationStatus::Expired));
    assert_eq!(found.strategy().as_deref(), Some("phone_code"));
    assert_eq!(serde_json::to_string(&found).unwrap(), text);
}

#[test]
fn a_verification_of_an_unknown_kind_has_a_status() {
    for text in [
        r#"{"status":"verified","strategy":"admin"}"#,
        r#"{"object":"verification_iris","status":"verified"}"#,
        r#"{"object":"verification_admin","status":"verified"}"#,
    ] {
        let found = verification(text);
        assert!(matches!(&found, Verification::Unknown(json) if json.as_str() == text));
        assert_eq!(found.status(), Some(VerificationStatus::Verified));
    }
    let strategy = |text| verification(text).strategy().map(Cow::into_owned);
    let iris = r#"{"object":"verification_iris","strategy":"iris_scan"}"#;
    assert_eq!(strategy(iris).as_deref(), Some("iris_scan"));
    assert_eq!(strategy(r#"{"object":"verification_iris"}"#), None);
    assert_eq!(verification(r#"{"object":"verification_iris"}"#).status(), None);
}
