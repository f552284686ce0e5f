//! Signatures, secrets, and errors.

use std::time::Duration;

use clerk_core::Timestamp;
use clerk_webhooks::{Email, Event, EventData, HeaderName, Sms, Webhook, WebhookError};
use proptest::prelude::*;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const OLD: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NOW: i64 = 1_767_225_600;
const DELETED: &[u8] = br#"{"data":{"object":"user","deleted":true},"type":"user.deleted"}"#;

fn webhook(secret: &str) -> Webhook {
    Webhook::new(secret).unwrap().clock(|| Timestamp::from_unix_millis(NOW * 1000 + 999))
}

#[test]
fn a_delivery_signed_with_either_secret_passes_while_they_are_rotated() {
    let both = webhook(SECRET).secret(OLD).unwrap();
    for one in [webhook(SECRET), webhook(OLD)] {
        assert!(both.verify(&one.sign("msg_1", NOW, DELETED), DELETED).is_ok());
        // Clerk signs with both.
        assert!(one.verify(&both.sign("msg_1", NOW, DELETED), DELETED).is_ok());
    }
    let headers = webhook(OLD).sign("msg_1", NOW, DELETED);
    assert!(webhook(SECRET).verify(&headers, DELETED).is_err());
}

#[test]
fn headers_are_checked_before_the_body() {
    let webhook = webhook(SECRET);
    let headers = webhook.sign("msg_1", NOW, DELETED);
    let delivery = webhook.check_headers(&headers).unwrap();
    assert_eq!((delivery.id, delivery.timestamp), ("msg_1", NOW));

    let old = webhook.sign("msg_1", NOW - 301, DELETED);
    assert!(matches!(webhook.check_headers(&old), Err(WebhookError::TimestampTooOld)));
    let incomplete = webhook.check_headers(&headers[1..].to_vec()).unwrap_err();
    assert!(matches!(incomplete, WebhookError::MissingHeader(HeaderName::Id)), "{incomplete:?}");
}

#[test]
fn the_response_to_a_refused_delivery_says_why() {
    let too_large = WebhookError::BodyTooLarge { limit: 16 }.to_response();
    assert_eq!(too_large.status(), 413);
    assert_eq!(too_large.body(), "the body is longer than the limit of 16 bytes");
    assert_eq!(too_large.headers()["cache-control"], "no-store");
    assert_eq!(WebhookError::NoMatchingSignature.to_response().status(), 400);
}

#[test]
fn the_sample_has_the_sample_secret() {
    let headers = Webhook::sample().sign("msg_1", NOW, DELETED);
    assert!(webhook(clerk_webhooks::SAMPLE_SECRET).check(&headers, DELETED).is_ok());
}

#[test]
fn the_tolerance_is_inclusive_and_can_be_set() {
    for (tolerance, passes) in
        [(None, 300), (Some(0), 0), (Some(60), 60), (Some(u64::MAX), 1 << 40)]
    {
        let webhook = match tolerance {
            Some(seconds) => webhook(SECRET).tolerance(Duration::from_secs(seconds)),
            None => webhook(SECRET),
        };
        let verify = |timestamp: i64| {
            webhook.verify(&webhook.sign("msg_1", timestamp, DELETED), DELETED).map(|it| it.id)
        };
        assert!(verify((NOW - passes).max(0)).is_ok());
        assert!(verify(NOW + passes).is_ok());
        if tolerance != Some(u64::MAX) {
            let (old, new) = (verify(NOW - passes - 1), verify(NOW + passes + 1));
            assert!(matches!(old, Err(WebhookError::TimestampTooOld)), "{old:?}");
            assert!(matches!(new, Err(WebhookError::TimestampTooNew)), "{new:?}");
        }
    }
}

#[test]
fn a_set_of_headers_is_whole() {
    let webhook = webhook(SECRET);
    let [id, timestamp, signature] = webhook.sign("msg_1", NOW, DELETED).map(|(_, value)| value);
    let standard = [
        ("Webhook-Id", &*id),
        ("Webhook-Timestamp", &*timestamp),
        ("Webhook-Signature", &*signature),
    ];
    assert!(webhook.verify(&standard, DELETED).is_ok());
    // An empty header is one of the set, and decides which set is read.
    let mut both = standard.to_vec();
    both.push(("svix-signature", ""));
    let error = webhook.verify(&both, DELETED).unwrap_err();
    assert!(matches!(error, WebhookError::MissingHeader(HeaderName::Id)));

    let twice = [("svix-id", &*id), ("svix-id", &*id), ("svix-timestamp", &*timestamp)];
    let error = webhook.verify(&twice, DELETED).unwrap_err();
    assert!(matches!(error, WebhookError::InvalidHeader(HeaderName::Id)));
}

#[test]
fn a_slice_of_pairs_of_bytes_passes() {
    let webhook = webhook(SECRET);
    let signed = webhook.sign("msg_1", NOW, DELETED);
    let pairs: Vec<(&[u8], &[u8])> =
        signed.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())).collect();
    let slice: &[(&[u8], &[u8])] = &pairs;
    assert!(webhook.verify(slice, DELETED).is_ok());
}

/// Returns all text of an error.
fn texts(error: &(impl std::error::Error + 'static)) -> String {
    format!("{error} {error:?} {error:#?}")
}

#[test]
fn errors_and_debug_output_show_no_secret() {
    let mut out = String::new();
    for (name, secret) in [
        ("empty", ""),
        ("white space", " "),
        ("without a key", "whsec_"),
        ("not base64", "whsec_s3cr3t!"),
        ("secret key", "sk_test_s3cr3t"),
        ("public key of a webhook", "whpk_s3cr3t"),
        ("publishable key", "pk_test_s3cr3t"),
    ] {
        let error = Webhook::new(secret).unwrap_err();
        assert!(!texts(&error).contains("s3cr3t"), "{error:?}");
        out += &format!("{name}: {error}\n");
        assert!(webhook(SECRET).secret(secret).is_err());
    }
    let webhook = webhook(SECRET);
    let signed = webhook.sign("msg_1", NOW, DELETED);
    let [_, _, (_, signature)] = &signed;
    let body = br#"{"data":{"object":"user","id":["s3cr3t"]},"type":"user.deleted"}"#;
    let errors = [
        webhook.verify(&signed, body).unwrap_err(),
        webhook.verify(&webhook.sign("msg_1", NOW, body), body).unwrap_err(),
        webhook
            .verify(&webhook.sign("msg_1", NOW, b"\"s3cr3t\xff\""), b"\"s3cr3t\xff\"")
            .unwrap_err(),
        webhook.verify(&webhook.sign("msg_1", NOW, b"\"s3cr3t\""), b"\"s3cr3t\"").unwrap_err(),
        webhook.verify(&webhook.sign("msg_1", 7, DELETED), DELETED).unwrap_err(),
        webhook.verify(&signed[..2], DELETED).unwrap_err(),
    ];
    for error in errors {
        let texts = texts(&error);
        assert!(!texts.contains("s3cr3t") && !texts.contains(signature), "{texts}");
        assert!(!texts.contains("C2FVsBQIhrscChlQIMV"), "{texts}");
        out += &format!("{error}\n{error:?}\n");
    }
    out += &format!("{webhook:?}\n");
    insta::assert_snapshot!(out);
}

#[test]
fn messages_are_not_shown() {
    let event = |data| Event::new("msg_1", data);
    let email =
        br#"{"type":"email.created","data":{"id":"ema_1","object":"email","subject":"424242",
        "from_email_name":"noreply","body":"<p>424242</p>","body_plain":"424242","slug":"code",
        "data":{"otp_code":"424242"},"delivered_by_clerk":true}}"#;
    let unknown = br#"{"type":"email.updated","data":{"body":"424242"}}"#;
    for event in [
        event(EventData::EmailCreated(Email::sample())),
        event(EventData::SmsCreated(Sms::sample())),
        Event::read("msg_1", email).unwrap(),
        Event::read("msg_1", unknown).unwrap(),
    ] {
        assert!(serde_json::to_string(&event).unwrap().contains("424242"));
        for text in [format!("{event:?}"), format!("{event:#?}")] {
            assert!(!text.contains("424242"), "{text}");
        }
    }
}

#[test]
fn the_public_organization_data_is_read_in_both_places() {
    let organization = r#"{"id":"org_1","name":"Engines"}"#;
    let invitation = r#""id":"orginv_1","email_address":"a@example.com","role":"org:member",
        "role_name":"Member","created_at":1,"updated_at":2"#;
    for (kind, place) in [
        ("created", format!(r#""data":{{"public_organization_data":{organization}}}"#)),
        ("created", format!(r#""public_organization_data":{organization}"#)),
        ("accepted", format!(r#""user_id":"user_1","public_organization_data":{organization}"#)),
    ] {
        let data = format!("{{{invitation},{place}}}");
        let body = format!(r#"{{"data":{data},"type":"organizationInvitation.{kind}"}}"#);
        let invitation = match Event::read("msg_1", body.as_bytes()).unwrap().data {
            EventData::OrganizationInvitationCreated(invitation) => invitation,
            EventData::OrganizationInvitationAccepted(accepted) => accepted.invitation,
            other => panic!("{other:?}"),
        };
        assert_eq!(invitation.public_organization_data.unwrap().name, "Engines");
    }
}

#[test]
fn a_list_is_neither_an_event_nor_its_data() {
    for body in [
        r#"["user.deleted",{"object":"user","deleted":true},1]"#,
        r#"{"data":["user","user_1",null,null,true],"type":"user.deleted"}"#,
        r#"{"type":"user.deleted","data":["user","user_1",null,null,true]}"#,
    ] {
        let error = Event::read("msg_1", body.as_bytes()).unwrap_err();
        assert_eq!(error.problem(), "expected an object", "{body}");
    }
}

#[test]
fn the_order_of_the_members_does_not_matter() {
    let user = r#"{"object":"user","id":"user_1","deleted":true}"#;
    let once = format!(r#"{{"data":{user},"timestamp":7,"type":"user.deleted"}}"#);
    let other_order = format!(r#"{{"timestamp":7,"data":{user},"type":"user.deleted"}}"#);
    let type_first = format!(r#"{{"type":"user.deleted","data":{user},"timestamp":7}}"#);
    let escaped = format!(r#"{{"data":{user},"timestamp":7,"type":"user\u002edeleted"}}"#);
    let spaced = format!("{{\"data\":{user},\"timestamp\" : 7 , \"type\" : \"user.deleted\" }}\n");
    let read = |body: &str| Event::read("msg_1", body.as_bytes()).unwrap();
    for body in [other_order, type_first, escaped, spaced] {
        assert_eq!(read(&body), read(&once), "{body}");
    }
    // The last string is not the type.
    let instance_last =
        format!(r#"{{"data":{user},"type":"user.deleted","instance_id":"user.created"}}"#);
    assert_eq!(read(&instance_last).kind(), "user.deleted");
    for body in [
        format!(r#"{{"data":{user},"data":{user},"type":"user.deleted"}}"#),
        format!(r#"{{"data":{user},"type":"user.created","type":"user.deleted"}}"#),
        format!(r#"{{"data":{user},"type":"user.deleted"}}}}"#),
    ] {
        assert!(Event::read("msg_1", body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn a_malformed_event_says_where_the_problem_is() {
    let body = br#"{"data":{"id":"user_1","created_at":1,"updated_at":2,
        "email_addresses":[{"email_address":7}]},"type":"user.created"}"#;
    let error = Event::read("msg_1", body).unwrap_err();
    assert_eq!(error.kind(), Some("user.created"));
    assert_eq!(error.path(), "data.email_addresses[0].email_address");
    assert_eq!((error.id(), error.body()), ("msg_1", &body[..]));
    let error = Event::read("msg_1", br#"{"type":"user.created","timestamp":"x"}"#).unwrap_err();
    assert_eq!((error.kind(), error.path()), (Some("user.created"), "timestamp"));
}

proptest! {
    #[test]
    fn a_signed_delivery_passes_and_a_changed_one_does_not(
        body in proptest::collection::vec(any::<u8>(), 0..200),
        id in "[!-~]{1,40}",
        key in proptest::collection::vec(any::<u8>(), 1..80),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        use base64::{Engine as _, engine::general_purpose::{STANDARD, STANDARD_NO_PAD}};

        let webhook = webhook(&format!("whsec_{}", STANDARD.encode(&key)));
        let headers = webhook.sign(&id, NOW, &body);
        prop_assert!(webhook.check(&headers, &body).is_ok());
        let other = bare(&STANDARD_NO_PAD.encode(&key));
        prop_assert!(self::webhook(&other).check(&headers, &body).is_ok());

        let mut changed = body.clone();
        changed.push(0);
        prop_assert!(webhook.check(&headers, &changed).is_err());
        if !body.is_empty() {
            let mut changed = body.clone();
            changed[at.index(body.len())] ^= 1 << bit;
            prop_assert!(webhook.check(&headers, &changed).is_err());
        }
        let mut changed = headers.clone();
        changed[0].1.push('x');
        prop_assert!(webhook.check(&changed, &body).is_err());
        let mut changed = headers;
        let signature = &mut changed[2].1;
        let index = at.index(signature.len());
        let replacement = if signature.as_bytes()[index] == b'A' { "B" } else { "A" };
        signature.replace_range(index..=index, replacement);
        prop_assert!(webhook.check(&changed, &body).is_err());
    }

    #[test]
    fn no_headers_and_no_body_panic(
        headers in proptest::collection::vec(
            ("(svix|webhook)-(id|timestamp|signature)|[a-z-]{0,9}",
             proptest::collection::vec(any::<u8>(), 0..30)),
            0..8,
        ),
        body in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        prop_assert!(webhook(SECRET).verify(&headers, &body).is_err());
        let _ = Event::read("msg_1", &body);
    }

    #[test]
    fn a_written_event_is_read_again(
        kind in proptest::sample::select(
            EventData::KINDS.iter().copied().chain(["x.y"]).collect::<Vec<_>>()
        ),
        text in "\\PC{0,12}",
        timestamp in any::<i64>(),
    ) {
        let data = serde_json::json!({ "object": "x", "id": text, "deleted": true, "text": text });
        let body = serde_json::json!({ "data": data, "type": kind, "timestamp": timestamp });
        let Ok(event) = Event::read("msg_1", body.to_string().as_bytes()) else { return Ok(()) };
        let again = Event::read("msg_1", &serde_json::to_vec(&event).unwrap()).unwrap();
        prop_assert_eq!(event, again);
    }
}

/// A secret may also be bare: no prefix, and white space around it.
fn bare(text: &str) -> String {
    format!(" {text}\n")
}
