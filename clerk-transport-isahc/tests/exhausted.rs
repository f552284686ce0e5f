//! A process without free descriptors. It is a separate binary, so that this affects no other test.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::File;

use clerk_transport_isahc::IsahcTransport;
use rustix::process::{Resource, getrlimit, setrlimit};

#[test]
fn without_free_descriptors_new_returns_an_error() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = Some(128);
    setrlimit(Resource::Nofile, limit).unwrap();
    let mut held = Vec::new();
    while let Ok(file) = File::open("/dev/null") {
        held.push(file);
    }
    let mut errors = 0;
    while let Err(error) = IsahcTransport::new() {
        let report = clerk_core::Error::from(error).report().to_string();
        assert!(report.contains("descriptors"), "{report}");
        errors += 1;
        drop(held.pop().unwrap());
    }
    assert!(errors > 0);
}
