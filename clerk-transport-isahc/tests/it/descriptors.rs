//! A process with too many open descriptors. Each test runs again in its own process, so that the
//! descriptors affect no other test.

use std::{env, fs::File, process::Command};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportErrorKind},
};
use clerk_testing::RawServer;
use clerk_transport_isahc::IsahcTransport;
use rustix::process::{Resource, getrlimit, setrlimit};

/// Runs the test `name` in its own process, and returns whether this is that process.
fn is_alone(name: &str) -> bool {
    const ALONE: &str = "CLERK_TEST_ALONE";
    if env::var_os(ALONE).is_some() {
        return true;
    }
    let mut test = Command::new(env::current_exe().unwrap());
    let output = test.env(ALONE, "1").args(["--exact", name]).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
    false
}

fn set_limit(limit: u64) {
    let mut limits = getrlimit(Resource::Nofile);
    limits.current = limits.maximum.map_or(Some(limit), |maximum| Some(maximum.min(limit)));
    setrlimit(Resource::Nofile, limits).unwrap();
}

/// `select` supports descriptors up to 1,023.
#[test]
fn with_1100_open_descriptors_a_call_works_or_names_the_fix() {
    if !is_alone("descriptors::with_1100_open_descriptors_a_call_works_or_names_the_fix") {
        return;
    }
    set_limit(4096);
    let response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    let server = RawServer::responding(response).unwrap();
    let descriptors: Vec<File> = (0..1100).map(|_| File::open("/dev/null").unwrap()).collect();

    let transport = IsahcTransport::new().unwrap();
    let request = http::Request::get(server.origin()).body(Bytes::new()).unwrap();
    let outcome = smol::block_on(transport.send(request, &RequestContext::default()));
    drop(descriptors);

    if env::var_os("CLERK_TEST_CURL_HAS_POLL").is_some() {
        assert_eq!(outcome.unwrap().body(), "ok");
        return;
    }
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    let report = clerk_core::Error::from(error).report().to_string();
    assert!(report.contains("-DHAVE_POLL"), "{report}");
}

#[test]
fn without_free_descriptors_new_returns_an_error() {
    if !is_alone("descriptors::without_free_descriptors_new_returns_an_error") {
        return;
    }
    set_limit(128);
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
