//! What an answer may have: headers so many and so large, and a body that counts as it is read.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use clerk_core::{
    Bytes, HttpTransport, Received, RequestContext, TransportError, TransportErrorKind, http,
};
use clerk_transport_reqwest::ReqwestTransport;
use flate2::{Compression, write::GzEncoder};

/// Answers the first request with `answer`, and closes.
fn server(answer: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
        // A client that has seen enough is what the tests are about.
        let _ = stream.write_all(&answer);
    });
    origin
}

async fn send(
    transport: &ReqwestTransport,
    origin: &str,
) -> Result<http::Response<Bytes>, TransportError> {
    let request = http::Request::get(origin).body(Bytes::new()).unwrap();
    let mut context = RequestContext::default();
    context.max_response_bytes = Some(LIMIT);
    transport.send(request, &context).await
}

const LIMIT: u64 = 20_000;
/// The most that reqwest has been seen to give at once, with room.
const CHUNK: u64 = 64 << 10;

fn head(fields: usize, bytes_each: usize) -> Vec<u8> {
    let field = |nth| format!("x-{nth:03}: {}\r\n", "v".repeat(bytes_each - 37));
    let fields: String = (1..fields).map(field).collect();
    format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{fields}\r\n").into_bytes()
}

#[tokio::test]
async fn headers_are_bounded_in_number_and_in_size() {
    let transport = ReqwestTransport::new().unwrap();
    for (fields, bytes_each) in [(100, 40), (60, 1_100)] {
        let answer = send(&transport, &server(head(fields, bytes_each))).await.unwrap();
        assert_eq!(answer.headers().len(), fields);
    }
    for (fields, bytes_each) in [(101, 40), (60, 1_200), (99, 20_000)] {
        let error = send(&transport, &server(head(fields, bytes_each))).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::HeadTooLarge, "{error}");
    }
}

/// 10 MB of zeros in 10 KB.
fn bomb() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..100 {
        encoder.write_all(&[0; 100_000]).unwrap();
    }
    let body = encoder.finish().unwrap();
    let length = body.len();
    assert!(u64::try_from(length).unwrap() < LIMIT);
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), &body].concat()
}

#[tokio::test]
async fn a_body_that_a_ready_made_client_inflates_counts_as_inflated() {
    let client = reqwest::Client::builder().no_proxy().gzip(true).build().unwrap();
    let error = send(&ReqwestTransport::from(client), &server(bomb())).await.unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::BodyTooLarge { limit: LIMIT });
    let Some(Received::Body { bytes, .. }) = error.received() else { panic!("{error:?}") };
    assert!((LIMIT + 1..=LIMIT + CHUNK).contains(&bytes), "{bytes}");
}

/// The features of reqwest that decompress are on in this build, as they may be in any.
#[tokio::test]
async fn a_body_that_nobody_asked_to_inflate_stays_as_it_is() {
    let answer = bomb();
    let transport = ReqwestTransport::new().unwrap();
    let received = send(&transport, &server(answer.clone())).await.unwrap();
    assert!(answer.ends_with(received.body()));
    assert_eq!(received.headers().get("content-encoding").unwrap(), "gzip");
}
