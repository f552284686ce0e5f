//! A process that holds more descriptors than `select` can watch. It is a binary of its own, so
//! that no other test meets the descriptors.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    env,
    fs::File,
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use clerk_core::{Bytes, HttpTransport, RequestContext, TransportErrorKind, http};
use clerk_transport_isahc::IsahcTransport;
use rustix::process::{Resource, getrlimit, setrlimit};

#[test]
fn a_call_works_or_says_what_to_do_with_1100_descriptors_open() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum.map_or(Some(4096), |maximum| Some(maximum.min(4096)));
    setrlimit(Resource::Nofile, limit).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // A client that gives up is what the test is about.
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    });
    let descriptors: Vec<File> = (0..1100).map(|_| File::open("/dev/null").unwrap()).collect();

    let transport = IsahcTransport::new().unwrap();
    let request = http::Request::get(uri).body(Bytes::new()).unwrap();
    let outcome = smol::block_on(transport.send(request, &RequestContext::default()));
    drop(descriptors);

    if env::var_os("CLERK_TEST_CURL_HAS_POLL").is_some() {
        assert_eq!(outcome.unwrap().body(), "ok");
        return;
    }
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(error.to_string().contains("-DHAVE_POLL"), "{error}");
}
