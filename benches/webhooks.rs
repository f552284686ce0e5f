//! Measures the verification of a webhook beside the bare HMAC, and the decoding of its event beside the
//! decoding of the same user from the Backend API.
//!
//! `cargo bench --bench webhooks`

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark panics on failure and prints its figures"
)]

use std::{
    alloc::System,
    hint::black_box,
    time::{Duration, Instant},
};

use aws_lc_rs::hmac;
use clerk_sdk::{
    Timestamp,
    api::users::User,
    http::{HeaderMap, HeaderName},
    webhooks::{Event, Webhook},
};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const TEMPLATE: &str = include_str!("server/bodies/user_with_account.json");
const NOW: i64 = 1_767_225_600;
/// In each round, the functions take turns, so that a disturbance affects both.
const ROUNDS: usize = 2000;
const CALLS: u32 = 50;

fn main() {
    let webhook = Webhook::sample().clock(|| Timestamp::from_unix_millis(NOW * 1000));
    let user = user();
    let body = format!(
        r#"{{"data":{},"event_attributes":{{"http_request":{{"client_ip":"192.0.2.7","user_agent":"Mozilla/5.0"}}}},"instance_id":"ins_1","object":"event","timestamp":1767225600000,"type":"user.created"}}"#,
        user
    );
    // The first 2 KB are enough for a signature.
    let two_kb = &body.as_bytes()[..2048];
    let headers: HeaderMap = webhook
        .sign("msg_2b7Vd0n8JqUaG3rTtQ4oX1", NOW, two_kb)
        .into_iter()
        .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"a secret for tests");

    let region = Region::new(HEAP);
    webhook.check(&headers, two_kb).unwrap();
    println!("verification: {} allocations", region.change().allocations);

    let (hmac, check, ratio) = compare(
        &mut || {
            let mut context = hmac::Context::with_key(&key);
            for part in [&b"msg_2b7Vd0n8JqUaG3rTtQ4oX1.1767225600."[..], two_kb] {
                context.update(black_box(part));
            }
            black_box(context.sign());
        },
        &mut || {
            black_box(webhook.check(black_box(&headers), black_box(two_kb)).unwrap());
        },
    );
    row("HMAC of 2 KB", hmac, 2048);
    row("verification of 2 KB", check, 2048);
    println!("    {:.2} of the HMAC", ratio);

    let (api, event, ratio) = compare(
        &mut || {
            black_box(serde_json::from_slice::<User>(black_box(user.as_bytes())).unwrap());
        },
        &mut || {
            black_box(Event::read("msg_1", black_box(body.as_bytes())).unwrap());
        },
    );
    row("User of the API", api, user.len());
    row("event user.created", event, body.len());
    println!("    {:.2} of the time per byte", ratio * share(user.len(), body.len()));
}

/// Returns a user as Clerk sends one, without white space. The template's placeholders are filled with a
/// number.
fn user() -> String {
    let mut text = String::new();
    for piece in TEMPLATE.split_inclusive('}') {
        match piece.rsplit_once('{') {
            Some((before, name))
                if name.trim_end_matches('}').chars().all(char::is_alphanumeric) =>
            {
                text += before;
                text += "1700000000000";
            }
            _ => text += piece,
        }
    }
    serde_json::from_str::<serde_json::Value>(&text).unwrap().to_string()
}

/// Returns the median time of a call of both functions, and the median of the ratios of neighboring
/// samples.
fn compare(first: &mut dyn FnMut(), second: &mut dyn FnMut()) -> (Duration, Duration, f64) {
    let sample = |function: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..CALLS).for_each(|_| function());
        start.elapsed() / CALLS
    };
    let samples: Vec<_> = (0..ROUNDS).map(|_| (sample(first), sample(second))).collect();
    let median = |mut values: Vec<f64>| {
        values.sort_unstable_by(f64::total_cmp);
        values[ROUNDS / 2]
    };
    let time = |values: Vec<f64>| Duration::from_secs_f64(median(values));
    (
        time(samples.iter().map(|(first, _)| first.as_secs_f64()).collect()),
        time(samples.iter().map(|(_, second)| second.as_secs_f64()).collect()),
        median(samples.iter().map(|(one, two)| two.as_secs_f64() / one.as_secs_f64()).collect()),
    )
}

fn share(one: usize, other: usize) -> f64 {
    f64::from(u32::try_from(one).unwrap()) / f64::from(u32::try_from(other).unwrap())
}

fn row(name: &str, time: Duration, length: usize) {
    let length = f64::from(u32::try_from(length).unwrap());
    println!("{name:>22}: {time:>10.2?}, {:.2} ns per byte", time.as_secs_f64() * 1e9 / length);
}
