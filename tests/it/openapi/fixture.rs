//! The sample requests for the snapshots.

use std::{collections::BTreeMap, env, fs};

use super::{
    description::description,
    requests::sample,
    samples::{Kind, Maker},
};
use crate::sample_request::{SAMPLE_REQUESTS, SampleRequests};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/requests.json");

#[test]
fn the_sample_requests_are_up_to_date() {
    let Some(description) = description() else { return };
    let made: BTreeMap<_, _> = description
        .operations()
        .iter()
        .map(|operation| {
            let make = |kind| sample(description, operation, Maker::readable(description, kind));
            let (full, minimal) = (make(Kind::Full), make(Kind::Required));
            (operation.id.to_owned(), SampleRequests { full, minimal })
        })
        .collect();
    let made = serde_json::to_string_pretty(&made).unwrap() + "\n";
    if env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(PATH, made).unwrap();
        return;
    }
    assert!(
        made == SAMPLE_REQUESTS,
        "the sample requests in {PATH} are out of date; to write them: \
         UPDATE_FIXTURES=1 CLERK_OPENAPI=… cargo test --test it openapi::fixture"
    );
}
