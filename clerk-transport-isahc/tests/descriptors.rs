//! A process with more open descriptors than `select` supports. It is a separate binary, so that
//! the descriptors affect no other test.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::{
    env,
    fs::File,
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use clerk_core::{
    Bytes, http,
    transport::{HttpTransport, RequestContext, TransportErrorKind},
};
use clerk_transport_isahc::IsahcTransport;
use rustix::process::{Resource, getrlimit, setrlimit};

#[test]
fn with_1100_open_descriptors_a_call_works_or_names_the_fix() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum.map_or(Some(4096), |maximum| Some(maximum.min(4096)));
    setrlimit(Resource::Nofile, limit).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // The client may close the connection.
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
    let report = clerk_core::Error::from(error).report().to_string();
    assert!(report.contains("-DHAVE_POLL"), "{report}");
}
