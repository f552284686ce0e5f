//! The number of allocations of a verification.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::alloc::System;

use clerk_core::{
    Timestamp,
    http::{HeaderMap, HeaderName},
};
use clerk_webhooks::{Event, EventData, Webhook, WebhookError};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

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

/// One test, because the counters are shared.
#[test]
fn a_body_of_a_mebibyte_is_verified_without_a_copy() {
    let webhook = webhook();
    let data = format!(r#"{{"text":"{}"}}"#, "x".repeat(1 << 20));
    let body = format!(r#"{{"data":{data},"object":"event","type":"user.created.v2"}}"#);
    let good = headers(&webhook, body.as_bytes());
    let bad = headers(&webhook, b"another body");

    let region = Region::new(ALLOCATOR);
    let id = webhook.check(&good, body.as_bytes()).unwrap().id;
    let refused = webhook.check(&bad, body.as_bytes());
    let change = region.change();
    assert_eq!(id, "msg_1");
    assert!(matches!(refused, Err(WebhookError::NoMatchingSignature)));
    assert!(change.allocations <= 2, "{change:?}");
    assert!(change.bytes_allocated < 1024, "{change:?}");

    // An unknown event keeps its data, which is one copy. A refused one keeps nothing.
    let region = Region::new(ALLOCATOR);
    let event = webhook.verify(&good, body.as_bytes()).unwrap();
    let accepted = region.change();
    let region = Region::new(ALLOCATOR);
    assert!(webhook.verify(&bad, body.as_bytes()).is_err());
    let refused = region.change();
    assert!(
        matches!(&event.data, EventData::Unknown { data, .. } if data.as_str() == data_of(&body))
    );
    assert!(accepted.bytes_allocated < data.len() + 1024, "{accepted:?}");
    assert!(refused.bytes_allocated < 1024, "{refused:?}");

    // A known one keeps only the members of its model.
    let data = format!(r#"{{"object":"user","id":"user_1","deleted":true,"more":{data}}}"#);
    let body = format!(r#"{{"data":{data},"type":"user.deleted"}}"#);
    let region = Region::new(ALLOCATOR);
    Event::read("msg_1", body.as_bytes()).unwrap();
    assert!(region.change().bytes_allocated < 1024, "{:?}", region.change());
}

fn data_of(body: &str) -> &str {
    let end = body.find(r#","object":"event""#).unwrap();
    body.get(r#"{"data":"#.len()..end).unwrap()
}
