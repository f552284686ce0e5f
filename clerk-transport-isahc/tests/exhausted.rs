//! A process that has no descriptors left. It is a binary of its own, so that no other test meets
//! that.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::File;

use clerk_transport_isahc::IsahcTransport;
use rustix::process::{Resource, getrlimit, setrlimit};

#[test]
fn without_descriptors_a_transport_is_an_error_and_no_panic() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = Some(128);
    setrlimit(Resource::Nofile, limit).unwrap();
    let mut held = Vec::new();
    while let Ok(file) = File::open("/dev/null") {
        held.push(file);
    }
    let mut errors = 0;
    while let Err(error) = IsahcTransport::new() {
        assert!(error.to_string().contains("descriptors"), "{error}");
        errors += 1;
        drop(held.pop().unwrap());
    }
    assert!(errors > 0);
}
