//! The number of allocations of a verification.

use allocation_counter::measure;
use clerk_core::{
    Timestamp,
    http::{HeaderMap, HeaderName},
};
use clerk_webhooks::{Event, EventData, Webhook, WebhookError};

const NOW: i64 = 1_767_225_600;

fn webhook() -> Webhook {
    let now = Timestamp::from_unix_millis(NOW * 1000);
    let webhook = Webhook::new("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD").unwrap();
    webhook.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap().clock(move || now)
}

fn headers(webhook: &Webhook, body: &[u8]) -> HeaderMap {
    let headers = webhook.sign("msg_1", NOW, body).into_iter();
    headers.map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
}

#[test]
fn a_body_of_a_mebibyte_is_verified_without_a_copy() {
    let webhook = webhook();
    let data = format!(r#"{{"text":"{}"}}"#, "x".repeat(1 << 20));
    let body = format!(r#"{{"data":{data},"object":"event","type":"user.created.v2"}}"#);
    let good = headers(&webhook, body.as_bytes());
    let bad = headers(&webhook, b"another body");

    let used = measure(|| {
        assert_eq!(webhook.check(&good, body.as_bytes()).unwrap().id, "msg_1");
        let refused = webhook.check(&bad, body.as_bytes());
        assert!(matches!(refused, Err(WebhookError::NoMatchingSignature)));
    });
    assert!(used.count_total <= 2, "{used:?}");
    assert!(used.bytes_total < 1024, "{used:?}");

    // An unknown event keeps its data, which is one copy. A refused one keeps nothing.
    let mut event = None;
    let accepted = measure(|| event = Some(webhook.verify(&good, body.as_bytes()).unwrap()));
    let refused = measure(|| assert!(webhook.verify(&bad, body.as_bytes()).is_err()));
    assert!(
        matches!(&event.unwrap().data, EventData::Unknown { data, .. } if data.as_str() == data_of(&body))
    );
    assert!(accepted.bytes_total < u64::try_from(data.len()).unwrap() + 1024, "{accepted:?}");
    assert!(refused.bytes_total < 1024, "{refused:?}");

    // A known one keeps only the members of its model.
    let data = format!(r#"{{"object":"user","id":"user_1","deleted":true,"more":{data}}}"#);
    let body = format!(r#"{{"data":{data},"type":"user.deleted"}}"#);
    let used = measure(|| drop(Event::read("msg_1", body.as_bytes()).unwrap()));
    assert!(used.bytes_total < 1024, "{used:?}");
}

fn data_of(body: &str) -> &str {
    let end = body.find(r#","object":"event""#).unwrap();
    body.get(r#"{"data":"#.len()..end).unwrap()
}
